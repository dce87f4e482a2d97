// The SIPp side of the kill loop: agents' phones, callers, and the customers whom Plateau calls; all replaced when Asterisk has died under them.
import type { Asterisk } from '../../lab/asterisk.js';
import type { PhonePlan } from '../../lab/asterisk-plan.js';
import { type Calls, startCallers, startPhone } from '../../lab/callers.js';
import type { SipCall } from '../../lab/sip-trace.js';
import { firstNumber } from './site.js';

/** More than one SIPp calls in the longest run between two restarts of Asterisk. */
const callersEach = 20_000;
const callsPerSecond = 15;

type Processes = { readonly phones: Calls; readonly callers: Calls; readonly customers: Calls };

export type EveryCall = { readonly phones: readonly SipCall[]; readonly customers: readonly SipCall[] };

export class Lines {
  readonly #start: () => Promise<Processes>;
  #now: Processes;
  #earlier: EveryCall = { phones: [], customers: [] };

  private constructor(start: () => Promise<Processes>, now: Processes) {
    this.#start = start;
    this.#now = now;
  }

  /** Callers call from now on. `phones`: the port of all of them. Customers are called over the operator's trunk. */
  static async start(asterisk: Asterisk, phones: PhonePlan, atOnce: number): Promise<Lines> {
    let serial = firstNumber;
    const start = async (): Promise<Processes> => {
      const number = String(serial);
      serial += callersEach;
      return {
        phones: await startPhone(asterisk, phones, { kind: 'rings' }),
        customers: await startPhone(asterisk, asterisk.operator, { kind: 'rings' }),
        callers: await startCallers(asterisk, {
          ...{ number, from: number, ownNumbers: true, callsPerSecond, count: callersEach, atOnce },
        }),
      };
    };
    return new Lines(start, await start());
  }

  get phones(): Calls {
    return this.#now.phones;
  }

  get callers(): Calls {
    return this.#now.callers;
  }

  get customers(): Calls {
    return this.#now.customers;
  }

  /** All calls at phones and customers so far, those of earlier processes included: what these left open ended with them. */
  everyCall(): EveryCall {
    const { phones, customers } = this.#now;
    return {
      phones: [...this.#earlier.phones, ...phones.calls()],
      customers: [...this.#earlier.customers, ...customers.calls()],
    };
  }

  /** New processes; `between` runs when the old ones are gone. */
  async replace(between: () => Promise<void>): Promise<void> {
    const { phones, callers, customers } = this.#now;
    await Promise.all([phones.stop(), callers.stop(), customers.stop()]);
    const every = this.everyCall();
    this.#earlier = { phones: every.phones.map(ended), customers: every.customers.map(ended) };
    await between();
    this.#now = await this.#start();
  }
}

/** The process is gone, and its calls with it. */
function ended(call: SipCall): SipCall {
  return call.end === undefined ? { ...call, end: { atMs: Date.now(), by: 'us', how: 'bye' } } : call;
}
