// Whose talk one hears. The calls process knows: one may have begun with a code of the phone, or from another page, and it ends by itself.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { z } from 'zod';
import type { listeningShown } from '../api/console-schemas.js';
import { byItself } from '../by-itself.js';
import type { Session } from '../page/session.js';
import type { PageState } from '../page-state.js';
import { ask, type Refusal } from './asking.js';

type Listening = z.output<typeof listeningShown>;
export type Heard = NonNullable<Listening['listening']>;

type Around = {
  readonly session: Session | null;
  /** Acts so far. */
  readonly done: number;
  readonly agents: PageState['agents'];
  readonly around: { readonly language: string; readonly away: Omit<Refusal, 'status'> };
};

const lookEveryMs = 5_000;
/** While his phone rings, or he waits for a talk. */
const lookSoonEveryMs = 1_000;

/** Looked at again after each act, when the agent’s state changes, and every few seconds. Nothing for who has no phone to listen on. */
export function useHeard({ session, done, agents, around }: Around): Heard | null {
  const [heard, setHeard] = useState<Heard | null>(null);
  const mayListen = (session?.supervisor ?? null) !== null;
  const asked = useRef(0);
  const answered = useRef(0);
  const everyMs = heard === null || heard.state === 'hearing' ? lookEveryMs : lookSoonEveryMs;
  // The page is drawn every second.
  const turn = Math.floor(Date.now() / everyMs);
  const agentState = heard === null ? null : agents[heard.agent]?.state;
  useEffect(() => {
    if (!mayListen) return;
    const number = ++asked.current;
    void ask<Listening>('/listening', { ...around, init: { headers: byItself } }).then(answer => {
      if (!answer.ok || number < answered.current) return;
      answered.current = number;
      setHeard(answer.body.listening);
    });
  }, [mayListen, done, turn, agentState]);
  return heard;
}
