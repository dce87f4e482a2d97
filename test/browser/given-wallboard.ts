// A floor of seven flows and four teams in the middle of its day, for what is shown on a wall.
import type { Fact, Recorded } from '../../src/core/facts.js';
import type { Ports } from '../panel/given-panel.js';

const flows = {
  n1: ['Level 1', 'Niveau 1'],
  n2: ['Technical level 2', 'Assistance technique niveau 2'],
  retention: ['Retention', 'Fidélisation'],
  dealers: ['Distributors’ hot line', 'Hot line des distributeurs'],
  acquisition: ['Acquisition 3204', 'Acquisition 3204'],
  complaints: ['Complaints', 'Réclamations'],
  night: ['Night duty', 'Astreinte de nuit'],
} as const;

const teams = {
  paris: ['Paris', 'Paris'],
  lyon: ['Lyon', 'Lyon'],
  experts: ['Experts', 'Experts'],
  retention: ['Retention cell', 'Cellule fidélisation'],
} as const;

export const flowIds = Object.keys(flows);
const named = ([en, fr]: readonly [string, string]) => `{ en: "${en}", fr: "${fr}" }`;
const teamIds = Object.keys(teams);
const agents = Array.from({ length: 24 }, (_, index) => String(101 + index));

/** The site file. */
export const wallSite = (ports: Ports) => `
site: { name: "Plateau de Paris 19e", zone: Europe/Paris, languages: [fr, en] }
asterisk:
  ami: { host: 127.0.0.1, port: 5038, user: plateau, password: "\${NOT_FOR_THE_PANEL}" }
  ari: { host: 127.0.0.1, port: 8088, user: plateau, password: "\${NOT_FOR_THE_PANEL}" }
trunks:
  operator: { name: Operator T2, kind: pjsip, endpoint: operator, channels: 30 }
partners:
  snt: { name: SNT, destinations: [{ trunk: operator, number: "0145000000" }] }
skills:
${flowIds.map(id => `  ${id}: ${named(flows[id as keyof typeof flows])}`).join('\n')}
teams:
${teamIds.map(id => `  ${id}: ${named(teams[id as keyof typeof teams])}`).join('\n')}
agents:
${agents
  .map(
    (id, index) =>
      `  - { phone: PJSIP/${id}, name: Agent ${id}, teams: [${teamIds[index % 4]}], skills: { ${flowIds
        .slice(0, 6)
        .map(flow => `${flow}: 1`)
        .join(', ')} } }`,
  )
  .join('\n')}
flows:
${flowIds
  .map(
    id => `  ${id}:
    name: ${named(flows[id as keyof typeof flows])}
    rings: [{ at: 0s, agents: ${id} }, { at: 90s, partners: [snt] }]
    closed: release
    serviceLevel: { target: 80%, within: 20s }
    expectedHandle: 3m`,
  )
  .join('\n')}
thresholds:
  n1.waiting: { amber: 3, red: 6 }
panel: { port: ${ports.page}, boardsPort: ${ports.boards} }
`;

const rule = { kind: 'rule', name: 'test' } as const;
const halfHourMs = 30 * 60_000;

/** Facts of a day up to `nowMs`: calls answered in time and late, by agents and the partner, and calls that nobody answered. */
export function dayUpTo(nowMs: number): Recorded[] {
  const facts: { readonly atMs: number; readonly fact: Fact }[] = [];
  const firstMs = nowMs - 11 * halfHourMs;
  for (const agent of agents)
    facts.push({ atMs: firstMs, fact: { type: 'agent-logged-in', agent, by: rule } });
  let count = 0;
  for (let slot = 0; slot < 11; slot += 1)
    for (const [place, flow] of flowIds.entries()) {
      const calls = Math.round(14 * Math.sin(((slot + 1) * Math.PI) / 13) + 3 - place);
      for (let one = 0; one < calls; one += 1) {
        count += 1;
        const atMs =
          firstMs + slot * halfHourMs + Math.floor((one * halfHourMs) / (calls + 1)) + place * 1000;
        facts.push(...storyOf(`d${count}`, flow, count, slot > 7 && place < 2, atMs));
      }
    }
  return facts
    .filter(one => one.atMs < nowMs)
    .sort((a, b) => a.atMs - b.atMs)
    .map((one, index) => ({ ...one, seq: index + 1 }));
}

function storyOf(call: string, flow: string, count: number, isBusy: boolean, atMs: number) {
  const leg = `${call}.1`;
  const late = isBusy ? count % 2 === 0 : count % 9 === 0;
  const waitedMs = late ? 45_000 : 4_000 + (count % 12) * 1000;
  const partner = count % 8 === 3 ? 'snt' : null;
  const agent = partner === null ? (agents[count % agents.length] ?? '101') : null;
  const end = { call, flow, reason: null, waitedMs, position: 0 } as const;
  const entered = { atMs, fact: queuedIn(flow, call) };
  if (count % 13 === 5)
    return [
      entered,
      { atMs: atMs + waitedMs, fact: { type: 'call-ended', ...end, end: 'abandoned', talkMs: 0 } as const },
    ];
  const talkMs = 150_000 + (count % 7) * 20_000;
  const overMs = atMs + waitedMs + talkMs;
  return [
    entered,
    { atMs: atMs + waitedMs, fact: { type: 'call-answered', call, leg, agent, partner, waitedMs } as const },
    { atMs: overMs, fact: { type: 'talk-ended', call, leg, agent, partner, talkMs, by: 'caller' } as const },
    { atMs: overMs + 1, fact: { type: 'call-ended', ...end, end: 'caller-hung-up', talkMs } as const },
  ];
}

export const queuedIn = (flow: string, call: string): Fact => ({
  ...{ type: 'call-queued', call, channel: `PJSIP/${call}`, flow, caller: '0142345617', callerName: '' },
  ...{ dialled: '3200', trunk: 'operator', language: 'fr', choice: '1', priority: 0, virtualEntryAtMs: 0 },
});
