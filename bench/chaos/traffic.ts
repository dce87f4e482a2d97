// What agents and callers do by themselves, from a seed: phones answer, refuse or ring on; agents end their talks; some callers
// lose patience. SIPp keeps the number of callers by itself.
import { setTimeout as delay } from 'node:timers/promises';
import type { Calls } from '../../lab/callers.js';
import type { SipCall } from '../../lab/sip-trace.js';
import { between, chance, createRandom, type Random } from '../../src/sim/random.js';
import type { Floor } from './floor.js';

const tickMs = 50;
/** A phone that refuses, and one that is left to ring until the offer ends. */
const refuses = 0.05;
const ringsOn = 0.03;
/** A caller who does not wait for the end. */
const leaves = 0.3;

type Doing = { readonly atMs: number; readonly act: () => Promise<void> };

export class Traffic {
  readonly #floor: Floor;
  readonly #random: Random;
  readonly #planned = new Set<string>();
  /** Calls that were ordered to end, on either side: an end that nobody ordered is SIPp's doing. */
  readonly #ordered = new Set<string>();
  #due: Doing[] = [];
  #stopped = false;
  #running: Promise<void> = Promise.resolve();
  /** Orders that came too late, because the call had ended in the meantime. */
  tooLate = 0;

  constructor(floor: Floor, seed: number) {
    this.#floor = floor;
    this.#random = createRandom(seed, 'traffic');
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  wasOrdered(call: SipCall): boolean {
    return this.#ordered.has(call.callId);
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
      this.#after(1_500, 14_000, () => this.#hangUp(phones, call));
      return;
    }
    if (!this.#isNew(call.callId)) return;
    const how = this.#random.next();
    if (isBusy) this.#after(0, 0, () => phones.refuse(call));
    else if (how < refuses) this.#after(50, 500, () => phones.refuse(call));
    else if (how > refuses + ringsOn) this.#after(30, 700, () => phones.answer(call));
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
