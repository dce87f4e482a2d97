// What follows from talks that began and ended in a step, whoever began or ended them: recordings and supervisors.
import type { CallId, Fact } from './facts.js';
import { endRecording, startRecording } from './recordings.js';
import type { Step } from './step.js';
import { agentIsGone, joinSupervisor, talkIsOver } from './supervisors.js';

/** At the end of a step: looks at its facts, in their order. */
export function followTalks(step: Step): void {
  // What follows adds facts of its own, which begin and end no talk.
  const count = step.facts.length;
  for (let index = 0; index < count; index++) {
    const fact = step.facts[index];
    if (fact !== undefined) follow(step, fact);
  }
}

/** Caller and agent talk, alone; he may have come by a transfer, or have been given back. */
function talkBegins(step: Step, id: CallId): void {
  const call = step.state.calls.get(id);
  if (call?.talk?.to.kind !== 'agent' || !call.talk.bridged || call.transfer !== null) return;
  startRecording(step, call);
  joinSupervisor(step, call.talk.to.agent);
}

function follow(step: Step, fact: Fact): void {
  switch (fact.type) {
    case 'call-bridged':
    case 'transfer-completed':
    case 'transfer-ended':
      talkBegins(step, fact.call);
      return;
    // He hears music, or three talk: what is recorded is a caller and one agent. Who hears the agent goes on hearing him.
    case 'transfer-started':
      endRecording(step, fact.call, 'talk-ended');
      return;
    case 'talk-ended':
    case 'call-returned':
      endRecording(step, fact.call, 'talk-ended');
      talkIsOver(step, fact.leg);
      return;
    case 'call-ended':
    case 'outbound-ended':
      endRecording(step, fact.call, 'talk-ended');
      return;
    case 'agent-logged-out':
      agentIsGone(step, fact.agent);
      return;
    default:
  }
}
