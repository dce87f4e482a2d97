// The callers of the simulated world: when they call, how long they wait, and how long they talk.

import type { Customer } from '../core/customers.js';
import { openingAt } from '../core/hours.js';
import type { Flow, Site } from '../core/site.js';
import { oftenCalling } from './case-work.js';
import {
  callerArrives,
  callerHangsUp,
  callerIsTaken,
  legEnds,
  type Pbx,
  report,
  type SimulatedCaller,
  type SimulatedLeg,
} from './pbx.js';
import { between, chance, exponential, lognormal, type Random } from './random.js';
import { type FlowTraffic, hourOf, type Traffic } from './traffic.js';

export type Callers = {
  readonly pbx: Pbx;
  readonly site: () => Site;
  readonly traffic: Traffic;
  readonly random: Random;
  /** Nobody calls from then on. */
  readonly untilMs: number;
  count: number;
  /** Whose patience is running. */
  readonly patient: WeakSet<SimulatedCaller>;
};

const patientPrefix = '07';

/** By his number: one who never hangs up while he waits. */
export function isPatient(caller: string): boolean {
  return caller.startsWith(patientPrefix);
}

/** Of those who run out of patience, who are taken away by the dead-man's switch instead of hanging up. */
const takenShare = 0.002;

export function createCallers(about: Omit<Callers, 'count' | 'patient'>): Callers {
  return { ...about, count: 0, patient: new WeakSet() };
}

/** Poisson arrivals for every flow: at the rate of its busiest hour, thinned out in the others. */
export function startCalling(callers: Callers): void {
  for (const [id, flow] of callers.traffic.flows) {
    const busiest = Math.max(...flow.hourly);
    if (busiest > 0) nextArrival(callers, id, flow, busiest);
  }
}

function nextArrival(callers: Callers, id: string, flow: FlowTraffic, busiest: number): void {
  const { pbx, random, traffic } = callers;
  const atMs = pbx.clock.nowMs() + exponential(random, 3_600_000 / busiest);
  if (atMs >= callers.untilMs) return;
  pbx.clock.at(atMs, () => {
    const site = callers.site();
    const about = site.flows.get(id);
    const calls =
      (flow.hourly[hourOf(site, atMs)] ?? 0) *
      (about !== undefined && isClosed(about, atMs) ? traffic.closedShare : 1);
    if (chance(random, calls / busiest)) arrive(callers, id, flow);
    nextArrival(callers, id, flow, busiest);
  });
}

const isClosed = (flow: Flow, atMs: number) =>
  flow.hours !== null && openingAt(flow.hours, atMs) === undefined;

function arrive(callers: Callers, flow: string, about: FlowTraffic): void {
  const { random, traffic } = callers;
  oneArrives(callers, flow, about);
  if (!chance(random, traffic.bursts)) return;
  for (let more = between(random, 1, 4); more > 0; more--) oneArrives(callers, flow, about);
}

function oneArrives(callers: Callers, flow: string, about: FlowTraffic): void {
  const { pbx, random } = callers;
  const id = `${Math.floor(pbx.clock.nowMs() / 1_000)}.${++callers.count}`;
  const patient = callers.traffic.patient > 0 && chance(random, callers.traffic.patient);
  const caller = `${patient ? patientPrefix : '06'}${String(between(random, 0, 99_999_999)).padStart(8, '0')}`;
  const arrived = callerArrives(pbx, {
    type: 'call-arrived',
    call: id,
    channel: `SIM/operator-${callers.count}`,
    flow,
    caller,
    callerName: '',
    dialled: '3200',
    trunk: 'simulated',
    language: chance(random, 0.9) ? 'fr' : 'en',
    choice: '',
    customer: customerOf(callers.site(), caller, random),
  });
  if (!patient) losesPatience(callers, arrived, about.patienceMs);
}

/** Where customers belong to units, most callers are known, by their numbers. */
const knownShare = 0.8;

/** Where repeat callers are looked for, some of the known ones are of these few. */
const oftenShare = 0.4;

function customerOf({ units, repeatCallers }: Site, caller: string, random: Random): Customer | null {
  const inUnits = units !== undefined && units.size > 0;
  if ((!inUnits && repeatCallers === null) || !chance(random, knownShare)) return null;
  const unit = inUnits ? ([...units.keys()][between(random, 0, units.size)] ?? null) : null;
  const often = repeatCallers !== null && chance(random, oftenShare);
  const id = often ? `often-${between(random, 0, oftenCalling)}` : caller;
  return { id, name: '', unit, attributes: {}, found: 'caller-number', source: 'directory' };
}

function losesPatience(callers: Callers, caller: SimulatedCaller, meanMs: number): void {
  const { pbx, random, patient } = callers;
  patient.add(caller);
  pbx.clock.at(pbx.clock.nowMs() + exponential(random, meanMs), () => {
    patient.delete(caller);
    if (caller.joinedWith !== null) return;
    if (chance(random, takenShare)) callerIsTaken(pbx, caller);
    else callerHangsUp(pbx, caller);
  });
}

/** Back in line after a talk that came to nothing: his patience begins anew. */
export function heldAgain(callers: Callers, caller: SimulatedCaller): void {
  const about = callers.traffic.flows.get(caller.arrival.flow);
  if (about !== undefined && !callers.patient.has(caller) && !isPatient(caller.arrival.caller))
    losesPatience(callers, caller, about.patienceMs);
}

/** Of those who are asked how it was, who press a key; every tenth of them a wrong one, every tenth twice. */
const answersShare = 0.8;

/** The dialplan asks him; he may hang up instead. Nobody else is heard, whatever key he presses. */
export function isAskedHowItWas(callers: Callers, { arrival: { call } }: SimulatedCaller): void {
  const { pbx, random } = callers;
  if (!chance(random, answersShare)) return;
  const key = String(between(random, 1, 5));
  const answers = (pressed: string) =>
    pbx.clock.at(pbx.clock.nowMs() + between(random, 2_000, 12_000), () =>
      report(pbx, { type: 'satisfaction-answered', call, key: pressed }),
    );
  answers(chance(random, 0.1) ? '9' : key);
  if (chance(random, 0.1)) answers(key);
  const [waiting] = pbx.callers.keys();
  if (waiting !== undefined) report(pbx, { type: 'satisfaction-answered', call: waiting, key: '1' });
}

/** They talk, and one of the two hangs up. */
export function talk(callers: Callers, caller: SimulatedCaller, leg: SimulatedLeg): void {
  const { pbx, random, traffic } = callers;
  const talkMs = lognormal(random, traffic.flows.get(caller.arrival.flow)?.talkMs ?? 120_000, 0.7);
  const byCaller = chance(random, 0.6);
  pbx.clock.at(pbx.clock.nowMs() + talkMs, () => {
    if (pbx.legs.get(leg.id) !== leg || caller.joinedWith !== leg.id) return;
    if (byCaller) callerHangsUp(pbx, caller);
    else legEnds(pbx, leg, 'hung-up');
  });
}
