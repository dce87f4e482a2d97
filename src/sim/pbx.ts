// The simulated PBX: callers, legs, phones and trunks as plain records, and what the outside world does to the calls.
// What the daemon tells it to do is in commands.ts; phones and trunks are in devices.ts; who the people are is around it.
import type { PhoneState } from '../core/facts.js';
import type { Input, LegEnd } from '../core/inputs.js';
import type { SwitchEvents } from '../core/switch.js';
import type { Clock } from './clock.js';
import { between, chance, type Random } from './random.js';

export type Arrival = Extract<Input, { type: 'call-arrived' }>;

export type SimulatedCaller = {
  readonly arrival: Arrival;
  joinedWith: string | null;
  /** The leg that hung up and left him alone in its bridge, which keeps its name: what a connecting daemon sees. */
  leftBy: string | null;
  /** Three are joined: he, his agent, and who the agent sends him to. */
  inParty: boolean;
  readonly arrivedMs: number;
  /** In our hands; else in the dialplan's, or gone. */
  ours: boolean;
  /** When his dead-man's switch lets him go; infinite while a daemon renews it, `null`: off. */
  deadManAtMs: number | null;
};

export type SimulatedLeg = {
  readonly id: string;
  readonly call: string;
  readonly to:
    | { readonly kind: 'phone'; readonly endpoint: string }
    | { readonly kind: 'trunk' | 'customer'; readonly trunk: string; readonly number: string };
  state: 'dialling' | 'ringing' | 'up';
  joined: boolean;
};

export type Phone = {
  registered: boolean;
  /** Calls on it that are not ours. */
  outside: number;
  /** Legs of ours on it. */
  legs: number;
  shown: PhoneState;
};

/** A supervisor's phone that we rang; `hears`: the leg of the talk. */
export type SimulatedSupervisor = {
  readonly id: string;
  readonly endpoint: string;
  isUp: boolean;
  hears: string | null;
};

/** What no PBX may be told to do, or what may not come of it. */
/** `besides`: another call that it is about. */
export type Breach = { readonly call: string; readonly besides?: string; readonly text: string };
export type Line = { readonly channels: number; inUse: number; alarm: string | null };

/** Who ended a leg: its own end, or a command of the daemon. */
export type EndedBy = 'far-end' | 'daemon';

/** What people notice. Never called from inside `perform`; they may act on the PBX at once or later. */
export type World = {
  readonly legStarted: (leg: SimulatedLeg) => void;
  readonly keyAsked: (leg: SimulatedLeg) => void;
  readonly joined: (caller: SimulatedCaller, leg: SimulatedLeg) => void;
  /** An agent talks with who he transfers his caller to; the caller is on hold, or one of the three. */
  readonly consulted: (caller: SimulatedCaller, keeper: SimulatedLeg, target: SimulatedLeg) => void;
  /** An agent and the customer who was called for him talk. */
  readonly paired: (agent: SimulatedLeg, customer: SimulatedLeg) => void;
  /** A caller who waits is asked whether he wants to be called back, or on which number. */
  readonly askedAboutCallBack: (
    caller: SimulatedCaller,
    say: 'offer' | 'key-number' | 'read-back' | 'not-possible',
  ) => void;
  /** The caller hears music (again). */
  readonly held: (caller: SimulatedCaller) => void;
  /** The caller is back in the dialplan, which does `next` with him. */
  readonly released: (caller: SimulatedCaller, next: string) => void;
  readonly callerGone: (caller: SimulatedCaller) => void;
  readonly legGone: (leg: SimulatedLeg, by: EndedBy) => void;
  readonly supervisorRung: (supervision: string) => void;
};

/** What goes wrong, and how often. */
export type Faults = {
  /** Share of events that are reported a second time, some of them late. */
  readonly duplicates: number;
  /** Share of joins that fail for no known reason. */
  readonly failedJoins: number;
};

export const noFaults: Faults = { duplicates: 0, failedJoins: 0 };

/** Commands and events take from `fromMs` to `toMs`. */
export type Latency = { readonly fromMs: number; readonly toMs: number };

export type Pbx = {
  readonly clock: Clock;
  readonly random: Random;
  readonly faults: Faults;
  readonly latency: Latency;
  /** A waiting caller whom no daemon renews is let go to the fall-back after so long. */
  readonly deadManMs: number;
  readonly callers: Map<string, SimulatedCaller>;
  readonly legs: Map<string, SimulatedLeg>;
  /** Customers' legs by the leg of the agent who talks with them. */
  readonly pairs: Map<string, string>;
  readonly phones: Map<string, Phone>;
  readonly lines: Map<string, Line>;
  /** Recordings that go on, by their ids, with their callers. */
  readonly recordings: Map<string, string>;
  readonly supervisors: Map<string, SimulatedSupervisor>;
  /** Calls and phones do not wait for each other: two links, each in order. */
  readonly links: { callsMs: number; phonesMs: number };
  /** When the last command for a call is done. */
  readonly queues: Map<string, number>;
  /** Empty when all is well. */
  readonly breaches: Breach[];
  world: World;
  /** The daemon that is connected. */
  events: SwitchEvents | null;
  /** Since when it is. */
  controlSinceMs: number;
  /** It renews the dead-man's switch of whom it holds. */
  renewing: boolean;
};

const quiet: World = {
  legStarted: () => undefined,
  keyAsked: () => undefined,
  joined: () => undefined,
  consulted: () => undefined,
  paired: () => undefined,
  askedAboutCallBack: () => undefined,
  held: () => undefined,
  released: () => undefined,
  callerGone: () => undefined,
  legGone: () => undefined,
  supervisorRung: () => undefined,
};

export function createPbx(
  about: Pick<Pbx, 'clock' | 'random'> & Partial<Pick<Pbx, 'faults' | 'latency' | 'deadManMs'>>,
): Pbx {
  return {
    faults: noFaults,
    latency: { fromMs: 0, toMs: 2 },
    deadManMs: 15_000,
    ...about,
    callers: new Map(),
    legs: new Map(),
    pairs: new Map(),
    phones: new Map(),
    lines: new Map(),
    recordings: new Map(),
    supervisors: new Map(),
    links: { callsMs: 0, phonesMs: 0 },
    queues: new Map(),
    breaches: [],
    world: quiet,
    events: null,
    controlSinceMs: 0,
    renewing: true,
  };
}

export function delayMs(pbx: Pbx): number {
  return between(pbx.random, pbx.latency.fromMs, pbx.latency.toMs);
}

/** Tells the daemon, if one is there: in order on each link, sometimes twice. */
export function report(pbx: Pbx, input: Input): void {
  const { clock, links, random, faults, events } = pbx;
  if (events === null) return;
  const tell = () => {
    if (pbx.events === events) events.input(input);
  };
  if (input.type === 'phone-changed' || input.type === 'trunk-changed') {
    links.phonesMs = Math.max(links.phonesMs, clock.nowMs() + delayMs(pbx));
    clock.at(links.phonesMs, tell);
    if (chance(random, faults.duplicates)) clock.at(links.phonesMs, tell);
    return;
  }
  links.callsMs = Math.max(links.callsMs, clock.nowMs() + delayMs(pbx));
  clock.at(links.callsMs, tell);
  // A caller enters once; everything else may be heard of again, from a snapshot or a late event.
  if (input.type !== 'call-arrived' && chance(random, faults.duplicates))
    clock.at(links.callsMs + between(random, 0, 300), tell);
}

/** A caller comes in through the dialplan, which hands him over if a daemon is there. */
export function callerArrives(pbx: Pbx, arrival: Arrival): SimulatedCaller {
  const caller: SimulatedCaller = {
    arrival,
    arrivedMs: pbx.clock.nowMs(),
    joinedWith: null,
    leftBy: null,
    inParty: false,
    ours: pbx.events !== null,
    deadManAtMs: null,
  };
  if (caller.ours) {
    pbx.callers.set(arrival.call, caller);
    armDeadMan(pbx, caller);
    report(pbx, arrival);
  } else pbx.world.released(caller, 'fallback');
  return caller;
}

/** The channel that was recorded is gone. */
function forgetRecordings(pbx: Pbx, call: string): void {
  for (const [recording, of] of pbx.recordings) if (of === call) pbx.recordings.delete(recording);
}

/** He is out of our hands. */
export function letGo(pbx: Pbx, caller: SimulatedCaller): void {
  caller.ours = false;
  pbx.callers.delete(caller.arrival.call);
  forgetRecordings(pbx, caller.arrival.call);
  pbx.queues.delete(caller.arrival.call);
}

/** The caller's channel is gone; a leg that he talked with hears silence until somebody hangs it up. */
export function callerHangsUp(pbx: Pbx, caller: SimulatedCaller): void {
  if (!caller.ours) return;
  letGo(pbx, caller);
  pbx.world.callerGone(caller);
  report(pbx, { type: 'caller-hung-up', call: caller.arrival.call });
}

/** The dead-man's switch takes a waiting caller to the fall-back. */
export function callerIsTaken(pbx: Pbx, caller: SimulatedCaller): void {
  if (!caller.ours || caller.joinedWith !== null) return;
  letGo(pbx, caller);
  pbx.world.released(caller, 'fallback');
  report(pbx, { type: 'caller-left', call: caller.arrival.call });
}

/** What is left of his time runs from now on; when nobody renews it, he is let go to the fall-back. */
export function armDeadMan(pbx: Pbx, caller: SimulatedCaller): void {
  const { clock } = pbx;
  const atMs = clock.nowMs() + pbx.deadManMs;
  caller.deadManAtMs = atMs;
  clock.at(atMs, () => {
    if (caller.deadManAtMs !== atMs || !caller.ours || caller.joinedWith !== null) return;
    const call = caller.arrival.call;
    if (pbx.events !== null && pbx.renewing && pbx.controlSinceMs + pbx.deadManMs < clock.nowMs())
      pbx.breaches.push({ call, text: `nobody renewed caller ${call}, though a daemon was in control` });
    callerIsTaken(pbx, caller);
  });
}

export function callerPresses(pbx: Pbx, caller: SimulatedCaller, key: string): void {
  if (caller.ours && caller.joinedWith === null)
    report(pbx, { type: 'caller-key', call: caller.arrival.call, key });
}

export function legRings(pbx: Pbx, leg: SimulatedLeg): void {
  if (pbx.legs.get(leg.id) !== leg || leg.state !== 'dialling') return;
  leg.state = 'ringing';
  report(pbx, { type: 'leg-ringing', leg: leg.id });
}

export function legAnswers(pbx: Pbx, leg: SimulatedLeg): void {
  if (pbx.legs.get(leg.id) !== leg || leg.state === 'up') return;
  leg.state = 'up';
  report(pbx, { type: 'leg-answered', leg: leg.id });
}

/** The phone sends the call to `target`, a number; the PBX says so, does not follow, and ends the leg. */
export function legRedirects(pbx: Pbx, leg: SimulatedLeg, target: string): void {
  if (pbx.legs.get(leg.id) !== leg || leg.state === 'up') return;
  report(pbx, { type: 'leg-redirected', leg: leg.id, target });
  legEnds(pbx, leg, 'rejected');
}

export function pressesKey(pbx: Pbx, leg: SimulatedLeg, key: string): void {
  if (pbx.legs.get(leg.id) === leg && leg.state === 'up') report(pbx, { type: 'leg-key', leg: leg.id, key });
}

/** The leg's channel is gone. */
export function legEnds(pbx: Pbx, leg: SimulatedLeg, end: LegEnd, by: EndedBy = 'far-end'): void {
  if (pbx.legs.get(leg.id) !== leg) return;
  pbx.legs.delete(leg.id);
  const caller = pbx.callers.get(leg.call);
  if (caller?.joinedWith === leg.id) Object.assign(caller, { joinedWith: null, leftBy: leg.id });
  for (const [agent, customer] of pbx.pairs)
    if (agent === leg.id || customer === leg.id) pbx.pairs.delete(agent);
  if (leg.to.kind === 'customer') forgetRecordings(pbx, leg.call);
  report(pbx, { type: 'leg-ended', leg: leg.id, end });
  occupy(pbx, leg, -1);
  pbx.world.legGone(leg, by);
}

/** A leg takes (1) or frees (-1) its phone or its channel of the trunk. */
export function occupy(pbx: Pbx, leg: SimulatedLeg, by: 1 | -1): void {
  if (leg.to.kind === 'phone') {
    const phone = pbx.phones.get(leg.to.endpoint);
    if (phone !== undefined) phone.legs += by;
    return;
  }
  const line = pbx.lines.get(leg.to.trunk);
  if (line === undefined) return;
  line.inUse += by;
  showLine(pbx, leg.to.trunk, line);
}

export const lineState = ({ channels, inUse, alarm }: Line) => ({
  inUse,
  usable: alarm === null ? channels : 0,
  alarm,
});

export function showLine(pbx: Pbx, trunk: string, line: Line): void {
  report(pbx, { type: 'trunk-changed', trunk, ...lineState(line) });
}

/** The supervisor's phone is quiet again. */
export function letSupervisorGo(pbx: Pbx, supervision: string): void {
  if (pbx.supervisors.delete(supervision)) report(pbx, { type: 'supervisor-gone', supervision });
}
