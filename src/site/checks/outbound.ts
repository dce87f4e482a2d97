// Calls to customers: whoever offers a call-back must be able to make it.
import { type Complaint, doubtful, wrongKey } from '../problem.js';
import type { Draft } from '../read.js';
import { said } from '../texts.js';

const noOutbound = said(
  {
    en: 'a call-back is offered, and nothing says how customers are called',
    fr: 'un rappel est proposé, et rien ne dit comment appeler les clients',
  },
  { en: 'add the section `outbound:`', fr: 'ajoutez la section `outbound:`' },
);
const noAgents = said(
  {
    en: 'a call-back is offered, and no ring of this flow has agents who could make it',
    fr: "un rappel est proposé, et aucun cercle de ce flux n'a d'agents pour le faire",
  },
  { en: 'add a ring with `agents`', fr: 'ajoutez un cercle avec `agents`' },
);
const noCaps = said(
  { en: 'calls to customers have no limit at all', fr: "les appels vers les clients n'ont aucune limite" },
  { en: 'add e.g. `caps: { perDay: 500 }`', fr: 'ajoutez par exemple `caps: { perDay: 500 }`' },
);
const noCallTimes = said(
  {
    en: 'customers may be called at any hour of the day and night',
    fr: 'les clients peuvent être appelés à toute heure du jour et de la nuit',
  },
  { en: 'add `callTimes`, one of `calendars`', fr: 'ajoutez `callTimes`, un des `calendars`' },
);

export function checkOutbound(draft: Draft): Complaint[] {
  const { outbound } = draft;
  const found: Complaint[] = [];
  for (const [id, { callBack, rings }] of draft.flows.right) {
    if (callBack === undefined) continue;
    const path = ['flows', id, 'callBack'];
    if (outbound === 'none') found.push(wrongKey(path, noOutbound));
    if (!rings.some(({ agents }) => agents !== undefined)) found.push(wrongKey(path, noAgents));
  }
  if (outbound === null || outbound === 'none') return found;
  if (Object.values(outbound.caps).every(cap => cap === undefined))
    found.push(doubtful(['outbound'], noCaps, 'key'));
  if (outbound.callTimes === undefined) found.push(doubtful(['outbound'], noCallTimes, 'key'));
  return found;
}
