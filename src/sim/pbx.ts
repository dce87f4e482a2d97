// The simulated PBX: callers, legs, phones and trunks as plain records, and what the outside world does to them.
// What the daemon tells it to do is in commands.ts; who the callers and agents are is in the people around it.
import { must } from '../base/assert.js';
import type { PhoneState } from '../core/facts.js';
import type { Input, LegEnd } from '../core/inputs.js';
import type { Site } from '../core/site.js';
import type { FeatureRequest, SwitchEvents, SwitchSnapshot } from '../core/switch.js';
import type { Clock } from './clock.js';
import { between, chance, type Random } from './random.js';

export type Arrival = Extract<Input, { type: 'call-arrived' }>;

export type SimulatedCaller = { readonly arrival: Arrival; joinedWith: string | null };

export type SimulatedLeg = {
  readonly id: string;
  readonly call: string;
  readonly to:
    | { readonly kind: 'phone'; readonly endpoint: string }
    | { readonly kind: 'trunk'; readonly trunk: string; readonly number: string };
  state: 'dialling' | 'ringing' | 'up';
  joined: boolean;
};

type Phone = { registered: boolean; outside: boolean; legs: number; shown: PhoneState };
type Line = { readonly channels: number; inUse: number; alarm: string | null };

/** What people notice. Never called from inside `perform`; they may act on the PBX at once or later. */
export type World = {
  readonly legStarted: (leg: SimulatedLeg) => void;
  readonly keyAsked: (leg: SimulatedLeg) => void;
  readonly joined: (caller: SimulatedCaller, leg: SimulatedLeg) => void;
  /** The caller hears music (again). */
  readonly held: (caller: SimulatedCaller) => void;
  readonly legGone: (leg: SimulatedLeg) => void;
};

/** What goes wrong, and how often. */
export type Faults = {
  /** Share of events that are reported a second time, some of them late. */
  readonly duplicates: number;
  /** Share of joins that fail for no known reason. */
  readonly failedJoins: number;
};

/** Commands and events take from `fromMs` to `toMs`. */
export type Latency = { readonly fromMs: number; readonly toMs: number };

export type Pbx = {
  readonly clock: Clock;
  readonly random: Random;
  readonly site: () => Site;
  readonly faults: Faults;
  readonly latency: Latency;
  readonly callers: Map<string, SimulatedCaller>;
  readonly legs: Map<string, SimulatedLeg>;
  readonly phones: Map<string, Phone>;
  readonly lines: Map<string, Line>;
  /** Calls and phones do not wait for each other: two links, each in order. */
  readonly links: { callsMs: number; phonesMs: number };
  /** When the last command for a call is done. */
  readonly queues: Map<string, number>;
  /** What no PBX may be told to do; empty when all is well. */
  readonly breaches: string[];
  world: World;
  events: SwitchEvents | null;
};

const quiet: World = {
  legStarted: () => undefined,
  keyAsked: () => undefined,
  joined: () => undefined,
  held: () => undefined,
  legGone: () => undefined,
};

export function createPbx(
  about: Pick<Pbx, 'clock' | 'random' | 'site'> & Partial<Pick<Pbx, 'faults' | 'latency'>>,
): Pbx {
  return {
    faults: { duplicates: 0, failedJoins: 0 },
    latency: { fromMs: 0, toMs: 2 },
    ...about,
    callers: new Map(),
    legs: new Map(),
    phones: new Map(),
    lines: new Map(),
    links: { callsMs: 0, phonesMs: 0 },
    queues: new Map(),
    breaches: [],
    world: quiet,
    events: null,
  };
}

/** What is there now, as a connecting daemon is told. */
export function snapshotOf(pbx: Pbx): SwitchSnapshot {
  for (const { endpoint } of pbx.site().agents.values()) phoneOf(pbx, endpoint);
  for (const trunk of pbx.site().trunks.keys()) lineOf(pbx, trunk);
  return {
    version: 'simulated',
    callers: [...pbx.callers.values()].map(({ arrival, joinedWith }) => ({ arrival, joinedWith })),
    legs: [...pbx.legs.values()].map(({ id, state }) => ({
      leg: id,
      state: state === 'up' ? 'up' : 'ringing',
    })),
    phones: [...pbx.phones].map(([endpoint, phone]) => ({ endpoint, phone: phoneState(phone) })),
    trunks: [...pbx.lines].map(([trunk, line]) => ({ trunk, ...lineState(line) })),
  };
}

export function delayMs(pbx: Pbx): number {
  return between(pbx.random, pbx.latency.fromMs, pbx.latency.toMs);
}

/** Tells the daemon: in order on each link, sometimes twice. */
export function report(pbx: Pbx, input: Input): void {
  const { clock, links, random, faults } = pbx;
  const tell = () => pbx.events?.input(input);
  if (input.type === 'phone-changed' || input.type === 'trunk-changed') {
    links.phonesMs = Math.max(links.phonesMs, clock.nowMs() + delayMs(pbx));
    clock.at(links.phonesMs, tell);
    if (chance(random, faults.duplicates)) clock.at(links.phonesMs, tell);
    return;
  }
  links.callsMs = Math.max(links.callsMs, clock.nowMs() + delayMs(pbx));
  clock.at(links.callsMs, tell);
  if (!chance(random, faults.duplicates)) return;
  clock.at(links.callsMs + between(random, 0, 300), () => {
    if (input.type !== 'call-arrived' || pbx.callers.has(input.call)) tell();
  });
}

export function callerArrives(pbx: Pbx, arrival: Arrival): void {
  pbx.callers.set(arrival.call, { arrival, joinedWith: null });
  report(pbx, arrival);
}

/** The caller's channel is gone; a leg that he talked with hears silence until somebody hangs it up. */
export function callerHangsUp(
  pbx: Pbx,
  call: string,
  how: 'caller-hung-up' | 'caller-left' = 'caller-hung-up',
): void {
  if (!pbx.callers.delete(call)) return;
  pbx.queues.delete(call);
  report(pbx, { type: how, call });
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

/** The phone sends the call elsewhere (SIP 302). */
export function legRedirects(pbx: Pbx, leg: SimulatedLeg, target: string): void {
  if (pbx.legs.get(leg.id) !== leg || leg.state === 'up') return;
  report(pbx, { type: 'leg-redirected', leg: leg.id, target });
}

export function pressesKey(pbx: Pbx, leg: SimulatedLeg, key: string): void {
  if (pbx.legs.get(leg.id) === leg && leg.state === 'up') report(pbx, { type: 'leg-key', leg: leg.id, key });
}

/** The leg's channel is gone, by whoever's doing. */
export function legEnds(pbx: Pbx, leg: SimulatedLeg, end: LegEnd): void {
  if (pbx.legs.get(leg.id) !== leg) return;
  pbx.legs.delete(leg.id);
  const caller = pbx.callers.get(leg.call);
  if (caller?.joinedWith === leg.id) caller.joinedWith = null;
  report(pbx, { type: 'leg-ended', leg: leg.id, end });
  occupy(pbx, leg, -1);
  pbx.world.legGone(leg);
}

/** A leg takes (1) or frees (-1) its phone or its channel of the trunk. */
export function occupy(pbx: Pbx, leg: SimulatedLeg, by: 1 | -1): void {
  if (leg.to.kind === 'phone') {
    phoneOf(pbx, leg.to.endpoint).legs += by;
    showPhone(pbx, leg.to.endpoint);
  } else {
    lineOf(pbx, leg.to.trunk).inUse += by;
    showLine(pbx, leg.to.trunk);
  }
}

export function phoneOf(pbx: Pbx, endpoint: string): Phone {
  let phone = pbx.phones.get(endpoint);
  if (phone === undefined) {
    phone = { registered: true, outside: false, legs: 0, shown: 'unknown' };
    pbx.phones.set(endpoint, phone);
  }
  return phone;
}

function phoneState(phone: Phone): PhoneState {
  if (!phone.registered) return 'unavailable';
  return phone.outside || phone.legs > 0 ? 'busy' : 'idle';
}

function showPhone(pbx: Pbx, endpoint: string): void {
  const phone = phoneOf(pbx, endpoint);
  const state = phoneState(phone);
  if (state === phone.shown) return;
  phone.shown = state;
  report(pbx, { type: 'phone-changed', endpoint, phone: state });
}

/** The agent talks on his phone outside of the ACD, or no longer does. */
export function setOutside(pbx: Pbx, endpoint: string, outside: boolean): void {
  phoneOf(pbx, endpoint).outside = outside;
  showPhone(pbx, endpoint);
}

/** The phone loses its registration or finds it again; its legs die with it. */
export function setRegistered(pbx: Pbx, endpoint: string, registered: boolean): void {
  phoneOf(pbx, endpoint).registered = registered;
  if (!registered) {
    for (const leg of [...pbx.legs.values()])
      if (leg.to.kind === 'phone' && leg.to.endpoint === endpoint)
        legEnds(pbx, leg, leg.state === 'up' ? 'hung-up' : 'unreachable');
  }
  showPhone(pbx, endpoint);
}

export function lineOf(pbx: Pbx, trunk: string): Line {
  let line = pbx.lines.get(trunk);
  if (line === undefined) {
    line = { channels: must(pbx.site().trunks.get(trunk), `trunk ${trunk}`).channels, inUse: 0, alarm: null };
    pbx.lines.set(trunk, line);
  }
  return line;
}

const lineState = ({ channels, inUse, alarm }: Line) => ({
  inUse,
  usable: alarm === null ? channels : 0,
  alarm,
});

function showLine(pbx: Pbx, trunk: string): void {
  report(pbx, { type: 'trunk-changed', trunk, ...lineState(lineOf(pbx, trunk)) });
}

/** The trunk goes into alarm, and its legs are cut; `null`: it is well again. */
export function setAlarm(pbx: Pbx, trunk: string, alarm: string | null): void {
  lineOf(pbx, trunk).alarm = alarm;
  if (alarm !== null) {
    for (const leg of [...pbx.legs.values()])
      if (leg.to.kind === 'trunk' && leg.to.trunk === trunk)
        legEnds(pbx, leg, leg.state === 'up' ? 'hung-up' : 'unreachable');
  }
  showLine(pbx, trunk);
}

/** The agent dials a feature code; `answer` is what the dialplan tells him. */
export function dialsFeature(
  pbx: Pbx,
  endpoint: string,
  command: FeatureRequest['command'],
  reasonCode: string,
  answer: FeatureRequest['answer'],
): void {
  pbx.clock.at(pbx.clock.nowMs() + delayMs(pbx), () =>
    pbx.events?.featureCode({ endpoint, command, reasonCode, answer }),
  );
}
