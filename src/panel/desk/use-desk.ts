// The desk's state in the page: what is followed, a second hand, and acts with what became of them.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Session } from '../page/session.js';
import { useSession, withToken } from '../page/session.js';
import { type Settings, useSettings } from '../page/settings.js';
import { type Act, perform } from './api.js';
import { Follower, type Seen } from './follow.js';
import { type DeskTexts, deskTexts } from './texts.js';

/** Something that could not be done, and what to do about it. */
export type Trouble = { readonly title: string; readonly advice: string | null };

/** Does something; true when it was done. */
export type Perform = (act: Act) => Promise<boolean>;

export type Followed = {
  readonly seen: Seen | null;
  readonly session: Session | null;
  readonly settings: Settings;
  readonly change: (change: Partial<Settings>) => void;
  readonly words: DeskTexts;
  readonly perform: Perform;
  /** Of the last act. */
  readonly trouble: Trouble | null;
  readonly forgetTrouble: () => void;
};

export function useDesk(): Followed {
  const [seen, setSeen] = useState<Seen | null>(null);
  const [, setTick] = useState(0);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  /** Acts that are on their way: one after the other, in the order in which they were wanted. */
  const before = useRef<Promise<boolean>>(Promise.resolve(true));
  const pending = useRef(new Set<string>());
  const session = useSession();
  const follower = useMemo(() => new Follower(setSeen), []);
  useEffect(() => {
    follower.start();
    const timer = setInterval(() => setTick(tick => tick + 1), 1_000);
    return () => clearInterval(timer);
  }, [follower]);
  const [settings, change] = useSettings(undefined);
  const words = deskTexts[settings.language];
  const agent = seen?.desk?.agent.agent ?? null;

  const act: Perform = one => {
    const name = JSON.stringify(one);
    // Pressed twice.
    if (agent === null || pending.current.has(name)) return Promise.resolve(false);
    pending.current.add(name);
    const who = { agent, language: settings.language };
    const done = before.current.then(async () => {
      const answer = await withToken(
        csrf => perform(one, { ...who, csrf }),
        refused => (refused.ok ? null : refused.code),
      );
      pending.current.delete(name);
      setTrouble(answer.ok ? null : (answer.refusal ?? { title: words.noAnswer, advice: words.tryAgain }));
      void follower.look();
      if (one.about === 'case') void follower.lookAtCases();
      return answer.ok;
    });
    before.current = done;
    return done;
  };
  const forgetTrouble = () => setTrouble(null);
  return { seen, session, settings, change, words, perform: act, trouble, forgetTrouble };
}
