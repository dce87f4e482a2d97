// From the agents' lines to agents: ranges of phones become one agent each.
import type { AgentId, AgentSetup } from '../../core/site.js';
import type { AgentSection } from '../sections/agents.js';

/** One agent's phone and names, still beside the line of the file that he comes from. */
export type ListedAgent = {
  readonly id: AgentId;
  readonly name: string;
  readonly endpoint: string;
  readonly section: AgentSection;
  /** Place of his line in the list. */
  readonly index: number;
};

/** More than this in one range is a slip of the finger. */
export const mostInARange = 5000;

/** First and last number of a range of phones, with the width to which numbers are padded. */
export function rangeOf(phones: string): {
  readonly before: string;
  readonly first: number;
  readonly last: number;
  readonly digits: number;
} | null {
  const [, before = '', first = '', last = ''] = /^(.*?)([0-9]+)\.\.([0-9]+)$/.exec(phones) ?? [];
  if (first === '') return null;
  return {
    before,
    first: Number(first),
    last: Number(last),
    digits: first.startsWith('0') ? first.length : 1,
  };
}

/** All agents of the lines that are right (`null`: a line that is not), in order. Ranges that make no sense give none. */
export function listAgents(lines: readonly (AgentSection | null)[]): ListedAgent[] {
  return lines.flatMap((section, index) => {
    if (section === null) return [];
    if (section.phone !== undefined) return [listed(section, index, section.phone)];
    const range = rangeOf(section.phones ?? '');
    if (range === null || range.last - range.first >= mostInARange) return [];
    const count = Math.max(0, range.last - range.first + 1);
    return Array.from({ length: count }, (_, step) => {
      const number = String(range.first + step).padStart(range.digits, '0');
      return listed(section, index, range.before + number, number);
    });
  });
}

function listed(section: AgentSection, index: number, endpoint: string, number?: string): ListedAgent {
  const phoneName = endpoint.replace(/^[^/]*\//, '').replace(/@.*$/, '');
  const id =
    number === undefined
      ? (section.id ?? phoneName)
      : `${section.id ?? ''}${section.id === undefined ? phoneName : number}`;
  return {
    id,
    name: number === undefined ? section.name : section.name.replaceAll('{n}', number),
    endpoint,
    section,
    index,
  };
}

export function compileAgents(lines: readonly AgentSection[]): Map<AgentId, AgentSetup> {
  const agents = new Map<AgentId, AgentSetup>();
  listAgents(lines).forEach(({ id, name, endpoint, section }, order) => {
    agents.set(id, {
      id,
      name,
      endpoint,
      teams: section.teams,
      skills: new Map(Object.entries(section.skills)),
      wrapUpMs: section.wrapUp ?? null,
      wrapUpByFlow: new Map(Object.entries(section.wrapUpByFlow)),
      confirm: section.confirm,
      order,
    });
  });
  return agents;
}
