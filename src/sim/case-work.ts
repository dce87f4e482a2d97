// What people do to cases in the simulated world, sensible or not: the core refuses what makes no sense.
import type { CaseCommand } from '../core/case-commands.js';
import type { Input } from '../core/inputs.js';
import type { State } from '../core/state.js';
import { between, chance, pick, type Random } from './random.js';

/** Customers who call again and again: `often-0` and on. */
export const oftenCalling = 30;

const by = { kind: 'desk', name: 'desk' } as const;
const channels = ['mail', 'chat', 'letter'] as const;

/** The next thing that somebody does to a case, or to the contacts of a customer; `null`: the site keeps no cases. */
export function nextCaseAct(state: State, random: Random, nowMs: number): Input | null {
  if (state.site.cases === null) return null;
  const command = chance(random, 0.3) ? aboutCustomer(state, random, nowMs) : aboutCase(state, random, nowMs);
  return command === null ? null : { type: 'case-command', command, by };
}

function aboutCustomer({ site }: State, random: Random, nowMs: number): CaseCommand {
  const customer = `often-${between(random, 0, oftenCalling)}`;
  if (chance(random, 0.5)) {
    const channel = pick(random, channels) ?? 'mail';
    return { kind: 'contact', customer, channel, atMs: nowMs - between(random, -120_000, 3_600_000) };
  }
  const owner = chance(random, 0.7) ? (pick(random, [...site.agents.keys()]) ?? null) : null;
  return { kind: 'open', customer, customerName: customer, owner, colour: null, note: null };
}

function aboutCase({ book, site }: State, random: Random, nowMs: number): CaseCommand | null {
  const id = pick(random, [...book.cases.keys()]);
  if (id === undefined) return null;
  switch (between(random, 0, 9)) {
    case 0:
      return { kind: 'note', case: id, text: 'a note' };
    case 1:
      return { kind: 'colour', case: id, colour: pick(random, site.cases?.colours ?? [])?.id ?? 'none' };
    case 2:
      return { kind: 'give', case: id, agent: pick(random, [...site.agents.keys()]) ?? '' };
    case 3:
      return { kind: 'wait', case: id, entity: 'network' };
    case 4:
      return { kind: 'resume', case: id };
    case 5:
    case 6:
      return {
        ...{ kind: 'call-back', case: id, atMs: chance(random, 0.1) ? null : promised(random, nowMs) },
        number: chance(random, 0.5) ? `06${between(random, 10_000_000, 99_999_999)}` : null,
      };
    case 7:
      return { kind: 'solve', case: id };
    case 8:
      return { kind: 'reopen', case: id };
    default:
      return { kind: 'close', case: id };
  }
}

/** Most are for soon, some for a moment that is over. */
const promised = (random: Random, nowMs: number) => nowMs + between(random, -10_000, 300_000);
