// Transfers: an agent sends his caller on, stands between caller and target while it lasts, and has him back when it comes to nothing.
// A caller is in one place at any time: with the agent, on hold, in a line, or with the target.
import { unreachable } from '../base/assert.js';
import { isDirected } from './apply-transfers.js';
import type { Actor, CallFact } from './facts.js';
import type { TransferFailure } from './facts-transfers.js';
import type { CommandAnswer, TalkCommand } from './inputs.js';
import { endLegs } from './offers.js';
import { dialPartner } from './partners.js';
import type { TransferTarget } from './site.js';
import type { Agent, Call, Talk, Transfer } from './state.js';
import { emit, perform, type Step } from './step.js';
import { callerGone, endTalk, hold, joinAgain, waitOn } from './talks.js';
import { refusalOf, rungFor, sendTo } from './transfer-targets.js';

const done: CommandAnswer = { ok: true };
type Refusal = Extract<CommandAnswer, { ok: false }>['because'];
const refused = (because: Refusal): CommandAnswer => ({ ok: false, because });

/** What an agent asks while he talks. */
export function talkCommand(step: Step, agent: Agent, command: TalkCommand, by: Actor): CommandAnswer {
  const call = agent.work.kind === 'talking' ? step.state.calls.get(agent.work.call) : undefined;
  // An agent-first call has no caller whom he could put on hold or send on.
  if (call === undefined || call.outbound !== null) return refused('no-talk');
  // He would be told that it is done while the caller still hears him.
  if (!step.state.routing) return refused('switch-away');
  const { transfer, talk } = call;
  switch (command.kind) {
    case 'hold':
    case 'resume':
    case 'transfer':
      if (transfer !== null) return refused('transfer-under-way');
      if (talk?.to.kind !== 'agent' || talk.to.agent !== agent.id || !talk.bridged) return refused('no-talk');
      return command.kind === 'transfer'
        ? startTransfer(step, call, talk, { ...command, agent: agent.id, by })
        : holdOrResume(step, call, talk, { agent: agent.id, wanted: command.kind === 'hold' });
    case 'transfer-complete':
    case 'transfer-cancel':
    case 'transfer-swap': {
      const keeper = transfer?.keeper ?? null;
      if (transfer === null || keeper === null || transfer.from !== agent.id) return refused('no-transfer');
      if (command.kind === 'transfer-swap') return swap(step, call, transfer, keeper);
      if (command.kind === 'transfer-cancel') takeBack(step, call, transfer, 'cancelled');
      else complete(step, call, transfer, keeper);
      return done;
    }
    default:
      return unreachable(command);
  }
}

function holdOrResume(
  step: Step,
  call: Call,
  talk: Talk,
  { agent, wanted }: { readonly agent: string; readonly wanted: boolean },
): CommandAnswer {
  if (talk.held === wanted) return refused(wanted ? 'already-held' : 'not-held');
  emit(step, { type: wanted ? 'call-held' : 'call-resumed', call: call.id, leg: talk.leg, agent });
  if (wanted) park(step, call, talk, false);
  else joinAgain(step, call, talk);
  return done;
}

/** Music for the caller, who is taken out of his agent's hands but not out of his care. */
function park(step: Step, call: Call, talk: Talk, legWaits: boolean): void {
  const music = step.state.flows.get(call.flow)?.flow.music ?? 'default';
  perform(step, { type: 'park', call: call.id, leg: talk.leg, music, language: call.language, legWaits });
}

type Asked = Extract<TalkCommand, { kind: 'transfer' }> & { readonly agent: string; readonly by: Actor };

function startTransfer(step: Step, call: Call, talk: Talk, { manner, to, agent, by }: Asked): CommandAnswer {
  if (call.transfers >= step.state.site.transfers.maximum) return refused('too-many-transfers');
  const refusal = refusalOf(step, call, agent, to);
  if (refusal !== null) return refused(refusal);
  const wasHeld = talk.held;
  if (call.reservation !== null) {
    const { agent: kept } = call.reservation;
    emit(step, { type: 'reservation-ended', call: call.id, agent: kept, because: 'bound' });
  }
  emit(step, { type: 'transfer-started', call: call.id, leg: talk.leg, agent, manner, to, by });
  const { transfer } = call;
  const keeper = transfer?.keeper ?? null;
  if (transfer === null || keeper === null) return done;
  if (manner === 'blind') complete(step, call, transfer, keeper);
  else if (manner === 'consultation') park(step, call, keeper, true);
  else if (wasHeld) joinAgain(step, call, keeper);
  sendTo(step, call, to);
  return done;
}

function swap(step: Step, call: Call, transfer: Transfer, keeper: Talk): CommandAnswer {
  const { talk } = call;
  if (talk === null) return refused('target-not-there');
  const talksWith = transfer.keeperWith === 'target' ? 'caller' : 'target';
  emit(step, { type: 'consultation-swapped', call: call.id, talksWith });
  wire(step, call, transfer, keeper);
  return done;
}

/** Says how the parties of a transfer that the agent has not left are joined. May be said again at any time. */
export function wire(step: Step, call: Call, transfer: Transfer, keeper: Talk): void {
  const { talk } = call;
  if (talk === null) {
    if (transfer.manner === 'accompanied') joinAgain(step, call, keeper);
    else park(step, call, keeper, true);
    return;
  }
  if (transfer.keeperWith === 'caller') {
    joinAgain(step, call, keeper);
    return;
  }
  const withCaller = transfer.keeperWith === 'both';
  if (!withCaller) park(step, call, keeper, false);
  perform(step, { type: 'gather', call: call.id, leg: keeper.leg, target: talk.leg, withCaller });
}

/** Agent and target are joined. */
export function gathered(step: Step, call: Call, target: string): void {
  const { talk, transfer } = call;
  if (transfer === null || talk?.leg !== target || talk.bridged) return;
  emit(step, { type: 'consultation-joined', call: call.id, leg: target });
}

export function gatherFailed(step: Step, call: Call, target: string): void {
  const { talk, transfer } = call;
  if (transfer !== null && talk?.leg === target) takeBack(step, call, transfer, 'join-failed');
}

/** The agent leaves by his own wish: the caller is the target's. */
function complete(step: Step, call: Call, transfer: Transfer, keeper: Talk): void {
  perform(step, { type: 'cancel', leg: keeper.leg });
  keeperLeft(step, call, transfer, keeper);
}

/** The agent is gone, by his wish or by hanging up: who is left is joined, or the caller waits on. */
export function keeperLeft(step: Step, call: Call, transfer: Transfer, keeper: Talk): void {
  endTalk(step, call, keeper, 'agent', transfer.back.flow);
  const { callMs } = step.state.site.backOffs.rejected;
  const callUntilMs = callMs > 0 ? step.nowMs + callMs : null;
  emit(step, { type: 'transfer-completed', call: call.id, agent: transfer.from, callUntilMs });
  if (call.talk === null) waits(step, call);
  else perform(step, { type: 'bridge', call: call.id, leg: call.talk.leg });
  step.calls.add(call);
}

/**
 * Music for him; but while the switch is being compared with us he may still be joined with a leg that is to be hung up first: then
 * `resume` says it, for everybody who waits.
 */
function waits(step: Step, call: Call): void {
  if (step.state.routing) hold(step, call);
}

/** The target does not take the caller: whoever it was is let go, and the caller is his agent's again. */
export function takeBack(step: Step, call: Call, transfer: Transfer, because: TransferFailure): void {
  const { keeper, manner } = transfer;
  const { talk } = call;
  const wasApart = manner !== 'accompanied' || talk !== null;
  endLegs(step, call, 'withdrawn');
  if (talk !== null) {
    perform(step, { type: 'cancel', leg: talk.leg });
    endTalk(step, call, talk, because === 'limit' ? 'limit' : because === 'caller-gone' ? 'caller' : 'agent');
  }
  ended(step, call, transfer, because);
  if (keeper === null) {
    if (step.state.routing) waitOn(step, call);
    step.calls.add(call);
  } else if (wasApart && because !== 'caller-gone') joinAgain(step, call, keeper);
}

function ended(step: Step, call: Call, { keeper, from, back }: Transfer, because: TransferFailure): void {
  const { flow, priority } = back;
  emit(step, {
    type: 'transfer-ended',
    call: call.id,
    agent: from,
    because,
    backTo: keeper === null ? 'line' : 'agent',
    flow,
    priority,
  });
}

/** The target, who had answered, is gone. */
export function targetLeft(
  step: Step,
  call: Call,
  transfer: Transfer,
  talk: Talk,
  by: 'lost' | 'hung-up',
): void {
  endTalk(step, call, talk, by === 'lost' ? 'unknown' : talk.to.kind);
  const { keeper } = transfer;
  ended(step, call, transfer, by === 'lost' ? 'lost' : 'target-hung-up');
  if (keeper !== null) joinAgain(step, call, keeper);
}

/** The caller is gone in the middle of it. He was his agent's, and so he is on record. */
export function callerGoneInTransfer(step: Step, call: Call, transfer: Transfer): void {
  if (transfer.keeper !== null) takeBack(step, call, transfer, 'caller-gone');
}

/** Caller and agent could not be joined again while the target is sought, or waits. */
export function keeperNotJoined(
  step: Step,
  call: Call,
  transfer: Transfer,
  gone: 'caller' | 'leg' | 'unknown',
): void {
  if (gone === 'caller') {
    callerGoneInTransfer(step, call, transfer);
    callerGone(step, call, 'hung-up');
  } else if (transfer.keeper !== null) complete(step, call, transfer, transfer.keeper);
}

/** While the agent has not left, the caller is not turned away by the rules of the flow in which the agent waits for him. */
export function refusedByFlow(step: Step, call: Call): boolean {
  const { transfer } = call;
  if (transfer === null || transfer.keeper === null) return false;
  takeBack(step, call, transfer, 'flow-refused');
  return true;
}

/** After a restart: says again how a caller is joined who is on hold, or on his way to a target. False: he is neither. */
export function wireAgain(step: Step, call: Call): boolean {
  const { transfer, talk } = call;
  if (transfer?.keeper) wire(step, call, transfer, transfer.keeper);
  else if (talk?.held) park(step, call, talk, false);
  else return false;
  return true;
}

/** At the end of a step: who waits for one target that nobody rings any more is looked after. No caller waits for nobody. */
export function settleTransfers(step: Step): void {
  for (const call of step.calls) {
    const { transfer, talk, legs } = call;
    if (transfer === null || !isDirected(call) || talk !== null || legs.size > 0) continue;
    if (step.state.calls.get(call.id) !== call) continue;
    if (tryNext(step, call, transfer.to)) continue;
    takeBack(step, call, transfer, whyEnded(step, call));
  }
}

/** A partner has more than one destination. */
function tryNext(step: Step, call: Call, to: TransferTarget): boolean {
  const partner = rungFor(to);
  return step.state.routing && partner !== null && dialPartner(step, call, partner);
}

type EndFact = Extract<CallFact, { type: 'offer-ended' | 'partner-attempt-ended' }>;

function whyEnded({ facts }: Step, call: Call): TransferFailure {
  const last = facts.findLast(
    (fact): fact is EndFact =>
      (fact.type === 'offer-ended' || fact.type === 'partner-attempt-ended') && fact.call === call.id,
  );
  if (last === undefined) return 'partner-refused';
  switch (last.cause) {
    case 'redirected':
      return 'rejected';
    case 'taken-elsewhere':
      return 'withdrawn';
    default:
      return last.cause;
  }
}
