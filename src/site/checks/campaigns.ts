// Campaigns: somebody makes their calls, over a trunk, to numbers that the site file allows.
import { type Complaint, doubtful, wrong, wrongKey } from '../problem.js';
import type { Draft } from '../read.js';
import { said } from '../texts.js';

const noOutbound = said(
  {
    en: 'a campaign calls customers, and nothing says how they are called',
    fr: 'une campagne appelle des clients, et rien ne dit comment les appeler',
  },
  { en: 'add the section `outbound:`', fr: 'ajoutez la section `outbound:`' },
);
const noAgents = said(
  {
    en: 'no ring of this flow has agents who could make the calls',
    fr: "aucun cercle de ce flux n'a d'agents pour passer les appels",
  },
  {
    en: 'name a flow that has a ring with `agents`',
    fr: 'nommez un flux qui a un cercle avec `agents`',
  },
);
const notShown = said(
  {
    en: 'in a progressive campaign the agent is not shown the customer first',
    fr: "dans une campagne progressive, le client n'est pas d'abord présenté à l'agent",
  },
  { en: 'write `mode: preview`, or take `preview` out', fr: 'écrivez `mode: preview`, ou retirez `preview`' },
);
const backwards = said(
  { en: 'it ends before it begins', fr: 'elle finit avant de commencer' },
  { en: '`until` is a day after `from`, or the same', fr: '`until` est un jour après `from`, ou le même' },
);
const anyHour = said(
  {
    en: 'customers may be called at any hour of the day and night',
    fr: 'les clients peuvent être appelés à toute heure du jour et de la nuit',
  },
  {
    en: 'add `times`, one of `calendars`, or `outbound.callTimes`',
    fr: 'ajoutez `times`, un des `calendars`, ou `outbound.callTimes`',
  },
);

export function checkCampaigns(draft: Draft): Complaint[] {
  const { outbound } = draft;
  const found: Complaint[] = [];
  for (const [id, campaign] of draft.campaigns.right) {
    const path = ['campaigns', id];
    if (outbound === 'none') found.push(wrongKey(path, noOutbound));
    const flow = draft.flows.right.get(campaign.flow);
    if (flow !== undefined && !flow.rings.some(({ agents }) => agents !== undefined))
      found.push(wrong([...path, 'flow'], noAgents));
    if (campaign.mode === 'progressive' && campaign.preview !== undefined)
      found.push(wrongKey([...path, 'preview'], notShown));
    const { from, until } = campaign;
    if (from !== undefined && until !== undefined && until < from)
      found.push(wrong([...path, 'until'], backwards));
    const legal = outbound !== null && outbound !== 'none' && outbound.callTimes !== undefined;
    if (campaign.times === undefined && !legal && outbound !== 'none')
      found.push(doubtful(path, anyHour, 'key'));
  }
  return found;
}
