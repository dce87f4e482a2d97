// Cases: a repeat caller's open problem, with an owner. Opened when his call is answered, or by hand; closed only when solved.
import { unreachable } from '../base/assert.js';
import { type Case, caseOf } from './case-book.js';
import { noteNumber, numberFor, planCallBack } from './case-callbacks.js';
import type { CaseAnswer, CaseCommand, CaseRefusal } from './case-commands.js';
import type { CustomerId } from './customers.js';
import type { Actor } from './facts.js';
import type { CaseId } from './facts-cases.js';
import { meets } from './index-site.js';
import { count } from './repeat-callers.js';
import type { AgentId, FlowId } from './site.js';
import type { Call, State } from './state.js';
import { emit, type Step } from './step.js';

/** Cases that are not closed, at most: they are all held in memory. */
const casesLimit = 100_000;
/** A promise further away than this is a slip of the pen. */
const farthestPromiseMs = 366 * 86_400_000;
/** Clocks of two machines differ. */
const clockSlackMs = 60_000;

const byRule: Actor = { kind: 'rule', name: 'repeat-call' };

/** Caller and agent, or partner, talk: the call counts, and joins or opens the caller's case. */
export function talkBegan(step: Step, call: Call): void {
  const { state } = step;
  count(step, call);
  const { talk, customer, care } = call;
  if (talk?.to.kind !== 'agent' || customer === null || care.repeat === null) return;
  const { agent } = talk.to;
  const known = caseOf(state.book, customer.id);
  if (known !== undefined) {
    emit(step, { type: 'call-joined-case', call: call.id, case: known.id, agent });
    if (known.state === 'solved') emit(step, { type: 'case-reopened', case: known.id, by: byRule });
    return;
  }
  if (state.site.cases?.opens !== 'repeat-call' || state.book.cases.size >= casesLimit) return;
  const id = open(step, {
    ...{ customer: customer.id, customerName: customer.name, flow: call.flow },
    ...{ wanted: agent, colour: null, by: byRule },
  });
  emit(step, { type: 'call-joined-case', call: call.id, case: id, agent });
}

type Opening = {
  readonly customer: CustomerId;
  readonly customerName: string;
  readonly flow: FlowId | null;
  /** Who is to own it; who has as many as he may passes it on. */
  readonly wanted: AgentId | null;
  readonly colour: string | null;
  readonly by: Actor;
};

function open(step: Step, { wanted, colour, ...about }: Opening): CaseId {
  const { state } = step;
  const id = `K${state.book.opened + 1}`;
  const full = wanted !== null && isFull(state, wanted);
  emit(step, {
    ...{ type: 'case-opened', case: id, ...about },
    owner: full ? leastLoaded(state, about.flow) : wanted,
    passedOver: full ? wanted : null,
    colour: colour ?? state.site.cases?.firstColour ?? '',
  });
  return id;
}

export function isFull(state: State, agent: AgentId): boolean {
  const limit = state.site.cases?.maximumOpen ?? null;
  return limit !== null && (state.book.load.get(agent) ?? 0) >= limit;
}

/**
 * Of the agents who are logged in, may take calls of the flow and may have another case: he who has the fewest, the first of the site
 * file where several have. `null`: there is none. Looks at every agent, but only where the one who answered has too many.
 */
function leastLoaded(state: State, flow: FlowId | null): AgentId | null {
  const requirements = (flow === null ? undefined : state.flows.get(flow))?.requirements ?? [];
  let best: { readonly id: AgentId; readonly load: number } | null = null;
  for (const { id, presence, setup } of state.agents.values()) {
    if (presence === 'logged-out' || setup === undefined || isFull(state, id)) continue;
    const eligible = requirements.some(one => {
      const requirement = state.site.requirements.get(one);
      return requirement !== undefined && meets(setup, requirement);
    });
    const load = state.book.load.get(id) ?? 0;
    if (eligible && (best === null || load < best.load)) best = { id, load };
  }
  return best?.id ?? null;
}

/** What a person asks for, from the desk, the phone or the command line. */
export function caseCommand(step: Step, command: CaseCommand, by: Actor): CaseAnswer {
  const { state } = step;
  if (command.kind === 'contact') return contact(step, command, by);
  if (state.site.cases === null) return refused('no-cases');
  if (command.kind === 'open') return openByHand(step, command, by);
  if (command.kind === 'open-last') return openLast(step, command.agent, by);
  if (command.kind === 'solve-last') {
    const last = state.book.lastTalks.get(command.agent);
    if (last === undefined) return refused('no-last-call');
    const known = caseOf(state.book, last.customer);
    return known === undefined
      ? refused('unknown-case')
      : change(step, known, { kind: 'solve', case: known.id }, by);
  }
  const known = state.book.cases.get(command.case);
  return known === undefined ? refused('unknown-case') : change(step, known, command, by);
}

const refused = (because: CaseRefusal, id: CaseId | null = null): CaseAnswer => ({
  about: 'case',
  ok: false,
  because,
  case: id,
});
const done = (id: CaseId | null): CaseAnswer => ({ about: 'case', ok: true, case: id });

type CommandOf<K extends CaseCommand['kind']> = Extract<CaseCommand, { kind: K }>;

function contact(step: Step, { customer, channel, atMs }: CommandOf<'contact'>, by: Actor): CaseAnswer {
  const rules = step.state.site.repeatCallers;
  if (rules === null) return refused('no-repeat-callers');
  const contactAtMs = atMs ?? step.nowMs;
  if (contactAtMs > step.nowMs + clockSlackMs) return refused('in-the-future');
  if (contactAtMs < step.nowMs - rules.withinMs) return refused('too-old');
  emit(step, { type: 'contact-recorded', customer, channel, contactAtMs, by });
  return done(null);
}

function openByHand(step: Step, command: CommandOf<'open'>, by: Actor): CaseAnswer {
  const { state } = step;
  const { customer, owner, colour, note } = command;
  const known = caseOf(state.book, customer);
  if (known !== undefined) return refused('already-open', known.id);
  if (state.book.cases.size >= casesLimit) return refused('too-many');
  if (owner !== null && !state.site.agents.has(owner)) return refused('unknown-agent');
  if (owner !== null && isFull(state, owner)) return refused('agent-full');
  if (colour !== null && !isColour(state, colour)) return refused('unknown-colour');
  const id = open(step, {
    customer,
    customerName: command.customerName,
    flow: null,
    wanted: owner,
    colour,
    by,
  });
  if (note !== null) emit(step, { type: 'case-noted', case: id, text: note, by });
  return done(id);
}

/** For the customer with whom the agent talks, or has talked last. */
function openLast(step: Step, agent: AgentId, by: Actor): CaseAnswer {
  const { state } = step;
  const last = state.book.lastTalks.get(agent);
  if (last === undefined) return refused('no-last-call');
  const known = caseOf(state.book, last.customer);
  if (known !== undefined) return refused('already-open', known.id);
  if (state.book.cases.size >= casesLimit) return refused('too-many');
  const { call, customer, customerName, flow } = last;
  const id = open(step, { customer, customerName, flow, wanted: agent, colour: null, by });
  if (state.calls.has(call)) emit(step, { type: 'call-joined-case', call, case: id, agent });
  return done(id);
}

const isColour = (state: State, colour: string) =>
  state.site.cases?.colours.some(({ id }) => id === colour) ?? false;

type Change = Exclude<CaseCommand, { kind: 'contact' | 'open' | 'open-last' | 'solve-last' }>;

/** Why a change is refused; `null`: it may be made. */
function refusalOf(step: Step, known: Case, command: Change): CaseRefusal | null {
  const { state, nowMs } = step;
  const isSolved = known.state === 'solved';
  switch (command.kind) {
    case 'note':
      return null;
    case 'close':
    case 'reopen':
      return isSolved ? null : 'not-solved';
    case 'resume':
      return known.state === 'waiting' ? null : 'not-waiting';
    case 'colour':
      return isSolved ? 'is-solved' : isColour(state, command.colour) ? null : 'unknown-colour';
    case 'give':
      if (isSolved) return 'is-solved';
      if (!state.site.agents.has(command.agent)) return 'unknown-agent';
      return command.agent !== known.owner && isFull(state, command.agent) ? 'agent-full' : null;
    case 'call-back': {
      if (isSolved) return 'is-solved';
      if (command.atMs === null) return null;
      if (command.atMs < nowMs) return 'in-the-past';
      if (command.atMs > nowMs + farthestPromiseMs) return 'too-far';
      const found = numberFor(state, known, command.number);
      return typeof found === 'string' ? found : null;
    }
    case 'wait':
    case 'solve':
      return isSolved ? 'is-solved' : null;
    default:
      return unreachable(command);
  }
}

function change(step: Step, known: Case, command: Change, by: Actor): CaseAnswer {
  const because = refusalOf(step, known, command);
  if (because !== null) return refused(because, known.id);
  const { id } = known;
  switch (command.kind) {
    case 'note':
      emit(step, { type: 'case-noted', case: id, text: command.text, by });
      break;
    case 'colour':
      emit(step, { type: 'case-coloured', case: id, colour: command.colour, by });
      break;
    case 'give':
      emit(step, { type: 'case-given', case: id, from: known.owner, to: command.agent, by });
      planCallBack(step, known, by);
      break;
    case 'wait':
      emit(step, { type: 'case-waits', case: id, entity: command.entity, by });
      break;
    case 'resume':
      emit(step, { type: 'case-resumed', case: id, by });
      break;
    case 'call-back':
      noteNumber(step, known, command.number, by);
      emit(step, { type: 'case-call-back-promised', case: id, callBackAtMs: command.atMs, by });
      planCallBack(step, known, by);
      break;
    case 'solve':
      emit(step, { type: 'case-solved', case: id, by });
      planCallBack(step, known, by);
      break;
    case 'reopen':
      emit(step, { type: 'case-reopened', case: id, by });
      break;
    case 'close':
      emit(step, { type: 'case-closed', case: id, by });
      break;
    default:
      unreachable(command);
  }
  return done(id);
}

/** What the agent's phone shows of who calls: the colour of his case in front, as a word. */
export function shownName(state: State, call: Call): string {
  const known = call.customer === null ? undefined : caseOf(state.book, call.customer.id);
  const colour = state.site.cases?.colours.find(({ id }) => id === known?.colour);
  if (known === undefined || known.state === 'solved' || colour === undefined) return call.callerName;
  const name = call.callerName === '' ? known.customerName : call.callerName;
  return `${colour.name[state.site.language].toUpperCase()} ${name}`.trim();
}
