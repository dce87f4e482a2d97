// What agents and callers do by themselves, from a seed: phones answer, refuse or ring on; agents put callers on hold, send them on, end their
// talks and work on cases; some callers lose patience, and who is asked how it was presses a key. SIPp keeps the number of callers by itself.
// What has to do with calls to customers is in customer-traffic.ts.
import { setTimeout as delay } from 'node:timers/promises';
import type { Calls } from '../../lab/callers.js';
import type { SipCall } from '../../lab/sip-trace.js';
import { between, chance, createRandom, pick, type Random } from '../../src/sim/random.js';
import { CustomerTraffic } from './customer-traffic.js';
import type { Floor } from './floor.js';
import { agents, flowDigits, listAgents } from './site.js';

const tickMs = 50;
/** A phone that refuses, and one that is left to ring until the offer ends. */
const refuses = 0.05;
const ringsOn = 0.03;
/** A caller who does not wait for the end. */
const leaves = 0.3;
/** Talks in which the caller is put on hold, and in which he is sent on. */
const holds = 0.12;
const sendsOn = 0.4;
/** So long, at most, an agent waits for who is to have the caller. */
const sendingOnMs = 10_000;
/** Of those who are asked how it was, who press a key. */
const answersAsked = 0.7;
/** Somebody solves a case, or closes it, about so often. */
const caseWorkMs = 3_000;
const by = { kind: 'desk', name: 'chaos' } as const;

type Doing = { readonly atMs: number; readonly act: () => Promise<void> };

export class Traffic {
  readonly #floor: Floor;
  readonly #random: Random;
  readonly #planned = new Set<string>();
  /** Calls that were ordered to end, on either side: an end that nobody ordered is SIPp's doing. */
  readonly #ordered = new Set<string>();
  /** Where a key is being pressed SIPp may itself end the call: it cannot take two messages at once. */
  readonly #pressing = new Set<string>();
  #factsRead = 0;
  readonly #numbers = new Map<string, string>();
  readonly #cases = new Set<string>();
  #nextCaseWorkMs = 0;
  #due: Doing[] = [];
  #stopped = false;
  #running: Promise<void> = Promise.resolve();
  readonly #customers: CustomerTraffic;
  /** Orders that came too late, because the call had ended in the meantime. */
  tooLate = 0;

  constructor(floor: Floor, seed: number) {
    this.#floor = floor;
    this.#random = createRandom(seed, 'traffic');
    this.#customers = new CustomerTraffic(floor, {
      random: createRandom(seed, 'customers'),
      after: (minMs, maxMs, act) => this.#after(minMs, maxMs, act),
      press: (side, keys, call) => this.#press(side, keys, call),
      hangUp: (side, call) => this.#hangUp(side, call),
      callerOf: call => this.#callerOf(call),
    });
  }

  /** Numbers that no campaign may call, and since when. */
  get barred(): ReadonlyMap<string, number> {
    return this.#customers.barred;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  wasOrdered(call: SipCall): boolean {
    return this.#ordered.has(call.callId) || this.#pressing.has(call.callId);
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#plan();
      await delay(tickMs);
    }
  }

  #plan(): void {
    const phones = this.#floor.phones();
    const busy = new Set<string>();
    for (const call of phones.calls())
      if (call.end === undefined) {
        this.#planPhone(phones, call, busy.has(call.to));
        busy.add(call.to);
      }
    const callers = this.#floor.callers();
    for (const call of callers.calls()) if (call.end === undefined) this.#planCaller(callers, call);
    this.#customers.plan();
    this.#planByFacts(callers);
    const now = Date.now();
    const due = this.#due.filter(({ atMs }) => atMs <= now);
    this.#due = this.#due.filter(({ atMs }) => atMs > now);
    for (const { act } of due)
      Promise.resolve()
        .then(act)
        .catch(() => {
          this.tooLate += 1;
        });
  }

  #after(minMs: number, maxMs: number, act: () => Promise<void>): void {
    this.#due.push({ atMs: Date.now() + between(this.#random, minMs, maxMs), act });
  }

  /** A phone takes one call at a time: a second one is refused, as busy phones do. */
  #planPhone(phones: Calls, call: SipCall, isBusy: boolean): void {
    if (call.confirmedAtMs !== undefined) {
      if (!this.#isNew(`talk ${call.callId}`)) return;
      // Those who call customers send nobody on: first the customer has to answer.
      const calls = listAgents.includes(call.to);
      const longer = calls || this.#planTalk(phones, call) ? sendingOnMs : 0;
      this.#after(1_500, 14_000 + longer, () => this.#hangUp(phones, call));
      return;
    }
    if (!this.#isNew(call.callId)) return;
    const how = this.#random.next();
    if (isBusy) this.#after(0, 0, () => phones.refuse(call));
    else if (how < refuses) this.#after(50, 500, () => phones.refuse(call));
    else if (how > refuses + ringsOn) this.#after(30, 700, () => phones.answer(call));
  }

  /** By the codes of his phone, as it is while he talks; most see it through. False: he only talks. */
  #planTalk(phones: Calls, call: SipCall): boolean {
    const what = this.#random.next();
    const random = this.#random;
    if (what < holds) {
      const resumes = chance(random, 0.8);
      this.#after(700, 3_000, async () => {
        await this.#press(phones, '*27#', call);
        if (resumes) this.#after(300, 5_000, () => this.#press(phones, '*28#', call));
      });
    } else if (what < holds + sendsOn) {
      // Where many wait, colleagues are seldom ready.
      const to = chance(random, 0.2) ? pick(random, agents) : pick(random, flowDigits);
      const manner = between(random, 1, 3);
      const then = pick(random, ['*24#', '*24#', '*25#', '*26#'] as const) ?? '*24#';
      this.#after(700, 3_000, async () => {
        await this.#press(phones, `*2${manner}${to}#`, call);
        if (manner !== 1) this.#after(1_000, sendingOnMs, () => this.#press(phones, then, call));
      });
    }
    return what < holds + sendsOn;
  }

  async #press(side: Calls, keys: string, call: SipCall): Promise<void> {
    this.#pressing.add(call.callId);
    await side.press(keys, call);
    this.#pressing.delete(call.callId);
  }

  /** What follows from what Plateau has told since. */
  #planByFacts(callers: Calls): void {
    const facts = this.#floor.plateau.facts();
    for (; this.#factsRead < facts.length; this.#factsRead++) {
      const fact = facts[this.#factsRead]?.fact;
      if (fact === undefined) continue;
      this.#customers.see(fact);
      if (fact.type === 'call-queued') this.#numbers.set(fact.call, fact.dialled);
      else if (fact.type === 'case-opened') this.#cases.add(fact.case);
      else if (fact.type === 'satisfaction-asked' && chance(this.#random, answersAsked)) {
        const call = this.#callerOf(fact.call);
        if (call !== undefined) this.#after(300, 5_000, () => this.#press(callers, '4', call));
      }
    }
    if (Date.now() < this.#nextCaseWorkMs || this.#cases.size === 0) return;
    this.#nextCaseWorkMs = Date.now() + between(this.#random, 0, 2 * caseWorkMs);
    const id = pick(this.#random, [...this.#cases]);
    if (id === undefined) return;
    this.#cases.delete(id);
    this.#after(0, 0, () => this.#endCase(id));
  }

  #callerOf(call: string): SipCall | undefined {
    const number = this.#numbers.get(call);
    const calls = this.#floor.callers().calls();
    return calls.find(({ to, end }) => to === number && end === undefined);
  }

  async #endCase(id: string): Promise<void> {
    const { plateau } = this.#floor;
    const solved = await plateau.ask('case-command', { command: { kind: 'solve', case: id }, by });
    if (solved.ok) await plateau.ask('case-command', { command: { kind: 'close', case: id }, by });
  }

  #planCaller(callers: Calls, call: SipCall): void {
    if (!this.#isNew(call.callId) || !chance(this.#random, leaves)) return;
    this.#after(500, 45_000, () => this.#hangUp(callers, call));
  }

  #hangUp(side: Calls, call: SipCall): Promise<void> {
    this.#ordered.add(call.callId);
    return side.hangUp(call);
  }

  #isNew(what: string): boolean {
    if (this.#planned.has(what)) return false;
    this.#planned.add(what);
    return true;
  }
}
