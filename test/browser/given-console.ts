// A floor with somebody who may act on it, and a daemon's end that answers what the console asks.
import { mkdirSync } from 'node:fs';
import type { Test } from 'tap';
import type { Fact, Recorded } from '../../src/core/facts.js';
import type { SupervisionRequest } from '../../src/core/inputs.js';
import type { ListeningView } from '../../src/link/listening-messages.js';
import type { AgentView, CallView, RequestType, Status } from '../../src/link/messages.js';
import type { LinkAnswers } from '../../src/link/server.js';
import { writeUsers } from '../../src/users/file.js';
import { hashPassword } from '../../src/users/secrets.js';
import { type Daemon, givenPlace, isUp, startPanelProcess } from '../panel/given-panel.js';
import { flowIds, wallSite } from './given-wallboard.js';

export const password = 'correct horse battery';
export type AskedOf = { readonly type: RequestType; readonly ask: unknown };

/** `sue` sees all, `nina` one flow, `adam` is an agent. */
const users = {
  sue: { role: 'supervisor', agent: null, supervisor: 'anna', flows: null },
  nina: { role: 'supervisor', agent: null, supervisor: null, flows: ['night'] },
  adam: { role: 'agent', agent: '101', supervisor: null, flows: null },
} as const;

/** The panel in the middle of a day with its users. `asked`: what the daemon's end was asked to do. */
export async function givenConsole(t: Test, past: readonly Recorded[], more: Partial<LinkAnswers> = {}) {
  const asked: AskedOf[] = [];
  const place = await givenPlace(t, daemon => ({ ...answersFrom(daemon, asked), ...more }));
  place.daemon.facts.push(...past);
  const site = `${wallSite(place.ports)}
notReadyReasons:
  lunch: { code: 1, name: { en: Lunch, fr: Repas } }
supervisors:
  anna: { name: Anna, phone: PJSIP/901, may: [listen, whisper, barge] }
`;
  place.write(site);
  mkdirSync(`${place.folder}/data`, { recursive: true });
  const secret = await hashPassword(password);
  const names = Object.keys(users) as (keyof typeof users)[];
  writeUsers(
    `${place.folder}/data`,
    names.map(name => ({ ...users[name], name, secret })),
  );
  const panel = startPanelProcess(t, place);
  await isUp(panel);
  return { ...place, panel, asked, site, origin: `http://127.0.0.1:${place.ports.page}` };
}

const statusAt = (nowMs: number): Status => ({
  ...{ version: '0', site: 'Paris', zone: 'Europe/Paris', revision: 'r', inForceSinceMs: 0, boot: 'b' },
  ...{ startedAtMs: 0, nowMs, trunks: [], alarms: [] },
  flows: flowIds.map(flow => ({
    ...{ flow, name: { en: flow, fr: flow }, waiting: 0, talking: 0, longestWaitMs: 0, open: true },
    ...{ scores: { given: 0, sum: 0 }, rings: [], forced: null, share: null },
  })),
  switch: { connected: true, version: '22', simulated: false, why: null },
  store: { ok: true, why: null, lastSeq: 1 },
});

const isAbout = (fact: Fact, call: string) => 'call' in fact && fact.call === call;

/** Calls and agents as the facts have them, as far as the console looks. */
function answersFrom(daemon: Daemon, asked: AskedOf[]): Partial<LinkAnswers> {
  const done =
    (type: RequestType) =>
    (ask: unknown): { readonly ok: true } => {
      asked.push({ type, ask });
      return { ok: true };
    };
  let listening: ListeningView | null = null;
  return {
    status: () => ({ ...statusAt(Date.now()), alarms: alarmsOf(daemon) }),
    agents: () => ({
      nowMs: Date.now(),
      agents: Array.from({ length: 24 }, (_, index) => agentView(String(101 + index))),
      reasons: [],
      wrapUpCodes: [],
      openCases: null,
    }),
    calls: () => ({ nowMs: Date.now(), calls: callsOf(daemon) }),
    explain: ({ call }) => ({ facts: daemon.facts.filter(({ fact }) => isAbout(fact, call)) }),
    supervision: done('supervision'),
    supervise: ask => {
      asked.push({ type: 'supervise', ask });
      listening = listeningAfter(ask.request, listening);
      return { ok: true };
    },
    listening: () => ({ nowMs: Date.now(), listening: listening === null ? [] : [listening] }),
    'agent-command': done('agent-command'),
    'alarm-command': done('alarm-command'),
    'report-alarms': () => ({}),
  };
}

/** His phone was answered at once. */
function listeningAfter(request: SupervisionRequest, now: ListeningView | null): ListeningView | null {
  if (request.kind === 'stop') return null;
  if (request.kind === 'mode') return now === null ? null : { ...now, mode: request.mode };
  const { supervisor, agent, mode, stays } = request;
  return { supervisor, agent, mode, stays, state: 'hearing' };
}

const alarmsOf = ({ facts }: Daemon): Status['alarms'] =>
  facts.flatMap(({ fact, atMs }) => {
    if (fact.type !== 'alarm-raised') return [];
    const { alarm, cause, severity } = fact;
    const text = { en: alarm, fr: alarm };
    const about = { about: null, acknowledged: null, advice: null, text };
    return [{ ...about, alarm, kind: cause.kind, severity, sinceMs: atMs }];
  });

const agentView = (agent: string): AgentView => ({
  ...{ agent, name: `Agent ${agent}`, endpoint: `PJSIP/${agent}`, state: 'ready', sinceMs: 0, reason: null },
  ...{ call: null, leaving: false, untilMs: null, phone: 'idle', teams: ['paris'], skills: { n1: 1, n2: 1 } },
  siteSkills: null,
  lastTalk: null,
});

function callsOf({ facts }: Daemon): CallView[] {
  const calls = new Map<string, CallView>();
  for (const { fact, atMs } of facts) {
    if (fact.type === 'call-queued') {
      const { call, flow, caller, dialled, virtualEntryAtMs } = fact;
      calls.set(call, {
        ...{ call, flow, caller, dialled, virtualEntryAtMs, state: 'waiting', queuedAtMs: atMs, ring: 0 },
        ...{ answeredAtMs: null, agents: [], partner: null, page: null },
        customer: {
          ...{ id: '48151623', name: 'Camille Dupont', unit: null, attributes: { vip: true } },
          ...{ found: 'caller-number', source: 'directory' },
        },
      });
    } else if (fact.type === 'call-answered') {
      const call = calls.get(fact.call);
      const agents = fact.agent === null ? [] : [fact.agent];
      if (call !== undefined) calls.set(fact.call, { ...call, state: 'talking', answeredAtMs: atMs, agents });
    } else if (fact.type === 'call-ended') calls.delete(fact.call);
  }
  return [...calls.values()];
}
