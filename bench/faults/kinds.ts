// Every kind of fault that the machine injects, and the account of how often each really was.
import { chance, type Random } from '../../src/sim/random.js';
import type { Run } from './run.js';

/** A command does not do what it was told to, or nobody hears that it did. */
export type CommandFault =
  | 'command lost'
  | 'command delayed'
  | 'command doubled'
  | 'command done, answer lost'
  | 'answered 404'
  | 'answered 409, leg lives'
  | 'answered 409, in dialplan'
  | 'answered 412'
  | 'answered 422'
  | 'answered 400'
  | 'answered 500';

/** An event does not come as it happened. */
export type EventFault =
  | 'arrival lost'
  | 'hang-up lost'
  | 'answer lost'
  | 'end of leg lost'
  | 'other event lost'
  | 'device event lost'
  | 'event doubled'
  | 'event reordered'
  | 'event late'
  | 'phone state stale';

/** People and phones at the worst moment: right behind a command. */
export type GapFault =
  | 'caller hangs up in a gap'
  | 'leg ends in a gap'
  | 'feature code at a bad moment'
  | 'phone unregisters in a gap'
  | 'leg answers as it is cancelled'
  | 'phone is busy'
  | 'phone rejects'
  | 'phone never answers';

/** What comes by itself, now and then. */
export type Trouble =
  | 'link lost'
  | 'link flaps'
  | 'link lost in reconcile'
  | 'snapshot behind events'
  | 'killed before the journal'
  | 'killed before the effects'
  | 'killed between effects'
  | 'killed'
  | 'daemon hangs for a while'
  | 'dead-man fires while it hangs'
  | 'second daemon takes over'
  | 'site reloaded'
  | 'asterisk restarts'
  | 'trunk alarm'
  | 'write is slow'
  | 'write fails'
  | 'store away for a while'
  | 'killed without a store'
  | 'tail of the journal lost'
  | 'hole in the journal'
  | 'snapshot unreadable'
  | 'clock set forward'
  | 'clock set back'
  | 'clock set back while down';

/** People beside the calls: counted when the core did not refuse it. */
export type Act = 'a supervisor acts' | 'a case is worked on' | 'a campaign is worked on';

export type FaultKind = CommandFault | EventFault | GapFault | Trouble | Act;

/** How much each command fault weighs when one is due; the tables below are complete because their type says so. */
export const commandFaults: Readonly<Record<CommandFault, number>> = {
  'command lost': 2,
  'command delayed': 4,
  'command doubled': 3,
  'command done, answer lost': 2,
  'answered 404': 3,
  'answered 409, leg lives': 2,
  'answered 409, in dialplan': 1,
  'answered 412': 1,
  'answered 422': 1,
  'answered 400': 1,
  'answered 500': 2,
};

export const eventFaults: Readonly<Record<EventFault, number>> = {
  'arrival lost': 1,
  'hang-up lost': 2,
  'answer lost': 2,
  'end of leg lost': 2,
  'other event lost': 2,
  'device event lost': 2,
  'event doubled': 6,
  'event reordered': 4,
  'event late': 4,
  'phone state stale': 2,
};

export const gapFaults: Readonly<Record<GapFault, number>> = {
  'caller hangs up in a gap': 4,
  'leg ends in a gap': 3,
  'feature code at a bad moment': 4,
  'phone unregisters in a gap': 1,
  'leg answers as it is cancelled': 3,
  'phone is busy': 1,
  'phone rejects': 1,
  'phone never answers': 1,
};

export const troubles: Readonly<Record<Trouble, number>> = {
  'link lost': 4,
  'link flaps': 1,
  'link lost in reconcile': 2,
  'snapshot behind events': 3,
  'killed before the journal': 2,
  'killed before the effects': 3,
  'killed between effects': 3,
  killed: 3,
  'daemon hangs for a while': 2,
  'dead-man fires while it hangs': 1,
  'second daemon takes over': 1,
  'site reloaded': 3,
  'asterisk restarts': 1,
  'trunk alarm': 2,
  'write is slow': 3,
  'write fails': 2,
  'store away for a while': 2,
  'killed without a store': 1,
  'tail of the journal lost': 1,
  'hole in the journal': 1,
  'snapshot unreadable': 1,
  'clock set forward': 1,
  'clock set back': 1,
  'clock set back while down': 1,
};

export const acts: Readonly<Record<Act, number>> = {
  'a supervisor acts': 3,
  'a case is worked on': 2,
  'a campaign is worked on': 4,
};

export const allKinds: readonly FaultKind[] = [
  ...(Object.keys(commandFaults) as CommandFault[]),
  ...(Object.keys(eventFaults) as EventFault[]),
  ...(Object.keys(gapFaults) as GapFault[]),
  ...(Object.keys(troubles) as Trouble[]),
  ...(Object.keys(acts) as Act[]),
];

/** Which faults this seed has, and how often each was injected. */
export type FaultPlan = {
  readonly random: Random;
  readonly counts: Map<FaultKind, number>;
  /** Share of commands, events and gaps that go wrong. */
  readonly share: number;
  /** Troubles come about so often. */
  readonly troubleEveryMs: number;
  readonly allowed: ReadonlySet<FaultKind>;
};

/**
 * Half of the kinds, drawn anew for every seed: with all of them at once the loud ones drown what the quiet ones would find.
 * `only` narrows them down, to look for the fault behind a failure.
 */
export function planOf(random: Random, only: readonly FaultKind[] | null): FaultPlan {
  const drawn = allKinds.filter(() => chance(random, 0.5));
  return {
    random,
    counts: new Map(),
    share: 0.01 + 0.05 * random.next(),
    troubleEveryMs: 15_000 + 60_000 * random.next(),
    allowed: new Set(only === null ? drawn : drawn.filter(kind => only.includes(kind))),
  };
}

/** One of the allowed kinds by its weight; `null` when none is allowed. */
export function draw<K extends FaultKind>(
  plan: Pick<FaultPlan, 'random' | 'allowed'>,
  weights: Readonly<Record<K, number>>,
): K | null {
  const kinds = (Object.keys(weights) as K[]).filter(kind => plan.allowed.has(kind));
  let left = plan.random.next() * kinds.reduce((sum, kind) => sum + weights[kind], 0);
  for (const kind of kinds) {
    left -= weights[kind];
    if (left < 0) return kind;
  }
  return null;
}

/** Is this command or event one of the share that goes wrong? Not when nobody calls any more: then everything drains. */
export function isDue({ plan, clock, untilMs }: Pick<Run, 'plan' | 'clock' | 'untilMs'>): boolean {
  return clock.nowMs() < untilMs && chance(plan.random, plan.share);
}

/** The fault has really been injected. */
export function counted(plan: FaultPlan, kind: FaultKind): void {
  plan.counts.set(kind, (plan.counts.get(kind) ?? 0) + 1);
}
