// The promises about wrap-up: how long it lasts, and that a code is said of one talk and not forgotten. Checked on the facts as they come.
import type { Fact } from '../core/facts.js';
import { isWrapUpFact, type WrapUpFact } from '../core/facts-wrap-up.js';
import type { Site } from '../core/site.js';
import { agentOf, type Ledger } from './ledger.js';

type Say = (what: string) => void;

export function wrapUpOf(site: Site, agentId: string, flowId: string): number {
  const agent = site.agents.get(agentId);
  return (
    agent?.wrapUpByFlow.get(flowId) ?? site.flows.get(flowId)?.wrapUpMs ?? agent?.wrapUpMs ?? site.wrapUpMs
  );
}

/** Follows talks, checks what is said of them; true when nothing else is to be done with the fact. */
export function takeWrapUpFact(ledger: Ledger, fact: Fact, say: Say): boolean {
  const { lastTalks } = ledger;
  if (fact.type === 'talk-ended' && fact.agent !== null && lastTalks.get(fact.agent)?.leg !== fact.leg)
    lastTalks.set(fact.agent, { leg: fact.leg, code: null });
  if (fact.type === 'call-returned' && lastTalks.get(fact.agent ?? '')?.leg === fact.leg)
    lastTalks.delete(fact.agent ?? '');
  if (!isWrapUpFact(fact)) return false;
  check(ledger, fact, say);
  if (fact.type === 'wrap-up-coded') lastTalks.set(fact.agent, { leg: fact.leg, code: fact.code });
  return true;
}

function check(ledger: Ledger, fact: WrapUpFact, say: Say): void {
  const { agent: id, leg, flow } = fact;
  const { work } = agentOf(ledger, id);
  const last = ledger.lastTalks.get(id);
  const talks = work.kind === 'talking' && work.leg === leg;
  if (!talks && last?.leg !== leg) say(`the talk on ${leg} is not agent ${id}'s last one`);
  const known = last?.leg === leg ? last.code : null;
  const asked = ledger.site.flows.get(flow)?.wrapUpCodes;
  if (fact.type === 'wrap-up-coded') {
    if (known !== fact.instead)
      say(`agent ${id} had said ${known} of the talk on ${leg}, not ${fact.instead}`);
    if (ledger.site.flows.has(flow) && asked?.codes.includes(fact.code) !== true)
      say(`flow ${flow} has no code ${fact.code}`);
    return;
  }
  if (known !== null) say(`agent ${id} has said ${known} of the talk on ${leg}`);
  if (fact.because === 'agent' && asked?.required === true)
    say(`agent ${id} ended his wrap-up without a code, which flow ${flow} requires`);
}
