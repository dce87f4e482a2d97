// Events that go wrong between the PBX and the engine.
import type { Input } from '../../src/core/inputs.js';
import { between, chance } from '../../src/sim/random.js';
import { counted, draw, type EventFault, eventFaults, isDue } from './kinds.js';
import { needsMending } from './mending.js';
import type { Run } from './run.js';

export type EventWire = {
  /** An event of the PBX, which may go wrong. */
  readonly take: (input: Input) => void;
  /** What we conclude ourselves: it does not go wrong. */
  readonly tell: (input: Input) => void;
  /** Joins of which we hear late, because the answer was lost. */
  readonly lateJoins: Set<string>;
};

export function faultyEvents(run: Run, tell: (input: Input) => void): EventWire {
  const { clock, plan } = run;
  const lateJoins = new Set<string>();
  const phones = new Map<string, Input>();
  /** Waits until another event has overtaken it. */
  let overtaken: Input | null = null;
  const later = (input: Input, ms: number) => clock.at(clock.nowMs() + ms, () => tell(input));
  const pass = (input: Input) => {
    tell(input);
    const before = overtaken;
    overtaken = null;
    if (before !== null) tell(before);
  };
  const overtake = (input: Input) => {
    overtaken = input;
    clock.at(clock.nowMs() + 1_000, () => {
      if (overtaken !== input) return;
      overtaken = null;
      tell(input);
    });
  };
  const unheard = (input: Input) => {
    if (input.type === 'call-arrived') run.excused.set(input.call, 'arrival not heard');
    needsMending(run);
  };
  const inject = (input: Input, kind: EventFault): boolean => {
    switch (kind) {
      case 'event doubled':
        // A caller enters once: asterisk/ keeps a book of who is there.
        if (input.type === 'call-arrived') return false;
        pass(input);
        if (chance(plan.random, 0.5)) pass(input);
        else later(input, between(plan.random, 1, 2_000));
        return true;
      case 'event late':
        if (isOfMoment(input)) unheard(input);
        later(input, between(plan.random, 20, 4_000));
        return true;
      case 'event reordered':
        if (overtaken !== null) return false;
        if (isOfMoment(input)) unheard(input);
        overtake(input);
        return true;
      case 'phone state stale': {
        const before = input.type === 'phone-changed' ? phones.get(input.endpoint) : undefined;
        if (before === undefined) return false;
        needsMending(run);
        pass(input);
        pass(before);
        return true;
      }
      default:
        if (lostBy(input) !== kind) return false;
        unheard(input);
        return true;
    }
  };
  return {
    lateJoins,
    tell,
    take: input => {
      const kind = isDue(run) ? draw(plan, eventFaults) : null;
      if (input.type === 'bridged' && lateJoins.delete(input.leg))
        later(input, between(plan.random, 500, 6_000));
      else if (kind !== null && inject(input, kind)) counted(plan, kind);
      else pass(input);
      if (input.type === 'phone-changed') phones.set(input.endpoint, input);
    },
  };
}

/** What is true at its moment only: too late, it is wrong until the next snapshot. */
function isOfMoment({ type }: Input): boolean {
  return type === 'call-arrived' || type === 'phone-changed' || type === 'trunk-changed';
}

/** The fault that loses such an event. */
function lostBy({ type }: Input): EventFault | null {
  switch (type) {
    case 'call-arrived':
      return 'arrival lost';
    case 'caller-hung-up':
    case 'caller-left':
      return 'hang-up lost';
    case 'leg-answered':
      return 'answer lost';
    case 'leg-ended':
      return 'end of leg lost';
    case 'leg-ringing':
    case 'leg-key':
    case 'leg-redirected':
    case 'bridged':
      return 'other event lost';
    case 'phone-changed':
    case 'trunk-changed':
      return 'device event lost';
    default:
      return null;
  }
}
