// A switch of a few lines for tests of transfers: who is joined with whom, made from the effects alone, and answered for as a switch does.
import type { CaseAnswer } from '../../src/core/case-commands.js';
import { nextDeadline } from '../../src/core/deadlines.js';
import { decide, resume } from '../../src/core/decide.js';
import type { Effect } from '../../src/core/effects.js';
import type { Fact } from '../../src/core/facts.js';
import type { AgentCommand, CommandAnswer, Input } from '../../src/core/inputs.js';
import { invariants } from '../../src/core/invariants.js';
import type { Site } from '../../src/core/site.js';
import { fromSnapshot, toSnapshot } from '../../src/core/snapshot.js';
import { createState, type State } from '../../src/core/state.js';
import { noon } from './given.js';

type LegState = 'ringing' | 'up';

/** People on the line: each party is in one room with others, or alone; a caller who is alone hears music, or he is lost. */
export class Parties {
  state: State;
  nowMs = noon;
  readonly facts: Fact[] = [];
  readonly legs = new Map<string, LegState>();
  /** Callers who are there, and whether they hear music. */
  readonly callers = new Map<string, boolean>();
  #rooms: Set<string>[] = [];
  #serial = 0;
  /** The next joining of legs fails. */
  failsNext = false;
  answer: CommandAnswer | null = null;
  caseAnswer: CaseAnswer | null = null;

  constructor(site: Site) {
    this.state = createState(site);
  }

  step(input: Input): void {
    const decision = decide(this.state, input, this.nowMs);
    this.facts.push(...decision.facts);
    const { answer } = decision;
    const results = decision.effects.flatMap(effect => this.#perform(effect));
    const broken = invariants(this.state, this.nowMs);
    if (broken.length > 0) throw new Error(`after ${JSON.stringify(input)}: ${broken.join('; ')}`);
    for (const result of results) this.step(result);
    // To this input, and not to what came of it.
    this.answer = answer !== null && 'about' in answer ? null : answer;
    this.caseAnswer = answer !== null && 'about' in answer ? answer : null;
  }

  passes(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (let due = nextDeadline(this.state); due !== null && due <= untilMs; due = nextDeadline(this.state)) {
      this.nowMs = Math.max(this.nowMs, due);
      this.step({ type: 'clock' });
    }
    this.nowMs = untilMs;
  }

  arrives(flow: string): string {
    const call = `c${++this.#serial}`;
    this.callers.set(call, false);
    const about = { caller: '0612345678', callerName: '', dialled: '3200', trunk: 'operator' };
    this.step({ type: 'call-arrived', call, channel: call, flow, ...about, language: 'fr', choice: '' });
    return call;
  }

  asks(agent: string, command: AgentCommand): CommandAnswer | null {
    this.step({ type: 'agent-command', agent, command, by: { kind: 'phone', name: agent } });
    return this.answer;
  }

  /** The leg to this agent, ringing or up. */
  legOf(agent: string): string {
    const work = this.state.agents.get(agent)?.work;
    if (work?.kind !== 'offered' && work?.kind !== 'talking') throw new Error(`${agent} has no leg`);
    return work.leg;
  }

  answers(leg: string): void {
    if (this.legs.get(leg) !== 'ringing') return;
    this.legs.set(leg, 'up');
    this.step({ type: 'leg-answered', leg });
  }

  legEnds(leg: string, end: Extract<Input, { type: 'leg-ended' }>['end'] = 'hung-up'): void {
    if (!this.legs.delete(leg)) return;
    this.#leave(leg);
    this.step({ type: 'leg-ended', leg, end });
  }

  callerHangsUp(call: string): void {
    if (!this.callers.delete(call)) return;
    this.#leave(call);
    this.step({ type: 'caller-hung-up', call });
  }

  /** The daemon begins anew from its snapshot, and says again what must be so. */
  restarts(): void {
    const json: unknown = JSON.parse(JSON.stringify(toSnapshot(this.state)));
    this.state = fromSnapshot(json, this.state.site);
    const decision = resume(this.state, this.nowMs);
    this.facts.push(...decision.facts);
    for (const result of decision.effects.flatMap(effect => this.#perform(effect))) this.step(result);
  }

  /** Who hears whom, each room in order; who is alone stands in none. */
  rooms(): string[][] {
    return this.#rooms.filter(room => room.size > 1).map(room => [...room].sort());
  }

  /** What no transfer may come to. */
  lost(): string[] {
    const found: string[] = [];
    const inRoom = (party: string) => this.#rooms.some(room => room.has(party) && room.size > 1);
    for (const [call, music] of this.callers) {
      if (!this.state.calls.has(call)) found.push(`caller ${call} is on the line and in no record`);
      if (music === inRoom(call))
        found.push(`caller ${call} ${music ? 'hears music in a talk' : 'hears nothing'}`);
    }
    for (const call of this.state.calls.keys())
      if (!this.callers.has(call)) found.push(`call ${call} is on record and not on the line`);
    for (const [leg, state] of this.legs) {
      const call = this.state.legs.get(leg);
      if (call === undefined) found.push(`leg ${leg} is ${state} for nobody`);
      else if (state === 'up' && !inRoom(leg) && !this.#mayBeAlone(leg))
        found.push(`leg ${leg} hears nobody`);
    }
    for (const leg of this.state.legs.keys())
      if (!this.legs.has(leg)) found.push(`leg ${leg} is on record and gone`);
    return found;
  }

  /** An agent whose caller is on hold, or who waits for a target; a target whom the agent has left for the caller; who has yet to press a key. */
  #mayBeAlone(leg: string): boolean {
    const call = this.state.legs.get(leg);
    if (call === undefined) return false;
    const { talk, transfer } = call;
    if (call.legs.get(leg)?.stage === 'confirming') return true;
    if (transfer?.keeper?.leg === leg) return talk === null;
    return talk?.leg === leg && (talk.held || transfer?.keeperWith === 'caller');
  }

  #leave(party: string): void {
    for (const room of this.#rooms) room.delete(party);
    this.#rooms = this.#rooms.filter(room => room.size > 0);
  }

  #together(...parties: string[]): boolean {
    if (this.failsNext) {
      this.failsNext = false;
      return false;
    }
    if (!parties.every(one => this.callers.has(one) || this.legs.get(one) === 'up')) return false;
    for (const one of parties) {
      this.#leave(one);
      if (this.callers.has(one)) this.callers.set(one, false);
    }
    this.#rooms.push(new Set(parties));
    return true;
  }

  #music(call: string): void {
    if (!this.callers.has(call)) return;
    this.#leave(call);
    this.callers.set(call, true);
  }

  #perform(effect: Effect): Input[] {
    switch (effect.type) {
      case 'hold':
      case 'park':
        this.#music(effect.call);
        return [];
      case 'ring':
      case 'dial':
        this.legs.set(effect.leg, 'ringing');
        return [];
      case 'cancel':
        this.legs.delete(effect.leg);
        this.#leave(effect.leg);
        return [];
      case 'bridge': {
        const { call, leg } = effect;
        if (this.#together(call, leg)) return [{ type: 'bridged', call, leg }];
        const gone = !this.callers.has(call) ? 'caller' : this.legs.has(leg) ? 'unknown' : 'leg';
        return [{ type: 'bridge-failed', call, leg, gone }];
      }
      case 'gather': {
        const { call, leg, target, withCaller } = effect;
        const done = this.#together(...(withCaller ? [call] : []), leg, target);
        return [{ type: done ? 'gathered' : 'gather-failed', call, target }];
      }
      case 'release':
      case 'hang-up':
        this.callers.delete(effect.call);
        this.#leave(effect.call);
        return [];
      default:
        return [];
    }
  }
}
