// The HTTP API beside a calls process that the test makes up: what it is asked is written down, what it answers is scripted.
import type { Test } from 'tap';
import { OutsideError } from '../../src/base/errors.js';
import type { Fact, Recorded } from '../../src/core/facts.js';
import type { DeskCall } from '../../src/link/desk-messages.js';
import type { AgentView, CallView, Requests, RequestType, Status } from '../../src/link/messages.js';
import { agentToday } from '../../src/panel/agent-time.js';
import { FactEvents } from '../../src/panel/api/events.js';
import { type Ask, Looks } from '../../src/panel/api/looks.js';
import { serveApi } from '../../src/panel/api/serve.js';
import type { FactFeed, FeedEvents } from '../../src/panel/feed.js';
import { emptyFloor, unseenAgent } from '../../src/panel/floor.js';
import { keptDay } from '../../src/panel/half-hours.js';
import { localDates } from '../../src/panel/local-date.js';
import { momentOf } from '../../src/panel/moment.js';
import { applyFact } from '../../src/panel/projection.js';
import { setUp } from '../../src/panel/setup.js';
import { pageStateOf } from '../../src/panel/web/view.js';
import { words } from '../../src/panel-words.js';
import { quietLog } from '../quiet-log.js';
import { compiled } from '../site/small-site.js';
import { givenWeb } from './given-door.js';

const siteText = `site: { name: Paris, zone: Europe/Paris, languages: [en, fr] }
asterisk:
  ami: { password: one }
  ari: { password: two }
trunks:
  out: { name: Out, kind: pjsip, endpoint: out, channels: 30 }
partners:
  snt: { name: SNT, destinations: [{ trunk: out, number: "0145000000" }] }
skills: { n1: { en: Level 1, fr: Niveau 1 }, n2: { en: Level 2, fr: Niveau 2 } }
agents:
  - { phone: PJSIP/101, name: Alice Martin, skills: { n1: 2 } }
  - { phone: PJSIP/102, name: Bruno Petit, skills: { n2: 1 } }
  - { phone: PJSIP/107, name: Chloe Roux, skills: { n1: 1, n2: 1 } }
notReadyReasons:
  lunch: { code: 1, name: { en: Lunch, fr: Repas } }
flows:
  n1: { name: { en: Level 1, fr: Niveau 1 }, rings: [{ at: 0s, agents: n1 }] }
  n2: { name: { en: Level 2, fr: Niveau 2 }, rings: [{ at: 0s, agents: n2 }] }
signs:
  hall: { protocol: alpha, host: 10.0.0.9, port: 3001, columns: 20, rows: 1, pages: ["{n1.waiting}"] }
supervisors:
  anna: { name: Anna, phone: PJSIP/901, may: [listen, whisper] }
  both: { name: Both, phone: PJSIP/902, may: [listen], flows: [n1, n2] }
  second: { name: Second, phone: PJSIP/903, may: [listen, whisper], flows: [n2] }
transfers:
  numbers:
    bank: { name: Bank, trunk: out, number: "0140000002" }
`;

const site = await compiled(siteText);
export const setup = setUp(site.core, localDates(site.zone));
export const nowMs = Date.UTC(2026, 10, 23, 9);

export const agentView = (agent: string, name: string, call: string | null): AgentView => ({
  ...{ agent, name, endpoint: `PJSIP/${agent}`, state: call === null ? 'ready' : 'talking', sinceMs: nowMs },
  ...{
    reason: null,
    call,
    leaving: false,
    untilMs: null,
    phone: 'idle',
    teams: ['floor'],
    skills: { n1: 2 },
    siteSkills: null,
    lastTalk: null,
  },
});

export const callView = (call: string, flow: string, agents: readonly string[]): CallView => ({
  ...{ call, flow, caller: '0142345617', dialled: '3200', state: agents.length > 0 ? 'talking' : 'waiting' },
  ...{
    queuedAtMs: nowMs,
    virtualEntryAtMs: nowMs,
    answeredAtMs: null,
    ring: 0,
    agents,
    partner: null,
    page: null,
  },
  customer: {
    ...{ id: '4711', name: 'Camille', unit: null, attributes: { vip: true } },
    ...{ found: 'caller-number', source: 'directory' },
  },
});

const deskCall: DeskCall = {
  ...{ call: 'c1', flow: 'n1', flowName: { en: 'Level 1', fr: 'Niveau 1' }, caller: '0142345617' },
  ...{ callerName: '', dialled: '3200', stage: 'talking', queuedAtMs: nowMs, waitedMs: 4_000 },
  ...{ waitingSinceMs: null, talkSinceMs: nowMs, untilMs: null, held: false, recording: 'on' },
  ...{ repeat: true, contacts: 2, case: 'K1', page: 'https://crm/4711', outbound: null },
  transfer: {
    ...{ part: 'sender', manner: 'consultation', to: { kind: 'flow', flow: 'n2' }, fromName: 'Alice Martin' },
    ...{ toName: { en: 'Level 2', fr: 'Niveau 2' }, stage: 'sought', talksWith: 'target' },
  },
  customer: {
    ...{ id: '4711', name: 'Camille', unit: null, attributes: { vip: true } },
    ...{ found: 'caller-number', source: 'directory' },
  },
};

const flowView = (flow: string): Status['flows'][number] => ({
  ...{ flow, name: { en: flow, fr: flow }, waiting: 1, talking: 0, longestWaitMs: 0, open: true },
  ...{ scores: { given: 0, sum: 0 }, rings: [], forced: null, share: null },
});

const status: Status = {
  ...{ version: '0', site: 'Paris', zone: 'Europe/Paris', revision: 'r', inForceSinceMs: 0, boot: 'b' },
  ...{ startedAtMs: 0, nowMs, trunks: [], flows: [flowView('n1'), flowView('n2')] },
  switch: { connected: true, version: '22', simulated: false, why: null },
  store: { ok: true, why: null, lastSeq: 3 },
  alarms: [
    {
      ...{ alarm: 'trunk-down:out', kind: 'trunk-down', about: 'out', severity: 'major', sinceMs: nowMs },
      ...{ text: { en: 'trunk', fr: 'faisceau' }, advice: { en: 'look', fr: 'voir' }, acknowledged: null },
    },
  ],
};

const rule = { kind: 'rule', name: 'test' } as const;

export const queued = (call: string, flow: string): Fact => ({
  ...{ type: 'call-queued', call, channel: `PJSIP/${call}`, flow, caller: '0142345617', callerName: '' },
  ...{ dialled: '3200', trunk: 'out', language: 'fr', choice: '', priority: 0, virtualEntryAtMs: nowMs },
});
export const answered = (call: string, agent: string): Fact => ({
  ...{ type: 'call-answered', call, leg: `${call}.1`, agent, partner: null, waitedMs: 4_000 },
});
export const toCallBack = (call: string, flow: string): Fact => ({
  ...{ type: 'outbound-queued', call, kind: 'callback', subject: 'c1', flow, number: '+33142345617' },
  ...{ name: '', language: 'fr', priority: 0, virtualEntryAtMs: nowMs, notBeforeMs: nowMs },
  ...{ expiresAtMs: null, onlyAgent: null, by: rule },
});
export const loggedIn = (agent: string): Fact => ({ type: 'agent-logged-in', agent, by: rule });

const caseView = (id: string, owner: string | null, flow: string | null) => ({
  ...{ case: id, customer: '4711', customerName: 'Camille', owner, colour: 'red', state: 'open' as const },
  ...{ entity: null, flow, openedAtMs: nowMs, changedAtMs: nowMs, callBackAtMs: null },
  ...{ number: null, callBack: null, lastCallBack: null },
  notes: [{ atMs: nowMs, by: rule, text: 'no tone' }],
});

const campaignView = (campaign: string, flow: string) => ({
  ...({ campaign, flow, name: { en: campaign, fr: campaign }, mode: 'preview', state: 'running' } as const),
  ...{ records: 10, open: 4, inLine: 1, reserved: 0, talking: 1, done: { talked: 6 }, nextAtMs: null },
});

type Answers = { [T in RequestType]?: (ask: Requests[T]['ask']) => Requests[T]['result'] };

const usual: Answers = {
  status: () => status,
  agents: () => ({
    nowMs,
    agents: [agentView('101', 'Alice Martin', 'c1'), agentView('102', 'Bruno Petit', null)],
    openCases: { '101': 1 },
    reasons: site.core.notReadyReasons,
    wrapUpCodes: [],
  }),
  calls: () => ({
    nowMs,
    calls: [callView('c1', 'n1', ['101']), callView('c2', 'n2', []), callView('c3', 'n1', [])],
  }),
  explain: ({ call }) => ({
    facts: call === 'c2' ? [{ seq: 1, atMs: nowMs, fact: queued('c2', 'n2') }] : [],
  }),
  partners: () => ({
    nowMs,
    partners: [
      {
        ...{ partner: 'snt', name: 'SNT', live: 1, lastMinute: 2, minutesToday: 30, waiting: 0 },
        ...{ caps: { concurrent: 4, perMinute: null, minutesPerDay: 600 }, cappedUntilMs: null },
      },
    ],
  }),
  listening: () => ({
    nowMs,
    listening: [{ supervisor: 'anna', agent: '101', mode: 'whisper', stays: true, state: 'waiting' }],
  }),
  campaigns: () => ({
    ...{ nowMs, zone: 'Europe/Paris', trouble: null },
    campaigns: [campaignView('renewal', 'n1'), campaignView('survey', 'n2')],
  }),
  'agent-command': () => ({ ok: true }),
  supervision: () => ({ ok: true }),
  supervise: () => ({ ok: true }),
  'sign-order': ({ signs }) =>
    signs?.some(sign => sign !== 'hall')
      ? { ok: false, because: 'unknown-sign' }
      : { ok: true, signs: ['hall'] },
  'alarm-command': () => ({ ok: true }),
  'recording-command': () => ({ ok: true }),
  'case-command': () => ({ about: 'case', ok: true, case: 'K1' }),
  cases: ({ case: only }) => ({
    ...{ nowMs, zone: 'Europe/Paris', rules: null, load: [] },
    cases: [caseView('K1', '101', 'n1'), caseView('K2', '102', 'n2'), caseView('K3', null, null)].filter(
      one => only === null || one.case === only,
    ),
  }),
  reload: () => ({ ok: true, revision: 'r2', problems: [] }),
  desk: ({ agent }) => ({
    nowMs,
    switchConnected: true,
    agent: agentView(agent, agent, 'c1'),
    call: deskCall,
    wrapUp: null,
  }),
  'preview-answer': () => ({ ok: true }),
};

export type AskedOf = { readonly type: RequestType; readonly ask: unknown };

/** A feed whose facts the test makes up. */
export class ScriptedFeed implements FactFeed {
  readonly journal: Recorded[] = [];
  readonly asked: AskedOf[] = [];
  readonly answers: Answers;
  isAway = false;
  firstSeq = 1;
  #events: FeedEvents | null = null;
  #next = Number.POSITIVE_INFINITY;

  constructor(answers: Answers = {}) {
    this.answers = { ...usual, ...answers };
  }

  ask: Ask = (type, ask) => {
    this.asked.push({ type, ask });
    if (this.isAway) return Promise.reject(new OutsideError('daemon-lost', 'away'));
    const answer = this.answers[type];
    return answer === undefined
      ? Promise.reject(new OutsideError('daemon-refused', `not asked in these tests: ${type}`))
      : Promise.resolve(answer(ask));
  };

  start(events: FeedEvents): void {
    this.#events = events;
    queueMicrotask(() => events.connected());
  }

  subscribe(fromSeq: number): void {
    queueMicrotask(() => {
      const last = this.journal.at(-1)?.seq ?? 0;
      this.#events?.subscribed({ firstSeq: this.firstSeq, lastSeq: last });
      this.#next = fromSeq === 0 ? last + 1 : Math.max(fromSeq, this.firstSeq);
      this.#flow();
    });
  }

  /** Something happens now. */
  happen(...facts: readonly Fact[]): void {
    for (const fact of facts)
      this.journal.push({ seq: (this.journal.at(-1)?.seq ?? 0) + 1, atMs: nowMs, fact });
    this.#flow();
  }

  /** The connection is lost and comes back. */
  reconnect(): void {
    this.#next = Number.POSITIVE_INFINITY;
    this.#events?.lost('test');
    this.#events?.connected();
  }

  async close(): Promise<void> {
    this.#events = null;
  }

  #flow(): void {
    const facts = this.journal.filter(({ seq }) => seq >= this.#next);
    if (facts.length === 0) return;
    this.#next = (facts.at(-1)?.seq ?? 0) + 1;
    this.#events?.facts(facts);
  }
}

const { dateOf } = setup.rules;

/** A call in each flow, and one the day before. */
const floorOfDay = emptyFloor();
for (const [index, flow] of ['n1', 'n2', 'n1'].entries())
  applyFact(
    floorOfDay,
    { seq: index + 1, atMs: nowMs - (index === 2 ? 86_400_000 : 0), fact: queued(`h${index}`, flow) },
    setup.rules,
  );

/** The day before, an agent said what her call was about, and thought again today. */
for (const [index, code] of ['fault', 'sale'].entries())
  applyFact(
    floorOfDay,
    {
      ...{ seq: 4 + index, atMs: nowMs - (1 - index) * 86_400_000 },
      fact: {
        ...{ type: 'wrap-up-coded', call: 'h2', leg: 'h2.1', agent: '101', flow: 'n1', code },
        ...{ instead: index === 0 ? null : 'fault', by: rule },
      },
    },
    setup.rules,
  );

/** The API of that site, with everybody of `people` as users. */
export async function givenApi(t: Test, answers: Answers = {}, most?: number) {
  const feed = new ScriptedFeed(answers);
  const log = quietLog();
  const events = new FactEvents({ feed, log, now: () => nowMs, ...(most === undefined ? {} : { most }) });
  const web = await givenWeb(t, setup, undefined, (app, frame, stream, door) =>
    serveApi(app, frame, {
      ...{ site, setup, door, events, words, version: '1.2.3', audit: door.audit, now: () => nowMs },
      looks: new Looks(feed.ask),
      page: () => stream.state,
      halfHours: date => keptDay(floorOfDay, setup, dateOf(nowMs), date ?? dateOf(nowMs)),
      today: agent => agentToday(unseenAgent(agent), nowMs, setup.rules),
      lastSeq: () => events.lastSeq,
      findings: () => [],
    }),
  );
  const current = { currentAtMs: nowMs, complete: true, counted: null, lost: null, heartbeat: null };
  const page = { setup, zone: site.zone, thresholds: [], signs: [], teams: new Map() };
  web.stream.update(pageStateOf(momentOf(emptyFloor(), current, setup, nowMs), page), nowMs);
  events.start();
  t.teardown(() => events.close());
  return { ...web, feed, events };
}
