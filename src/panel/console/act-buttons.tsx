// The acts that make sense for what is open.
import { actWords, saidOf } from './act-words.js';
import { presencesFor, type Skills, type Wish } from './acts.js';
import type { Desk } from './desk.js';

type ButtonsProps = {
  readonly desk: Desk;
  readonly wishes: readonly Wish[];
  /** Of the agent that is meant, if one may give it. */
  readonly reason?: string | null;
};

/** Nothing for who only looks on. */
export function ActButtons({ desk, wishes, reason = null }: ButtonsProps) {
  const { acts, view, words, session } = desk;
  if (session?.kind !== 'user' || wishes.length === 0) return null;
  return (
    <div class="acts" role="toolbar" aria-label={words.acts}>
      {wishes.map(wish => {
        const said = saidOf(wish);
        return (
          <button
            key={said}
            type="button"
            class="plain"
            data-act={said}
            onClick={() => acts.ask(wish, { state: view.state, reason })}
          >
            {words.actNames[said] ?? actWords[view.language][said].does}
          </button>
        );
      })}
    </div>
  );
}

export const callWishes = (call: string): readonly Wish[] => [
  { kind: 'take', call },
  { kind: 'move', call },
  { kind: 'raise', call },
];

export const flowWishes = (flow: string, isForced: boolean): readonly Wish[] => [
  { kind: 'force', flow, to: 'open' },
  { kind: 'force', flow, to: 'closed' },
  ...(isForced ? [{ kind: 'release', flow } as const] : []),
];

/** Whoever has no phone of his own to listen on is not offered it. */
export function agentWishes({ view, session, heard }: Desk, agent: string): readonly Wish[] {
  const state = view.state.agents[agent]?.state;
  if (state === undefined) return [];
  const presences = presencesFor(state).map((command): Wish => ({ kind: 'presence', agent, command }));
  if (session?.supervisor === null || session?.supervisor === undefined) return presences;
  if (heard?.agent === agent) return [...presences, ...heardWishes(heard.mode)];
  const modes = ['listen', 'whisper', 'barge'] as const;
  return state === 'talking'
    ? [...presences, ...modes.map((mode): Wish => ({ kind: 'listen', agent, mode }))]
    : presences;
}

/** Once it is known what he can do. */
export function skillWishes(
  agent: string,
  told: { readonly skills: Skills; readonly siteSkills: Skills | null } | null,
): readonly Wish[] {
  if (told === null) return [];
  const about = { agent, now: told.skills, isChanged: told.siteSkills !== null };
  return [
    { kind: 'skills', ...about },
    ...(about.isChanged ? [{ kind: 'restore-skills', ...about } as const] : []),
  ];
}

/** While one listens. */
export function heardWishes(mode: 'listen' | 'whisper' | 'barge'): readonly Wish[] {
  const others = (['listen', 'whisper', 'barge'] as const).filter(one => one !== mode);
  return [...others.map((one): Wish => ({ kind: 'mode', mode: one })), { kind: 'stop' }];
}
