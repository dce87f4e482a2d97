// The promises about what supervisors order, and about callers who are kept for one agent, checked on the facts as they come.
import type { Fact } from '../core/facts.js';
import { agentOf, type Ledger, type LedgerCall } from './ledger.js';

/** Checks a fact before it is entered, and remembers who is to leave after his call. */
export function takeSupervisionFact(
  ledger: Ledger,
  fact: Fact,
  atMs: number,
  say: (what: string) => void,
): void {
  const call = 'call' in fact ? ledger.calls.get(fact.call) : undefined;
  switch (fact.type) {
    case 'take-ordered':
    case 'move-ordered':
      if (call === undefined || call.waitingSinceMs === null || call.transfer !== null)
        say(`call ${fact.call} does not wait`);
      if (fact.type === 'take-ordered' && agentOf(ledger, fact.agent).presence === 'logged-out')
        say(`agent ${fact.agent} is logged out`);
      return;
    case 'outbound-queued':
      checkPlanned(ledger, fact, say);
      return;
    case 'call-raised':
      if (fact.from !== call?.priority || fact.priority < fact.from) say(`call ${fact.call} is not raised`);
      return;
    case 'flow-forced':
      if (fact.untilMs <= atMs) say(`flow ${fact.flow} is held until a moment that is over`);
      return;
    case 'call-reserved': {
      if (call !== undefined && call.legs.size > 0)
        say(`call ${fact.call} is kept for agent ${fact.agent}, and other phones ring for it`);
      const forMs = ledger.site.repeatCallers?.ownerForMs ?? 0;
      // A call-back that only he may make is kept for him until it is given up.
      if (fact.because === 'case-owner' && call?.outbound === null && fact.untilMs - atMs > forMs)
        say(`call ${fact.call} is kept for ${fact.untilMs - atMs} ms`);
      return;
    }
    case 'agent-skills-changed':
      ledger.skills.set(fact.agent, new Map(Object.entries(fact.skills)));
      return;
    case 'agent-skills-restored':
      ledger.skills.delete(fact.agent);
      return;
    case 'agent-logout-due':
      if (agentOf(ledger, fact.agent).work.kind === 'idle')
        say(`agent ${fact.agent} has no call to end first`);
      ledger.leaving.add(fact.agent);
      return;
    case 'agent-logout-cancelled':
    case 'agent-logged-in':
    case 'agent-logged-out':
      ledger.leaving.delete(fact.agent);
      return;
    case 'call-offered':
      if (ledger.leaving.has(fact.agent)) say(`agent ${fact.agent} is to leave after the call that he has`);
      checkKept(ledger, fact, call, atMs, say);
      return;
    default:
  }
}

/** Who has promised a call-back that is near gets no other call, and nobody else makes it unless it is late. */
function checkKept(
  { kept }: Ledger,
  { agent, call: id }: Extract<Fact, { type: 'call-offered' }>,
  call: LedgerCall | undefined,
  atMs: number,
  say: (what: string) => void,
): void {
  const untilMs = kept.get(agent)?.untilMs ?? 0;
  if (untilMs > atMs) say(`agent ${agent} is kept free until ${untilMs}`);
  const only = call?.outbound?.onlyAgent ?? null;
  if (only !== null && only !== agent) say(`call ${id} is for agent ${only} alone`);
}

/** The owner of a case makes its call-back, as long as the site file knows him. */
function checkPlanned(
  { cases, site }: Ledger,
  { kind, subject, onlyAgent }: Extract<Fact, { type: 'outbound-queued' }>,
  say: (what: string) => void,
): void {
  const owner = kind === 'case' ? (cases.get(subject)?.owner ?? null) : null;
  if (owner !== null && site.agents.has(owner) && onlyAgent !== owner)
    say(`the call-back of case ${subject} is agent ${owner}'s, and planned for ${onlyAgent}`);
}
