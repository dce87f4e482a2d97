// A call's whole way through the real core, so that what is explained is what was decided: a RONA, a refusal, a cap, a busy partner.
// And a floor at one moment, as a daemon would describe it.
import type { Recorded } from '../../src/core/facts.js';
import type { Input } from '../../src/core/inputs.js';
import type { AgentView, Requests, Status } from '../../src/link/messages.js';
import { Floor, givenAgent, givenFlow, givenPartner, givenSite, noon } from '../core/given.js';

const flow = givenFlow({
  id: 'n1',
  name: { en: 'Level 1', fr: 'Niveau 1' },
  rings: [
    { kind: 'agents', requirement: 'internet>=3', afterMs: 0, whenWaitingAtLeast: null },
    { kind: 'agents', requirement: 'internet>=1', afterMs: 30_000, whenWaitingAtLeast: null },
    { kind: 'partners', partners: ['opl', 'snt'], afterMs: 60_000, whenWaitingAtLeast: null },
  ],
  announcements: { firstAfterMs: 20_000, everyMs: 60_000, position: true, expectedWait: true },
});

const site = givenSite(
  [flow],
  [
    givenAgent('101', { internet: 4 }, { name: 'Marie Dupont' }),
    givenAgent('102', { internet: 3 }, { name: 'Hélène Lefèvre' }),
    givenAgent('103', { internet: 1 }, { name: 'Luc' }),
    givenAgent('104', { voip: 2 }, { name: 'Nouvelle' }),
  ],
  [
    givenPartner('opl', { caps: { concurrent: 0, perMinute: null, minutesPerDay: null } }),
    givenPartner('snt', { destinations: [{ trunk: 'out', number: '0199000002' }] }),
  ],
  { noAnswersBeforeNotReady: 2, wrapUpMs: 30_000 },
);

/** Keeps each fact with its moment and its number. */
class RecordingFloor extends Floor {
  readonly recorded: Recorded[] = [];

  override step(input: Input): void {
    const before = this.facts.length;
    super.step(input);
    for (const fact of this.facts.slice(before))
      this.recorded.push({ seq: this.recorded.length + 1, atMs: this.nowMs, fact });
  }
}

export const call = '1795428000.7';

/** RONA by 101, refused by 102, ring 2 to 103 whose phone is busy, one partner capped and one busy, then 101 once more, who answers. */
export function givenDay(): readonly Recorded[] {
  const floor = new RecordingFloor(site);
  floor.logsIn('101', '102', '103');
  floor.passes(60_000);
  floor.arrives(call, 'n1');
  floor.step({ type: 'leg-ringing', leg: floor.legTo('101') });
  floor.passes(19_000);
  floor.step({ type: 'leg-ended', leg: floor.legTo('102'), end: 'rejected' });
  floor.passes(11_000);
  floor.step({ type: 'leg-ended', leg: floor.legTo('103'), end: 'busy' });
  floor.command('102', { kind: 'not-ready', reason: 'lunch' });
  floor.command('103', { kind: 'logout' });
  floor.passes(31_000);
  const [toPartner = ''] = floor.state.legs.keys();
  floor.step({ type: 'leg-ended', leg: toPartner, end: 'busy' });
  floor.passes(14_500);
  floor.answers('101');
  floor.passes(200_000);
  floor.step({ type: 'caller-hung-up', call });
  return floor.recorded;
}

export const nowMs = noon + 600_000;

function agentView(agent: string, about: Partial<AgentView>): AgentView {
  const setup = site.agents.get(agent);
  return {
    agent,
    name: setup?.name ?? agent,
    endpoint: setup?.endpoint ?? '',
    state: 'ready',
    sinceMs: nowMs - 80_000,
    reason: null,
    call: null,
    leaving: false,
    untilMs: null,
    phone: 'idle',
    teams: [],
    skills: Object.fromEntries(setup?.skills ?? []),
    siteSkills: null,
    lastTalk: null,
    ...about,
  };
}

export const floorNow: Requests['agents']['result'] = {
  nowMs,
  openCases: null,
  wrapUpCodes: [{ id: 'fault', name: { en: 'Line fault', fr: 'Panne de ligne' } }],
  agents: [
    agentView('101', {
      state: 'wrap-up',
      leaving: true,
      sinceMs: nowMs - 4_000,
      untilMs: nowMs + 26_000,
      call,
    }),
    agentView('102', { state: 'not-ready', sinceMs: nowMs - 510_000, reason: 'lunch' }),
    agentView('103', { state: 'logged-out', sinceMs: nowMs - 90_000_000 }),
    agentView('104', { state: 'logged-out', sinceMs: 0 }),
  ],
  reasons: [
    { id: 'lunch', code: '1', name: { en: 'Lunch', fr: 'Repas' } },
    { id: 'training', code: '2', name: { en: 'Training', fr: 'Formation' } },
  ],
};

export const callsNow: Requests['calls']['result'] = {
  nowMs,
  calls: [
    {
      call: '1795428500.12',
      flow: 'n1',
      caller: '0612345678',
      dialled: '3200',
      state: 'waiting',
      queuedAtMs: nowMs - 45_000,
      virtualEntryAtMs: nowMs - 45_000,
      answeredAtMs: null,
      ring: 1,
      agents: [],
      partner: null,
      customer: null,
      page: null,
    },
    {
      call: '1795428400.9',
      flow: 'n1',
      caller: '',
      dialled: '3200',
      state: 'talking',
      queuedAtMs: nowMs - 200_000,
      virtualEntryAtMs: nowMs - 200_000,
      answeredAtMs: nowMs - 120_000,
      ring: 2,
      agents: [],
      partner: 'snt',
      customer: null,
      page: null,
    },
  ],
};

export const statusNow: Status = {
  version: '0.1.0',
  site: 'Plateau Paris 19e',
  zone: 'Europe/Paris',
  revision: '4f2a',
  inForceSinceMs: noon - 3_600_000,
  boot: 'b7',
  startedAtMs: nowMs - 151_200_000,
  nowMs,
  switch: { connected: true, version: '22.10.1', simulated: false, why: null },
  store: { ok: false, why: 'ENOSPC: no space left on device', lastSeq: 48_213 },
  flows: [
    {
      flow: 'n1',
      name: flow.name,
      waiting: 1,
      talking: 1,
      longestWaitMs: 45_000,
      open: true,
      forced: { to: 'open', untilMs: noon + 7_200_000, by: { kind: 'supervisor', name: 'claire' } },
      scores: { given: 3, sum: 13 },
      rings: flow.rings,
      share: {
        target: { kind: 'target', inHousePercent: 40 },
        untilMs: noon + 3_600_000,
        inHouse: 43,
        byPartner: { snt: 20, opl: 37 },
        proportions: { opl: 2, snt: 1 },
        opensAfterMs: 40_000,
      },
    },
    {
      flow: '3204',
      name: { en: 'Acquisition', fr: 'Acquisition' },
      waiting: 0,
      talking: 0,
      longestWaitMs: 0,
      open: false,
      forced: null,
      scores: { given: 0, sum: 0 },
      rings: [],
      share: null,
    },
  ],
  trunks: [{ trunk: 'out', name: 'Opérateur', inUse: 1, usable: 30, alarm: null }],
  alarms: [
    {
      alarm: 'store-degraded',
      kind: 'store-degraded',
      about: null,
      severity: 'critical',
      sinceMs: nowMs - 90_000,
      acknowledged: { by: { kind: 'command-line', name: 'luc' }, atMs: nowMs - 30_000, note: 'on my way' },
      text: {
        en: 'The journal cannot be written: the disk is full',
        fr: 'Le journal ne peut être écrit : le disque est plein',
      },
      advice: { en: 'Make room on the disk', fr: 'Faites de la place sur le disque' },
    },
  ],
};

/** Two signs, one of which cannot be reached. */
export const signsNow: Requests['signs']['result'] = {
  known: ['hall', 'gate'],
  signs: [
    {
      sign: 'hall',
      protocol: 'alpha',
      place: '10.0.0.31:3001',
      trouble: null,
      pages: ['N1 ATT   3 MAX  0:45', 'N1 QS  82%'],
    },
    {
      sign: 'gate',
      protocol: 'modbus',
      place: '10.0.0.40:502',
      trouble: '10.0.0.40:502: ECONNREFUSED',
      pages: ['ATT   3'],
    },
  ],
  reportedAtMs: nowMs - 2_000,
  nowMs,
};
