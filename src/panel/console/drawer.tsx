// What is open beside the lists: a flow, a call or an agent.
import { unreachable } from '../../base/assert.js';
import { AgentDetail } from './agent-detail.js';
import { CallDetail } from './call-detail.js';
import type { Desk } from './desk.js';
import { FlowDetail } from './flow-detail.js';
import type { Opened } from './place.js';

export function Drawer({ desk, opened }: { readonly desk: Desk; readonly opened: Opened }) {
  const { kind, id } = opened;
  switch (kind) {
    case 'call':
      return <CallDetail key={id} desk={desk} id={id} />;
    case 'agent':
      return <AgentDetail key={id} desk={desk} id={id} />;
    case 'flow':
      return <FlowDetail key={id} desk={desk} id={id} />;
    default:
      return unreachable(kind);
  }
}
