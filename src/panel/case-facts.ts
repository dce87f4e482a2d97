// What facts do to the cases on the floor, and how many are open, by colour and by owner. Cases that were opened before the first fact
// we were given are not seen.
import { unreachable } from '../base/assert.js';
import type { CaseFact } from '../core/facts-cases.js';
import type { Floor } from './floor.js';

/** Folds a fact about a case in. */
export function applyCaseFact(floor: Floor, fact: CaseFact): void {
  if (fact.type === 'contact-recorded') return;
  const { case: id } = fact;
  if (fact.type === 'case-opened')
    floor.cases.set(id, { case: id, owner: fact.owner, colour: fact.colour, state: 'open' });
  const known = floor.cases.get(id);
  if (known === undefined) return;
  switch (fact.type) {
    case 'case-coloured':
      known.colour = fact.colour;
      break;
    case 'case-given':
      known.owner = fact.to;
      break;
    case 'case-waits':
      known.state = 'waiting';
      break;
    case 'case-resumed':
    case 'case-reopened':
      known.state = 'open';
      break;
    case 'case-solved':
      known.state = 'solved';
      break;
    case 'case-closed':
      floor.cases.delete(id);
      break;
    case 'case-opened':
      break;
    case 'case-noted':
    case 'case-call-back-promised':
    case 'case-number-given':
    case 'case-owner-kept-free':
    case 'case-call-back-late':
    case 'case-called-back':
    case 'case-call-back-failed':
      return;
    default:
      unreachable(fact);
  }
  floor.touched.add(`case/${id}`);
}

/** Cases that are neither solved nor closed. Those that wait for another entity are among them. */
export type OpenCases = {
  readonly byColour: ReadonlyMap<string, { readonly open: number; readonly waiting: number }>;
  readonly byOwner: ReadonlyMap<string, number>;
  /** That nobody has. */
  readonly ownerless: number;
};

export function openCases(floor: Floor): OpenCases {
  const byColour = new Map<string, { open: number; waiting: number }>();
  const byOwner = new Map<string, number>();
  let ownerless = 0;
  for (const { owner, colour, state } of floor.cases.values()) {
    if (state === 'solved') continue;
    const counts = byColour.get(colour) ?? { open: 0, waiting: 0 };
    counts.open += 1;
    if (state === 'waiting') counts.waiting += 1;
    byColour.set(colour, counts);
    if (owner === null) ownerless += 1;
    else byOwner.set(owner, (byOwner.get(owner) ?? 0) + 1);
  }
  return { byColour, byOwner, ownerless };
}
