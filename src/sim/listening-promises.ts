// The promises about what is asked of, recorded from and listened to in talks, checked on the facts as they come.
import type { Effect } from '../core/effects.js';
import type { ListeningFact } from '../core/facts-listening.js';
import type { Ledger } from './ledger.js';

/** Checks a fact, then enters it. */
export function takeListeningFact(ledger: Ledger, fact: ListeningFact, say: (what: string) => void): void {
  switch (fact.type) {
    case 'satisfaction-asked':
      if (ledger.calls.has(fact.call)) say(`call ${fact.call} has not ended`);
      // A flow that a reload took away keeps the calls that it has.
      if (ledger.site.flows.get(fact.flow)?.satisfaction === null) say(`flow ${fact.flow} asks nobody`);
      ledger.asked.set(fact.call, fact.agent);
      return;
    case 'satisfaction-given':
      if (ledger.asked.get(fact.call) !== fact.agent)
        say(`call ${fact.call} was not asked about agent ${fact.agent}, or has answered before`);
      ledger.asked.delete(fact.call);
      return;
    case 'recording-started':
      if (ledger.recorded.has(fact.call)) say(`call ${fact.call} is recorded twice at once`);
      if (ledger.calls.get(fact.call)?.talk?.leg !== fact.leg) say(`leg ${fact.leg} does not talk`);
      ledger.recorded.set(fact.call, fact.recording);
      return;
    case 'recording-ended':
    case 'recording-failed':
      if (ledger.recorded.get(fact.call) !== fact.recording) say(`${fact.recording} was not recorded`);
      ledger.recorded.delete(fact.call);
      return;
    case 'recording-paused':
    case 'recording-resumed':
      if (ledger.recorded.get(fact.call) !== fact.recording) say(`${fact.recording} is not recorded`);
      return;
    case 'supervision-joined':
      checkHearing(ledger, fact, say);
      return;
    default:
  }
}

/** Only who may hears, and only a talk of the agent whom he asked for. */
function checkHearing(
  ledger: Ledger,
  fact: Extract<ListeningFact, { type: 'supervision-joined' }>,
  say: (what: string) => void,
): void {
  const supervisor = ledger.site.supervisors.get(fact.supervisor);
  const agent = ledger.site.agents.get(fact.agent);
  const call = ledger.calls.get(fact.call);
  const talk = call?.talk;
  if (talk?.leg !== fact.leg || talk.agent !== fact.agent)
    say(`agent ${fact.agent} does not talk on ${fact.leg}`);
  const mayHear =
    supervisor?.may.includes(fact.mode) === true &&
    (supervisor.teams === null || supervisor.teams.some(team => agent?.teams.includes(team))) &&
    (supervisor.flows === null || supervisor.flows.includes(call?.flow ?? ''));
  if (!mayHear) say(`supervisor ${fact.supervisor} may not ${fact.mode} agent ${fact.agent}`);
}

/** What the switch is told: only a phone of the site file is rung for a supervisor. */
export function checkListeningEffect(ledger: Ledger, effect: Effect, say: (what: string) => void): void {
  if (effect.type === 'ring-supervisor') {
    const phones = [...ledger.site.supervisors.values()].map(({ endpoint }) => endpoint);
    if (!phones.includes(effect.endpoint)) say(`rings ${effect.endpoint}, which is no supervisor's phone`);
  }
  if (effect.type === 'record' && ledger.recorded.get(effect.call) !== effect.recording)
    say(`records ${effect.recording}, which no fact names`);
}
