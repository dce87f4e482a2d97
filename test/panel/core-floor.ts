// A floor run by the real core in virtual time, with callers, agents and partners who behave by chance from one seed.

import { decide } from '../../src/core/decide.js';
import type { Effect } from '../../src/core/effects.js';
import type { Recorded } from '../../src/core/facts.js';
import type { Input } from '../../src/core/inputs.js';
import type { Site } from '../../src/core/site.js';
import { createState, type State } from '../../src/core/state.js';

type Due = { readonly atMs: number; readonly order: number; readonly run: () => Input | null };

const rule = { kind: 'rule', name: 'test' } as const;

export type Traffic = {
  /** Mean time between two callers, of all flows together. */
  readonly betweenCallsMs: number;
  readonly talkMs: number;
  readonly patienceMs: number;
};

export class CoreFloor {
  readonly facts: Recorded[] = [];
  readonly state: State;
  readonly #site: Site;
  readonly #traffic: Traffic;
  readonly #due: Due[] = [];
  #random: number;
  #order = 0;
  #calls = 0;
  nowMs: number;

  constructor(site: Site, startMs: number, seed: number, traffic: Traffic) {
    this.#site = site;
    this.#traffic = traffic;
    this.#random = seed;
    this.nowMs = startMs;
    this.state = createState(site);
    this.#record({ type: 'control-started', boot: 'test', revision: site.revision });
    this.#record({ type: 'switch-connected', version: '22.0' });
    this.give({
      type: 'trunk-changed',
      trunk: [...site.trunks.keys()][0] ?? '',
      inUse: 7,
      usable: 30,
      alarm: null,
    });
    for (const agent of site.agents.keys()) this.#agentComes(agent);
    this.#at(0, () => this.#arrival());
    this.#tick();
  }

  /** Runs until `untilMs`. */
  run(untilMs: number): void {
    for (;;) {
      this.#due.sort((a, b) => a.atMs - b.atMs || a.order - b.order);
      const next = this.#due[0];
      if (next === undefined || next.atMs > untilMs) break;
      this.#due.shift();
      this.nowMs = Math.max(this.nowMs, next.atMs);
      const input = next.run();
      if (input !== null) this.give(input);
    }
    this.nowMs = Math.max(this.nowMs, untilMs);
  }

  /** A number from 0 to 1 (mulberry32). */
  chance(): number {
    this.#random = (this.#random + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#random ^ (this.#random >>> 15), 1 | this.#random);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** Something happens now. */
  give(input: Input): void {
    const { facts, effects } = decide(this.state, input, this.nowMs);
    for (const fact of facts) this.#record(fact);
    for (const effect of effects) this.#obey(effect);
  }

  #record(fact: Recorded['fact']): void {
    this.facts.push({ seq: this.facts.length + 1, atMs: this.nowMs, fact });
  }

  #at(afterMs: number, run: Due['run']): void {
    this.#due.push({ atMs: this.nowMs + Math.round(afterMs), order: ++this.#order, run });
  }

  #about(meanMs: number): number {
    return -Math.log(1 - this.chance()) * meanMs;
  }

  #tick(): void {
    this.#at(1000, () => {
      this.#tick();
      return { type: 'clock' };
    });
  }

  #agentComes(agent: string): void {
    this.#at(this.#about(20_000), () => {
      this.#agentLives(agent);
      return { type: 'agent-command', agent, command: { kind: 'login' }, by: rule };
    });
  }

  /** Now and then he takes a break, comes back from it or from a RONA, or goes home for a moment. */
  #agentLives(agent: string): void {
    this.#at(this.#about(240_000), () => {
      this.#agentLives(agent);
      const { presence } = this.state.agents.get(agent) ?? { presence: 'logged-out' };
      const reason =
        this.#site.notReadyReasons[Math.floor(this.chance() * this.#site.notReadyReasons.length)];
      const command =
        presence === 'logged-out'
          ? ({ kind: 'login' } as const)
          : presence === 'not-ready'
            ? ({ kind: 'ready' } as const)
            : this.chance() < 0.15
              ? ({ kind: 'logout' } as const)
              : this.chance() < 0.4
                ? ({ kind: 'not-ready', reason: reason?.id ?? '' } as const)
                : ({ kind: 'ready' } as const);
      return { type: 'agent-command', agent, command, by: rule };
    });
  }

  #arrival(): Input {
    this.#at(this.#about(this.#traffic.betweenCallsMs), () => this.#arrival());
    this.#calls += 1;
    const call = `${Math.floor(this.nowMs / 1000)}.${this.#calls}`;
    const flows = [...this.#site.flows.keys()];
    const flow = flows[Math.floor(this.chance() ** 2 * flows.length)] ?? '';
    const caller = `01${Math.floor(10_000_000 + this.chance() * 80_000_000)}`;
    this.#at(this.#about(this.#traffic.patienceMs), () =>
      this.state.calls.get(call)?.talk === null ? { type: 'caller-hung-up', call } : null,
    );
    const about = { callerName: '', dialled: '3200', trunk: 'operator', language: 'fr', choice: '' } as const;
    return { type: 'call-arrived', call, channel: `PJSIP/${call}`, flow, caller, ...about };
  }

  #obey(effect: Effect): void {
    switch (effect.type) {
      case 'ring':
        this.#ring(effect.leg, effect.timeoutMs);
        return;
      case 'dial':
        this.#at(2000 + this.chance() * 4000, () =>
          this.chance() < 0.9
            ? { type: 'leg-answered', leg: effect.leg }
            : { type: 'leg-ended', leg: effect.leg, end: 'busy' },
        );
        return;
      case 'bridge':
        this.#talk(effect.call, effect.leg);
        return;
      default:
        return;
    }
  }

  #ring(leg: string, timeoutMs: number): void {
    const { state } = this;
    if (this.chance() < 0.04) this.#at(3000, () => ({ type: 'leg-ended', leg, end: 'rejected' }));
    else if (this.chance() < 0.03) this.#at(timeoutMs, () => ({ type: 'leg-ended', leg, end: 'no-answer' }));
    else
      this.#at(1500 + this.chance() * 5000, () =>
        state.legs.has(leg) ? { type: 'leg-answered', leg } : null,
      );
  }

  #talk(call: string, leg: string): void {
    if (this.chance() < 0.01) {
      this.#at(40, () => ({ type: 'bridge-failed', call, leg, gone: 'leg' }));
      return;
    }
    this.#at(40, () => ({ type: 'bridged', call, leg }));
    const over = this.#about(this.#traffic.talkMs);
    const byCaller = this.chance() < 0.7;
    this.#at(1000 + over, () =>
      byCaller ? { type: 'caller-hung-up', call } : { type: 'leg-ended', leg, end: 'hung-up' },
    );
  }
}
