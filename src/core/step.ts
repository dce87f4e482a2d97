// One step of the core: facts are applied as they are emitted, so that what follows in the step sees them.
import { apply } from './apply.js';
import type { CaseAnswer } from './case-commands.js';
import type { Effect } from './effects.js';
import type { Fact } from './facts.js';
import type { CommandAnswer } from './inputs.js';
import type { PartnerId } from './site.js';
import type { Agent, Call, State } from './state.js';

export type Step = {
  readonly state: State;
  readonly nowMs: number;
  readonly facts: Fact[];
  readonly effects: Effect[];
  /** To be matched when the step ends: whoever may have become eligible for someone. */
  readonly calls: Set<Call>;
  readonly agents: Set<Agent>;
  readonly partners: Set<PartnerId>;
};

/** What a step came to: facts to journal, then effects to perform; `answer` to a command. */
export type Decision = {
  readonly facts: readonly Fact[];
  readonly effects: readonly Effect[];
  readonly answer: CommandAnswer | CaseAnswer | null;
};

export function newStep(state: State, nowMs: number): Step {
  return { state, nowMs, facts: [], effects: [], calls: new Set(), agents: new Set(), partners: new Set() };
}

export function emit(step: Step, fact: Fact): void {
  apply(step.state, fact, step.nowMs);
  step.facts.push(fact);
}

export function perform(step: Step, effect: Effect): void {
  step.effects.push(effect);
}
