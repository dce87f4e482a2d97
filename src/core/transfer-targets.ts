// Where a caller may be sent: colleagues, flows, partners and the outside numbers of the site file, and nothing else.
import { unreachable } from '../base/assert.js';
import { isOpen } from './hours.js';
import { callersIn, isAvailable } from './index-floor.js';
import type { TalkRefusal } from './inputs.js';
import { ringAgent } from './matching.js';
import { dialPartner, mayDial } from './partners.js';
import type { Flow, PartnerId, Site, TransferTarget } from './site.js';
import type { Call } from './state.js';
import { emit, type Step } from './step.js';
import { enterFlow, nobodyDueMs } from './treatments.js';

/** The target that these digits name on a phone; `null`: none. */
export function targetOfDigits(site: Site, digits: string): TransferTarget | null {
  const listed = site.transfers.codes.get(digits);
  if (listed !== undefined) return listed;
  for (const { id, endpoint } of site.agents.values())
    if (endpoint.slice(endpoint.indexOf('/') + 1) === digits) return { kind: 'agent', agent: id };
  return null;
}

/** The target that is rung as a partner is; `null` for colleagues and flows. */
export function rungFor(to: TransferTarget): PartnerId | null {
  if (to.kind === 'partner') return to.partner;
  return to.kind === 'number' ? to.number : null;
}

/** Why the caller cannot be sent there now; `null`: he can. */
export function refusalOf(step: Step, call: Call, from: string, to: TransferTarget): TalkRefusal | null {
  const { state, nowMs } = step;
  switch (to.kind) {
    case 'agent': {
      const agent = state.agents.get(to.agent);
      if (agent?.setup === undefined) return 'unknown-target';
      if (agent.id === from) return 'to-himself';
      return isAvailable(agent, nowMs) ? null : 'target-not-ready';
    }
    case 'flow':
      return flowRefusal(step, call, state.site.flows.get(to.flow));
    case 'partner':
    case 'number': {
      const id = to.kind === 'partner' ? to.partner : to.number;
      if (!state.site.partners.has(id)) return 'unknown-target';
      if (state.site.transfers.numbers.has(id) !== (to.kind === 'number')) return 'unknown-target';
      return mayDial(step, id) ? null : 'partner-refused';
    }
    default:
      return unreachable(to);
  }
}

/** Nobody is sent where the site file's rules would turn him away at the door. */
function flowRefusal(step: Step, call: Call, flow: Flow | undefined): TalkRefusal | null {
  if (flow === undefined) return 'unknown-target';
  if (flow.id === call.flow) return 'same-flow';
  if (!isOpen(step.state, flow, step.nowMs)) return 'flow-closed';
  if (flow.lineMaximum !== null && callersIn(step.state, flow.id) >= flow.lineMaximum) return 'line-full';
  const nobodyMs = nobodyDueMs(step, { ...call, partnersOnly: false, treated: [] }, flow);
  return nobodyMs !== null && nobodyMs <= step.nowMs ? 'nobody-there' : null;
}

/** Looks for the target; that it may be had was asked before. */
export function sendTo(step: Step, call: Call, to: TransferTarget): void {
  const partner = rungFor(to);
  if (partner !== null) {
    dialPartner(step, call, partner);
    return;
  }
  if (to.kind === 'agent') ringAgent(step, call, to.agent);
  else if (to.kind === 'flow') enter(step, call, to.flow);
  step.calls.add(call);
}

function enter(step: Step, call: Call, to: string): void {
  const flow = step.state.site.flows.get(to);
  if (flow === undefined) return;
  const priority = flow.priority + step.state.site.transfers.priority;
  emit(step, { type: 'call-moved', call: call.id, from: call.flow, to, priority });
  enterFlow(step, call);
}
