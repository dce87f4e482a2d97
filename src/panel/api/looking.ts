// The endpoints that show.
import { z } from 'zod';
import { OutsideError } from '../../base/errors.js';
import type { Fact } from '../../core/facts.js';
import type { Status } from '../../link/messages.js';
import { stateSeen } from '../door/page-seen.js';
import { problems } from '../web/problem.js';
import {
  type Caller,
  type Endpoint,
  given,
  look,
  nameIn,
  people,
  refused,
  supervisors,
  technicians,
} from './endpoint.js';
import { isPlace } from './fact-about.js';
import type { ApiParts } from './parts.js';
import * as schemas from './schemas.js';
import {
  agentsSeen,
  callsSeen,
  flowsSeen,
  seesAlarm,
  seesCase,
  showAlarm,
  showCase,
  showFinding,
} from './shown.js';

/** Figures are the panel's own: they are there when the calls process is not. */
async function statusOrNull({ looks }: ApiParts): Promise<Status | null> {
  try {
    return await looks.status();
  } catch (error) {
    if (error instanceof OutsideError) return null;
    throw error;
  }
}

const flowsNow = async (parts: ApiParts, { sight }: Caller) =>
  flowsSeen(stateSeen(parts.page(), sight), await statusOrNull(parts), sight);

export function lookingEndpoints(parts: ApiParts): Endpoint[] {
  return [
    ...floorEndpoints(parts),
    ...callEndpoints(parts),
    ...agentEndpoints(parts),
    ...caseEndpoints(parts),
    ...siteEndpoints(parts),
  ];
}

function floorEndpoints(parts: ApiParts): Endpoint[] {
  const { looks, now } = parts;
  return [
    look({
      path: '/floor',
      roles: people,
      tag: 'floor',
      summary: 'Flows, agents and calls of this moment; events go on after its seq',
      response: schemas.floorShown,
      handle: async caller => {
        const { sight } = caller;
        const seq = parts.lastSeq();
        const [flows, agents, calls] = await Promise.all([
          flowsNow(parts, caller),
          looks.agents(),
          looks.calls(),
        ]);
        const about = parts.page().site['site'];
        return given({
          nowMs: now(),
          seq,
          stale: about?.stale ?? null,
          flows,
          agents: agentsSeen(agents, calls, sight),
          calls: callsSeen(calls.calls, sight),
        });
      },
    }),
    look({
      path: '/flows',
      roles: people,
      tag: 'flows',
      summary: 'All flows',
      response: schemas.flowsShown,
      handle: async caller => given({ nowMs: now(), flows: await flowsNow(parts, caller) }),
    }),
    look({
      path: '/flows/:flow',
      roles: people,
      tag: 'flows',
      summary: 'One flow',
      params: z.object({ flow: nameIn('Id of a flow.') }),
      response: schemas.flowShown,
      handle: async (caller, { params }) => {
        const found = (await flowsNow(parts, caller)).find(({ flow }) => flow === params.flow);
        return found === undefined ? refused(problems.notFound) : given(found);
      },
    }),
    look({
      path: '/alarms',
      roles: people,
      tag: 'alarms',
      summary: 'What is not as it should be, and what to do about it',
      response: schemas.alarmsShown,
      handle: async ({ sight }) => {
        const { alarms } = await looks.status();
        const ofCalls = alarms.filter(one => seesAlarm(one, sight)).map(showAlarm);
        return given({ nowMs: now(), alarms: [...ofCalls, ...parts.findings().map(showFinding)] });
      },
    }),
  ];
}

function callEndpoints({ looks, words }: ApiParts): Endpoint[] {
  const params = z.object({ call: nameIn('Id of a call.') });
  return [
    look({
      path: '/calls',
      roles: people,
      tag: 'calls',
      summary: 'Calls in line and in talks; of an agent his own',
      response: schemas.callsShown,
      handle: async ({ sight }) => {
        const { nowMs, calls } = await looks.calls();
        return given({ nowMs, calls: callsSeen(calls, sight) });
      },
    }),
    look({
      path: '/calls/:call',
      roles: people,
      tag: 'calls',
      summary: 'One call',
      params,
      response: schemas.callShown,
      handle: async ({ sight }, asked) => {
        const { calls } = await looks.calls();
        const [call] = callsSeen(calls, sight).filter(one => one.call === asked.params.call);
        return call === undefined ? refused(problems.notFound) : given(call);
      },
    }),
    look({
      path: '/calls/:call/explanation',
      roles: supervisors,
      tag: 'calls',
      summary: 'Every decision about one call, in sentences; of past calls as well',
      params,
      response: schemas.explanationShown,
      handle: async ({ sight, language }, asked) => {
        const { call } = asked.params;
        const [{ facts }, status, floor] = await Promise.all([
          looks.ask('explain', { call }),
          looks.status(),
          looks.agents(),
        ]);
        const flow = lastFlow(facts.map(({ fact }) => fact));
        if (flow === null || !sight.flow(flow)) return refused(problems.notFound);
        const steps = words.story(facts, status, floor, language);
        return given({
          call,
          steps: facts.map(({ seq, atMs, fact }, index) => ({
            ...{ seq, atMs, type: fact.type },
            text: steps[index]?.text ?? fact.type,
            details: [...(steps[index]?.details ?? [])],
          })),
        });
      },
    }),
  ];
}

/** The flow in which a call is, or was at its end. */
function lastFlow(facts: readonly Fact[]): string | null {
  let flow: string | null = null;
  for (const fact of facts) {
    if (isPlace(fact)) flow = fact.flow;
    if (fact.type === 'call-moved') flow = fact.to;
  }
  return flow;
}

function agentEndpoints({ looks }: ApiParts): Endpoint[] {
  return [
    look({
      path: '/agents',
      roles: people,
      tag: 'agents',
      summary: 'Agents and what they do now',
      response: schemas.agentsShown,
      handle: async ({ sight }) => {
        const [answer, calls] = await Promise.all([looks.agents(), looks.calls()]);
        return given({ nowMs: answer.nowMs, agents: agentsSeen(answer, calls, sight) });
      },
    }),
    look({
      path: '/agents/:agent',
      roles: people,
      tag: 'agents',
      summary: 'One agent',
      params: z.object({ agent: nameIn('Id of an agent.') }),
      response: schemas.agentShown,
      handle: async ({ sight }, { params }) => {
        const [answer, calls] = await Promise.all([looks.agents(), looks.calls()]);
        const found = agentsSeen(answer, calls, sight).find(({ agent }) => agent === params.agent);
        return found === undefined ? refused(problems.notFound) : given(found);
      },
    }),
  ];
}

function caseEndpoints({ looks }: ApiParts): Endpoint[] {
  return [
    look({
      path: '/cases',
      roles: people,
      tag: 'cases',
      summary: 'Cases that are not closed, the most urgent first; of an agent his own',
      response: schemas.casesShown,
      handle: async ({ sight }) => {
        const { nowMs, cases } = await looks.ask('cases', { case: null });
        return given({ nowMs, cases: cases.filter(one => seesCase(one, sight)).map(showCase) });
      },
    }),
    look({
      path: '/cases/:case',
      roles: people,
      tag: 'cases',
      summary: 'One case, with its notes',
      params: z.object({ case: nameIn('Id of a case.') }),
      response: schemas.caseShown,
      handle: async ({ sight }, { params }) => {
        const { cases } = await looks.ask('cases', { case: params.case });
        const [found] = cases.filter(one => seesCase(one, sight));
        return found === undefined ? refused(problems.notFound) : given(showCase(found));
      },
    }),
  ];
}

function siteEndpoints({ site, looks, audit }: ApiParts): Endpoint[] {
  const { core } = site;
  return [
    look({
      path: '/site',
      roles: people,
      tag: 'site',
      summary: 'Names that pages show: flows, reasons, wrap-up codes, skills, colours of cases',
      response: schemas.siteShown,
      handle: async ({ sight }) =>
        given({
          name: core.name,
          zone: site.zone,
          languages: [...site.languages],
          revision: core.revision,
          flows: [...core.flows.values()]
            .filter(({ id }) => sight.flow(id))
            .map(({ id, name }) => ({ id, name })),
          reasons: core.notReadyReasons.map(({ id, name }) => ({ id, name })),
          wrapUpCodes: [...(core.wrapUpCodes?.values() ?? [])].map(({ id, name }) => ({ id, name })),
          skills: [...(core.skills ?? [])].map(([id, name]) => ({ id, name })),
          caseColours: core.cases?.colours.map(({ id, name }) => ({ id, name })) ?? null,
        }),
    }),
    look({
      path: '/targets',
      roles: people,
      tag: 'agents',
      summary: 'Where an agent may send his caller: the closed lists of the site file',
      response: schemas.targetsShown,
      handle: async () => {
        const [{ agents }, status] = await Promise.all([looks.agents(), looks.status()]);
        const { numbers } = core.transfers;
        const partners = [...core.partners.values()].map(({ id, name }) => ({ id, name }));
        return given({
          agents: agents.map(({ agent, name, state }) => ({ id: agent, name, state })),
          flows: status.flows.map(({ flow, name, open }) => ({ id: flow, name, open })),
          partners: partners.filter(({ id }) => !numbers.has(id)),
          numbers: partners.filter(({ id }) => numbers.has(id)),
        });
      },
    }),
    look({
      path: '/audit',
      roles: technicians,
      tag: 'site',
      summary: 'Who did what, from where, and what came of it; newest first',
      query: z.object({
        limit: z.coerce.number().int().min(1).max(1_000).default(100),
        user: z.string().max(64).optional(),
      }),
      response: schemas.auditShown,
      handle: async (_caller, { query }) => given({ entries: audit.read(query.limit, query.user ?? null) }),
    }),
  ];
}
