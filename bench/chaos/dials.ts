// What the journal says of calls to customers: who was to be called, which attempts were made, by which agent, and what came of them.

import type { Fact } from '../../src/core/facts.js';
import type { OutboundEnd, OutboundKind } from '../../src/core/facts-outbound.js';
import type { AgentId } from '../../src/core/site.js';
import type { NotReached } from '../../src/core/site-outbound.js';

/** One time that a customer was dialled. */
export type Dial = {
  readonly call: string;
  readonly kind: OutboundKind;
  readonly leg: string;
  /** Who was reserved for it, and his leg. */
  readonly agent: AgentId;
  readonly agentLeg: string | null;
  /** In international form. */
  readonly number: string;
  readonly atMs: number;
  /** It rang at his place, or he answered. */
  heard: 'nothing' | 'rang' | 'answered';
  over: { readonly how: NotReached | OutboundEnd; readonly atMs: number } | null;
};

/** One call without a caller. */
export type Planned = {
  readonly call: string;
  readonly kind: OutboundKind;
  /** Of a campaign: its record, `welcome.7`. */
  readonly subject: string;
  readonly number: string;
  /** So often it came into line for the first time. */
  queued: number;
  agentLeg: string | null;
  readonly dials: Dial[];
  readonly ends: OutboundEnd[];
};

export class Dials {
  readonly planned = new Map<string, Planned>();
  readonly all: Dial[] = [];
  /** Call-backs that callers have confirmed. */
  readonly booked = new Set<string>();
  /** What nobody had planned, each in a sentence. */
  readonly strange: string[] = [];

  enter(fact: Fact, atMs: number): void {
    if (fact.type === 'callback-booked') this.booked.add(fact.callback);
    else if (fact.type === 'outbound-queued') this.#queue(fact);
    else {
      const planned = 'call' in fact ? this.planned.get(fact.call) : undefined;
      if (planned !== undefined) this.#follow(planned, fact, atMs);
    }
  }

  /** Calls that have no end on record. */
  open(): readonly Planned[] {
    return [...this.planned.values()].filter(({ ends }) => ends.length === 0);
  }

  #queue({ call, kind, subject, number }: Extract<Fact, { type: 'outbound-queued' }>): void {
    const known = this.planned.get(call);
    if (known !== undefined) {
      known.queued++;
      return;
    }
    const planned = { call, kind, subject, number, queued: 1, agentLeg: null, dials: [], ends: [] };
    this.planned.set(call, planned);
  }

  #follow(planned: Planned, fact: Fact, atMs: number): void {
    const { call, kind, dials } = planned;
    const last = dials.at(-1);
    switch (fact.type) {
      case 'call-answered':
        planned.agentLeg = fact.leg;
        return;
      case 'customer-dialled': {
        const { leg, agent, number } = fact;
        const dial: Dial = {
          ...{ call, kind, leg, agent, agentLeg: planned.agentLeg, number, atMs },
          ...{ heard: 'nothing', over: null },
        };
        dials.push(dial);
        this.all.push(dial);
        return;
      }
      case 'customer-rang':
      case 'customer-answered':
        if (last?.leg === fact.leg) last.heard = fact.type === 'customer-rang' ? 'rang' : 'answered';
        else this.strange.push(`leg ${fact.leg} of ${call} is heard of, and was not dialled last`);
        return;
      case 'customer-not-reached':
        if (last?.leg === fact.leg) last.over ??= { how: fact.cause, atMs };
        return;
      case 'outbound-ended':
        if (last !== undefined) last.over ??= { how: fact.end, atMs };
        planned.ends.push(fact.end);
        return;
      default:
    }
  }
}
