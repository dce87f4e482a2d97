// Wishes on their way: the question that is asked, the request that is sent, what came of it, and the way back.
import { useEffect, useRef, useState } from 'preact/hooks';
import { fill } from '../page/texts.js';
import { actWords, saidOf } from './act-words.js';
import { type Before, type Filled, type Request, requestOf, undoOf, type Wish } from './acts.js';
import { type Refusal, tell } from './asking.js';

/** What was done, or not, as it is told for a while. */
export type Told = {
  readonly text: string;
  readonly isRefused: boolean;
  readonly undo: Request | null;
};

export type Acts = {
  /** The question on the page. */
  readonly wish: Wish | null;
  readonly before: Before | null;
  readonly ask: (wish: Wish, before: Before) => void;
  readonly drop: () => void;
  readonly isSending: boolean;
  readonly refusal: Refusal | null;
  readonly send: (filled: Filled, named: Readonly<Record<string, string>>) => void;
  readonly told: Told | null;
  readonly takeBack: () => void;
  readonly forgetTold: () => void;
  /** Acts that succeeded so far: with the next one what the server says may be something else. */
  readonly done: number;
};

type Around = {
  readonly language: 'en' | 'fr';
  readonly away: Omit<Refusal, 'status'>;
  readonly takenBack: string;
};

const toldMs = 15_000;

export function useActs({ language, away, takenBack }: Around): Acts {
  const [asked, setAsked] = useState<{ readonly wish: Wish; readonly before: Before } | null>(null);
  /** The question that is on the page when an answer comes, which may be another one. */
  const newest = useRef(asked);
  newest.current = asked;
  const [isSending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [told, setTold] = useState<Told | null>(null);
  const [done, setDone] = useState(0);
  const timer = useRef<number | undefined>(undefined);
  const say = (next: Told | null) => {
    clearTimeout(timer.current);
    setTold(next);
    if (next !== null) timer.current = setTimeout(() => setTold(null), toldMs);
  };
  const sayRefusal = ({ title, advice }: Refusal) =>
    say({ text: advice === null ? title : `${title}. ${advice}`, isRefused: true, undo: null });
  useEffect(() => () => clearTimeout(timer.current), []);
  const go = async (request: Request) => {
    setSending(true);
    const answer = await tell(request.path, request.body, { language, away });
    setSending(false);
    if (answer.ok) setDone(count => count + 1);
    return answer;
  };
  const send: Acts['send'] = (filled, named) => {
    const request = asked === null ? null : requestOf(asked.wish, filled);
    if (asked === null || request === null || isSending) return;
    void go(request).then(answer => {
      if (!answer.ok) {
        if (newest.current === asked) setRefusal(answer.refusal);
        else sayRefusal(answer.refusal);
        return;
      }
      const { wish, before } = asked;
      setAsked(now => (now === asked ? null : now));
      say({
        text: fill(actWords[language][saidOf(wish)].done, named),
        isRefused: false,
        undo: undoOf(wish, before),
      });
    });
  };
  const takeBack = () => {
    const undo = told?.undo ?? null;
    if (undo === null || isSending) return;
    void go(undo).then(answer => {
      if (answer.ok) say({ text: takenBack, isRefused: false, undo: null });
      else sayRefusal(answer.refusal);
    });
  };
  return {
    wish: asked?.wish ?? null,
    before: asked?.before ?? null,
    ask: (wish, before) => {
      setRefusal(null);
      setAsked({ wish, before });
    },
    drop: () => setAsked(null),
    ...{ isSending, refusal, send, told, takeBack, done },
    forgetTold: () => say(null),
  };
}
