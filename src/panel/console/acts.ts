// What a supervisor may do from the console: each act as the request that it becomes, and the one that takes it back where there is one.
import { unreachable } from '../../base/assert.js';
import type { PageState } from '../page-state.js';

export type Mode = 'listen' | 'whisper' | 'barge';
export type Presence = 'login' | 'logout' | 'logout-after-call' | 'ready' | 'not-ready';

/** Levels by skill. */
export type Skills = Readonly<Record<string, number>>;

/** What is asked for, before it is said how. */
export type Wish =
  | { readonly kind: 'take' | 'move' | 'raise'; readonly call: string }
  | { readonly kind: 'force'; readonly flow: string; readonly to: 'open' | 'closed' }
  | { readonly kind: 'release'; readonly flow: string }
  | { readonly kind: 'presence'; readonly agent: string; readonly command: Presence }
  | { readonly kind: 'listen'; readonly agent: string; readonly mode: Mode }
  | { readonly kind: 'mode'; readonly mode: Mode }
  | { readonly kind: 'stop' }
  | { readonly kind: 'acknowledge'; readonly alarm: string }
  /** `now`: those that he has; `isChanged`: they are others than the site file's. */
  | {
      readonly kind: 'skills' | 'restore-skills';
      readonly agent: string;
      readonly now: Skills;
      readonly isChanged: boolean;
    };

/** How it is to be done: what was filled in. */
export type Filled = {
  /** An agent, a flow, a reason or a priority, by the kind of the wish. */
  readonly choice: string | null;
  readonly note: string;
  readonly untilMs: number | null;
  /** Of listening: also the agent's next talks. */
  readonly stays: boolean;
  /** `null`: as they are. */
  readonly skills: Skills | null;
};

export const nothingFilled: Filled = { choice: null, note: '', untilMs: null, stays: false, skills: null };

export type Request = { readonly path: string; readonly body: object };

/** `null`: something is still to be filled in. */
export function requestOf(wish: Wish, filled: Filled): Request | null {
  switch (wish.kind) {
    case 'take':
    case 'move':
    case 'raise':
      return callRequest(wish, filled);
    case 'force':
      return filled.untilMs === null
        ? null
        : flowRequest(wish.flow, { kind: 'force', to: wish.to, untilMs: filled.untilMs });
    case 'release':
      return flowRequest(wish.flow, { kind: 'release' });
    case 'presence':
      return presenceRequest(wish.agent, wish.command, filled.choice);
    case 'listen':
      return listening({ kind: 'start', agent: wish.agent, mode: wish.mode, stays: filled.stays });
    case 'mode':
      return listening({ kind: 'mode', mode: wish.mode });
    case 'stop':
      return listening({ kind: 'stop' });
    case 'acknowledge': {
      const note = filled.note.trim();
      return { path: '/alarms', body: { alarm: wish.alarm, note: note === '' ? null : note } };
    }
    case 'skills':
      return filled.skills === null ? null : skillsRequest(wish.agent, filled.skills);
    case 'restore-skills':
      return skillsRequest(wish.agent, null);
    default:
      return unreachable(wish);
  }
}

const listening = (body: object): Request => ({ path: '/listening', body });
const flowRequest = (flow: string, body: object): Request => ({
  path: `/flows/${encodeURIComponent(flow)}/command`,
  body,
});

const skillsRequest = (agent: string, skills: Skills | null): Request => ({
  path: `/agents/${encodeURIComponent(agent)}/skills`,
  body: { skills },
});

/** The front of the line, where a priority could stand. */
export const front = 'front';

function callRequest(
  { kind, call }: Extract<Wish, { kind: 'take' | 'move' | 'raise' }>,
  { choice }: Filled,
): Request | null {
  const path = `/calls/${encodeURIComponent(call)}/command`;
  if (choice === null) return null;
  switch (kind) {
    case 'take':
      return { path, body: { kind, agent: choice } };
    case 'move':
      return { path, body: { kind, flow: choice } };
    case 'raise':
      return { path, body: { kind, priority: choice === front ? null : Number(choice) } };
    default:
      return unreachable(kind);
  }
}

function presenceRequest(agent: string, kind: Presence, reason: string | null): Request | null {
  if (kind === 'not-ready' && reason === null) return null;
  return {
    path: `/agents/${encodeURIComponent(agent)}/command`,
    body: kind === 'not-ready' ? { kind, reason } : { kind },
  };
}

/** What is known before an act, so that it can be taken back. */
export type Before = {
  readonly state: PageState;
  /** The id of the reason for which the agent is not ready, if one can give it. */
  readonly reason: string | null;
};

/**
 * What takes an act back; `null`: nothing does. A call that was raised or given to an agent stays so: the rules let nobody be put back in
 * line behind others.
 */
export function undoOf(wish: Wish, before: Before): Request | null {
  switch (wish.kind) {
    case 'move': {
      const flow = before.state.calls[wish.call]?.flow;
      return flow === undefined ? null : callRequest(wish, { ...nothingFilled, choice: flow });
    }
    case 'force':
    case 'release': {
      const forced = before.state.flows[wish.flow]?.forced ?? null;
      if (forced !== null)
        return flowRequest(wish.flow, { kind: 'force', to: forced.to, untilMs: forced.untilMs });
      return wish.kind === 'force' ? flowRequest(wish.flow, { kind: 'release' }) : null;
    }
    case 'presence':
      return presenceUndo(wish.agent, wish.command, before);
    case 'listen':
      return listening({ kind: 'stop' });
    case 'skills':
    case 'restore-skills':
      return skillsRequest(wish.agent, wish.isChanged ? wish.now : null);
    case 'take':
    case 'raise':
    case 'mode':
    case 'stop':
    case 'acknowledge':
      return null;
    default:
      return unreachable(wish);
  }
}

function presenceUndo(agent: string, command: Presence, { state, reason }: Before): Request | null {
  const was = state.agents[agent]?.state;
  switch (command) {
    case 'logout-after-call':
      return presenceRequest(agent, 'login', null);
    case 'logout':
      // A log-in makes him ready, which he was not.
      return was === 'not-ready' || reason !== null ? null : presenceRequest(agent, 'login', null);
    case 'login':
      return was === 'logged-out' ? presenceRequest(agent, 'logout', null) : null;
    case 'not-ready':
      // His reason before, also one that is for after the talk. `ready` would end a wrap-up that goes on.
      if (reason !== null) return presenceRequest(agent, 'not-ready', reason);
      return was === 'wrap-up' || was === 'not-ready' ? null : presenceRequest(agent, 'ready', null);
    case 'ready':
      // A wrap-up that was ended is over.
      return reason === null ? null : presenceRequest(agent, 'not-ready', reason);
    default:
      return unreachable(command);
  }
}

/** Which of these can make sense for an agent who is in a state; the rules have the last word. */
export function presencesFor(state: PageState['agents'][string]['state']): readonly Presence[] {
  switch (state) {
    case 'logged-out':
      return ['login'];
    case 'ready':
    case 'backed-off':
      return ['not-ready', 'logout'];
    case 'not-ready':
      return ['ready', 'logout'];
    case 'wrap-up':
      return ['ready', 'not-ready', 'logout-after-call'];
    case 'offered':
    case 'talking':
      return ['not-ready', 'logout-after-call'];
    case 'phone-busy':
    case 'phone-unavailable':
      return ['not-ready', 'logout'];
    default:
      return unreachable(state);
  }
}
