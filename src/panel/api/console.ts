// The endpoints that show supervisors what the floor does not: earlier days, partners, campaigns.
import { z } from 'zod';
import { problems } from '../web/problem.js';
import {
  campaignsShown,
  codesShown,
  halfHoursShown,
  listeningShown,
  partnersShown,
} from './console-schemas.js';
import { showDay } from './desk.js';
import { dayShown } from './desk-schemas.js';
import { type Endpoint, given, look, nameIn, refused, supervisors } from './endpoint.js';
import type { ApiParts } from './parts.js';

const dayQuery = z.object({
  date: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/, 'YYYY-MM-DD')
    .optional(),
});

export function consoleEndpoints({ halfHours, looks, today }: ApiParts): Endpoint[] {
  return [
    look({
      path: '/agents/:agent/day',
      roles: supervisors,
      tag: 'agents',
      summary: 'What an agent did today, and how long he was in which state',
      params: z.object({ agent: nameIn('Id of an agent.') }),
      response: dayShown,
      handle: async ({ sight }, { params: { agent } }) => {
        if (!sight.agent(agent)) return refused(problems.notYours);
        const day = today(agent);
        return day === null ? refused(problems.busy) : given(showDay(day));
      },
    }),
    look({
      path: '/half-hours',
      roles: supervisors,
      tag: 'floor',
      summary: 'A day by half-hours, of each flow and in all; today, or one of the days that are kept',
      query: dayQuery,
      response: halfHoursShown,
      handle: async ({ sight }, { query }) => {
        const kept = halfHours(query.date ?? null);
        if (kept === null) return refused(problems.busy);
        const seen = kept.halfHours.filter(({ flow }) => sight.flow(flow));
        return given({ date: kept.date, dates: [...kept.dates], halfHours: seen });
      },
    }),
    look({
      path: '/wrap-up-codes',
      roles: supervisors,
      tag: 'floor',
      summary: 'What agents said calls were about, by flow; today, or one of the days that are kept',
      query: dayQuery,
      response: codesShown,
      handle: async ({ sight }, { query }) => {
        const kept = halfHours(query.date ?? null);
        if (kept === null) return refused(problems.busy);
        const flows = kept.codes.flows.filter(({ flow }) => sight.flow(flow));
        return given({ date: kept.date, dates: [...kept.codes.dates], flows });
      },
    }),
    look({
      path: '/partners',
      roles: supervisors,
      tag: 'floor',
      summary: 'Partners and how much of their caps is used; for who sees every flow',
      response: partnersShown,
      handle: async ({ sight }) =>
        sight.isWhole ? given(await looks.ask('partners', {})) : refused(problems.notYours),
    }),
    look({
      path: '/listening',
      roles: supervisors,
      tag: 'agents',
      summary: 'Whose talk one hears on one’s own phone',
      response: listeningShown,
      handle: async ({ user }) => {
        const { nowMs, listening } = await looks.ask('listening', {});
        const own = listening.find(({ supervisor }) => supervisor === user.supervisor);
        if (own === undefined) return given({ nowMs, listening: null });
        const { agent, mode, stays, state } = own;
        return given({ nowMs, listening: { agent, mode, stays, state } });
      },
    }),
    look({
      path: '/campaigns',
      roles: supervisors,
      tag: 'floor',
      summary: 'Campaigns of the flows that one sees, and how far they are',
      response: campaignsShown,
      handle: async ({ sight }) => {
        const { nowMs, campaigns, trouble } = await looks.ask('campaigns', {});
        return given({ nowMs, trouble, campaigns: campaigns.filter(({ flow }) => sight.flow(flow)) });
      },
    }),
  ];
}
