// What callers who are offered a call-back do, what customers do whom Plateau calls, and what agents say whom a customer is shown; from a seed.
import type { Calls } from '../../lab/callers.js';
import type { SipCall } from '../../lab/sip-trace.js';
import type { Fact } from '../../src/core/facts.js';
import { between, chance, pick, type Random } from '../../src/sim/random.js';
import type { Floor } from './floor.js';
import { listedNumbers } from './lists.js';
import { asDialled, keyedNumbers } from './site.js';

/** Of those who are offered a call-back, who take it; and of these, who key another number. */
const takes = 0.35;
const keysAnother = 0.25;
/** Who hears his number read to him, and does not confirm it. */
const declines = 0.1;
/** Customers who are busy, and who do not answer. */
const isBusy = 0.2;
const isAway = 0.2;
/** Agents who skip the customer whom they are shown, and who say nothing. */
const skips = 0.15;
const saysNothing = 0.1;
/** About so often somebody of the lists wants to be called no more. */
const barsMs = 8_000;
const by = { kind: 'desk', name: 'chaos' } as const;

/** What all traffic is made of. */
export type Tools = {
  readonly random: Random;
  readonly after: (minMs: number, maxMs: number, act: () => Promise<void>) => void;
  readonly press: (side: Calls, keys: string, call: SipCall) => Promise<void>;
  readonly hangUp: (side: Calls, call: SipCall) => Promise<void>;
  /** The caller who is still up, by the call's id. */
  readonly callerOf: (call: string) => SipCall | undefined;
};

export class CustomerTraffic {
  readonly #floor: Floor;
  readonly #tools: Tools;
  readonly #ringing = new Set<string>();
  readonly #talking = new Set<string>();
  #nextBarMs = 0;
  /** Numbers that no campaign may call, and since when. */
  readonly barred: Map<string, number>;

  constructor(floor: Floor, tools: Tools) {
    this.#floor = floor;
    this.#tools = tools;
    this.barred = new Map(floor.barred.map(number => [number, 0]));
  }

  plan(): void {
    const { random, after, hangUp } = this.#tools;
    const customers = this.#floor.customers();
    for (const call of customers.calls()) {
      if (call.end !== undefined) continue;
      if (call.confirmedAtMs !== undefined && !this.#talking.has(call.callId)) {
        this.#talking.add(call.callId);
        after(1_500, 8_000, () => hangUp(customers, call));
      }
      if (this.#ringing.has(call.callId)) continue;
      this.#ringing.add(call.callId);
      const how = random.next();
      if (how < isBusy) after(50, 1_000, () => customers.refuse(call));
      else if (how >= isBusy + isAway) after(200, 3_000, () => customers.answer(call));
    }
    this.#bar();
  }

  see(fact: Fact): void {
    const { random, after, press } = this.#tools;
    const callers = this.#floor.callers();
    const says = (call: string, keys: string) => {
      const caller = this.#tools.callerOf(call);
      if (caller !== undefined) after(300, 2_500, () => press(callers, keys, caller));
    };
    switch (fact.type) {
      case 'callback-offered':
        if (chance(random, takes)) says(fact.call, chance(random, keysAnother) ? '2' : '1');
        return;
      case 'callback-dialogue':
        if (fact.stage === 'confirming') says(fact.call, chance(random, declines) ? '*' : '1');
        else if (fact.stage === 'keying' && fact.number === '')
          says(fact.call, `${pick(random, keyedNumbers) ?? ''}#`);
        return;
      case 'preview-started':
        this.#look(fact.agent);
        return;
      default:
    }
  }

  /** The agent looks at the customer, and says by a key what he wants. */
  #look(agent: string): void {
    const { random, after, press } = this.#tools;
    const phones = this.#floor.phones();
    const call = phones.calls().findLast(one => one.to === agent && one.end === undefined);
    const how = random.next();
    if (call === undefined || how < saysNothing) return;
    after(200, 3_000, () => press(phones, how < saysNothing + skips ? '2' : '1', call));
  }

  /** Somebody of the lists is to be left alone. Whether it was heard is known when it is answered. */
  #bar(): void {
    const { random, after } = this.#tools;
    if (Date.now() < this.#nextBarMs || this.#floor.barred.length === 0) return;
    this.#nextBarMs = Date.now() + between(random, 0, 2 * barsMs);
    const number = pick(random, listedNumbers(this.#floor.listed));
    if (number === undefined || this.barred.has(number)) return;
    after(0, 0, async () => {
      const numbers = [asDialled(number)];
      const { changed } = await this.#floor.plateau.ask('do-not-call', { change: 'add', numbers, by });
      if (changed > 0) this.barred.set(number, Date.now());
    });
  }
}
