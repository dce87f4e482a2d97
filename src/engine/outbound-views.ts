// Calls that the site makes itself, as people ask for them over the control socket. Costs what there is; never on the call path.
import type { Call, State } from '../core/state.js';
import type { Outbound } from '../core/state-outbound.js';
import type { OutboundList, OutboundView } from '../link/outbound-messages.js';

export function outboundList(state: State, nowMs: number): Omit<OutboundList, 'zone'> {
  const calls = [...state.calls.values()].flatMap(call =>
    call.outbound === null ? [] : [view(call, call.outbound)],
  );
  calls.sort((a, b) => a.virtualEntryAtMs - b.virtualEntryAtMs);
  return { nowMs, isOn: state.site.outbound !== null, calls };
}

function view(call: Call, outbound: Outbound): OutboundView {
  const { kind, subject, onlyAgent, expiresAtMs, restUntilMs, dialled } = outbound;
  const to = call.talk?.to ?? [...call.legs.values()][0]?.to;
  return {
    ...{ call: call.id, kind, subject, flow: call.flow, number: call.caller, name: call.callerName },
    state: stateOf(call, outbound),
    virtualEntryAtMs: call.virtualEntryAtMs,
    restsUntilMs: restUntilMs,
    ...{ expiresAtMs, dialled, onlyAgent },
    agent: to?.kind === 'agent' ? to.agent : null,
  };
}

function stateOf(call: Call, { customer, restUntilMs }: Outbound): OutboundView['state'] {
  if (call.talk !== null) return customer?.stage === 'answered' ? 'talking' : 'dialling';
  if (call.legs.size > 0) return 'offered';
  return restUntilMs === null ? 'in-line' : 'resting';
}
