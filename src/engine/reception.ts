// Callers of whom it is being found out who they are, before their call is decided. Nobody waits for another one's answer, and
// nobody for longer than the deadline: who is not known by then goes on unknown.
import type { Customer } from '../core/customers.js';
import type { CallId } from '../core/facts.js';
import type { Input } from '../core/inputs.js';
import type { Clock } from './ports.js';

export type Arrival = Extract<Input, { type: 'call-arrived' }>;

/** Finds customers: in the local directory, in a CRM. */
export type CustomerSearch = {
  /** Who calls. `null` at once where there is nobody to be asked. Never rejects; an answer after the deadline is dropped. */
  readonly find: (asked: {
    readonly caller: string;
    readonly keyed: string;
  }) => Promise<Customer | null> | null;
  /** How long a caller is kept for it at most. */
  readonly deadlineMs: () => number;
};

export type ReceptionOptions = {
  readonly search: CustomerSearch;
  readonly clock: Clock;
  /** Moments that never go backwards. */
  readonly now: () => number;
  /** He has been kept for a moment: he hears music instead of silence. */
  readonly hold: (arrival: Arrival) => void;
  readonly decide: (arrival: Arrival) => void;
};

type Kept = { readonly arrival: Arrival; readonly forget: () => void };

/** Who is found sooner than this never hears music for it: his phone may ring first. */
const musicAfterMs = 50;

export class Reception {
  readonly #options: ReceptionOptions;
  readonly #kept = new Map<CallId, Kept>();

  constructor(options: ReceptionOptions) {
    this.#options = options;
  }

  /** True: the call is decided later, when it is known who calls. False: there is nobody to ask. */
  keeps(arrival: Arrival): boolean {
    if (this.#kept.has(arrival.call)) return true;
    const { search, clock, now, hold } = this.#options;
    const answer = search.find({ caller: arrival.caller, keyed: arrival.keyed ?? '' });
    if (answer === null) return false;
    const cancels = [
      clock.after(musicAfterMs, () => hold(arrival)),
      clock.after(search.deadlineMs(), () => this.#letGo(kept, null)),
    ];
    const kept = {
      arrival: { ...arrival, arrivedAtMs: now() },
      forget: () => {
        for (const cancel of cancels) cancel();
      },
    };
    this.#kept.set(arrival.call, kept);
    void answer.then(customer => this.#letGo(kept, customer));
    return true;
  }

  /** Something else happened to him: he is decided first, unknown. */
  before(input: Input): void {
    if (this.#kept.size === 0 || input.type === 'call-arrived' || !('call' in input)) return;
    const kept = this.#kept.get(input.call);
    if (kept !== undefined) this.#letGo(kept, null);
  }

  /** The switch is lost: whatever became of them is told by its next snapshot, if they are on record. */
  letAllGo(): void {
    for (const kept of [...this.#kept.values()]) this.#letGo(kept, null);
  }

  /** We stop: to the next one they arrive anew. */
  forgetAll(): void {
    for (const kept of this.#kept.values()) kept.forget();
    this.#kept.clear();
  }

  #letGo(kept: Kept, customer: Customer | null): void {
    const { call } = kept.arrival;
    if (this.#kept.get(call) !== kept) return;
    this.#kept.delete(call);
    kept.forget();
    this.#options.decide({ ...kept.arrival, customer });
  }
}
