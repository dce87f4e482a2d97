// Names for the ids in facts: what the daemon says of its site, and what the facts themselves said before.
import type { Text } from '../base/language.js';
import type { CallId, LegId, Recorded } from '../core/facts.js';
import type { FlowId, Ring } from '../core/site.js';
import type { Requests, Status } from '../link/messages.js';
import { type Callee, type Naming, same } from '../link/told.js';
import { ownReasons } from '../link/words.js';
import type { Clock } from './times.js';

/** An id with its name behind it, unless they are the same. */
export function named(id: string, name: string | undefined): string {
  return name === undefined || name === '' || name === id ? id : `${id} ${name}`;
}

function flowName(id: FlowId, name: Text | undefined): Text {
  const one = (word: string | undefined) => (word === undefined || word === id ? id : `${id} (${word})`);
  return { en: one(name?.en), fr: one(name?.fr) };
}

/** Each fact in its order is first shown to `see`, and then told. */
export class Names implements Naming {
  readonly #clock: Clock;
  readonly #status: Status;
  readonly #agents: ReadonlyMap<string, string>;
  readonly #reasons: ReadonlyMap<string, Text>;
  readonly #codes: ReadonlyMap<string, Text>;
  readonly #flowOf = new Map<CallId, FlowId>();
  readonly #legs = new Map<LegId, Callee>();
  readonly #legsOf = new Map<CallId, LegId[]>();
  #nowMs = 0;

  constructor(clock: Clock, status: Status, floor: Requests['agents']['result']) {
    this.#clock = clock;
    this.#status = status;
    this.#agents = new Map(floor.agents.map(({ agent, name }) => [agent, name]));
    this.#reasons = new Map(floor.reasons.map(({ id, name }) => [id, name]));
    this.#codes = new Map(floor.wrapUpCodes.map(({ id, name }) => [id, name]));
  }

  /** Learns which flow a call is in and who is at the end of a leg; forgets both when the call ends. */
  see({ fact, atMs }: Recorded): void {
    this.#nowMs = atMs;
    switch (fact.type) {
      case 'call-queued':
      case 'outbound-queued':
        this.#flowOf.set(fact.call, fact.flow);
        return;
      case 'call-moved':
        this.#flowOf.set(fact.call, fact.to);
        return;
      case 'transfer-ended':
        this.#flowOf.set(fact.call, fact.flow);
        return;
      case 'call-offered':
        this.#addLeg(fact.call, fact.leg, { kind: 'agent', agent: fact.agent });
        return;
      case 'partner-dialled':
        this.#addLeg(fact.call, fact.leg, { kind: 'partner', partner: fact.partner });
        return;
      case 'call-ended':
      case 'outbound-ended':
        for (const leg of this.#legsOf.get(fact.call) ?? []) this.#legs.delete(leg);
        this.#legsOf.delete(fact.call);
        this.#flowOf.delete(fact.call);
        return;
      default:
        return;
    }
  }

  /** Calls that were there before the first fact that is seen. */
  know(call: CallId, flow: FlowId): void {
    this.#flowOf.set(call, flow);
  }

  clock(atMs: number): string {
    return this.#clock.time(atMs);
  }

  agent(agent: string): string {
    return named(agent, this.#agents.get(agent));
  }

  flow(flow: FlowId): Text {
    return flowName(flow, this.#status.flows.find(one => one.flow === flow)?.name);
  }

  partner(partner: string): string {
    return partner;
  }

  trunk(trunk: string): string {
    return trunk;
  }

  reason(reason: string): Text {
    return this.#reasons.get(reason) ?? ownReasons[reason] ?? same(reason);
  }

  wrapUpCode(code: string): Text {
    return this.#codes.get(code) ?? same(code);
  }

  /** Only for facts under the site file that is in force: an older one may have had other rings. */
  ring(call: CallId, ring: number): Ring | null {
    if (this.#nowMs < this.#status.inForceSinceMs) return null;
    const flow = this.#flowOf.get(call);
    return this.#status.flows.find(one => one.flow === flow)?.rings[ring] ?? null;
  }

  callee(leg: LegId): Callee | null {
    return this.#legs.get(leg) ?? null;
  }

  #addLeg(call: CallId, leg: LegId, callee: Callee): void {
    this.#legs.set(leg, callee);
    this.#legsOf.set(call, [...(this.#legsOf.get(call) ?? []), leg]);
  }
}
