// Agents: one phone each, one id each, and a flow for each.
import { type ListedAgent, listAgents, mostInARange, rangeOf } from '../compile/agents.js';
import { type Complaint, doubtful, wrong, wrongKey } from '../problem.js';
import type { Draft } from '../read.js';
import type { AgentSection } from '../sections/agents.js';
import type { Path } from '../source.js';
import { checkTexts } from '../texts-checks.js';
import { meets } from './flows.js';

/** `namesExist`: no name is referred to that nothing has; else who can take which call is not known. */
export function checkAgents(draft: Draft, namesExist: boolean): Complaint[] {
  const found: Complaint[] = [];
  draft.agents.forEach((agent, index) => {
    if (agent !== null) found.push(...checkPhones(['agents', index], agent));
  });
  found.push(...checkTwice(listAgents(draft.agents)));
  if (namesExist) found.push(...checkUseful(draft));
  const codes = new Map<number, string>();
  for (const [id, { code }] of draft.notReadyReasons.right) {
    const other = codes.get(code);
    if (other !== undefined)
      found.push(wrong(['notReadyReasons', id, 'code'], checkTexts.codeTaken(code, other)));
    else codes.set(code, id);
  }
  return found;
}

function checkPhones(path: Path, agent: AgentSection): Complaint[] {
  if ((agent.phone === undefined) === (agent.phones === undefined))
    return [wrongKey(path, checkTexts.phoneOrPhones)];
  if (agent.phones === undefined) return [];
  const range = rangeOf(agent.phones);
  if (range === null) return [];
  const found: Complaint[] = [];
  const place = [...path, 'phones'];
  if (range.last < range.first) found.push(wrong(place, checkTexts.rangeInverted));
  else if (range.last - range.first >= mostInARange)
    found.push(wrong(place, checkTexts.rangeTooLong(mostInARange)));
  if (!agent.name.includes('{n}')) found.push(doubtful([...path, 'name'], checkTexts.rangeName));
  return found;
}

function checkTwice(agents: readonly ListedAgent[]): Complaint[] {
  const phones = new Map<string, number>();
  const ids = new Map<string, number>();
  const complained = new Set<number>();
  return agents.flatMap(({ id, endpoint, section, index }) => {
    const samePhone = phones.get(endpoint);
    const sameId = ids.get(id);
    phones.set(endpoint, samePhone ?? index);
    ids.set(id, sameId ?? index);
    if ((samePhone === undefined && sameId === undefined) || complained.has(index)) return [];
    complained.add(index);
    const key = section.phone === undefined ? 'phones' : 'phone';
    if (samePhone !== undefined)
      return [wrong(['agents', index, key], checkTexts.phoneTaken(endpoint, samePhone))];
    const place = section.id === undefined ? key : 'id';
    return [wrong(['agents', index, place], checkTexts.agentTaken(id, sameId ?? 0))];
  });
}

/** Agents whom no ring of any flow could ever choose. Only said when all flows could be read. */
function checkUseful(draft: Draft): Complaint[] {
  if (!draft.sound.has('flows') || draft.flows.names.size === 0) return [];
  const rings = [...draft.flows.right.values()].flatMap(flow => flow.rings);
  return draft.agents.flatMap((agent, index) =>
    agent === null || rings.some(ring => meets(agent, ring, draft.units.right))
      ? []
      : [doubtful(['agents', index], checkTexts.agentWithoutSkill, 'key')],
  );
}
