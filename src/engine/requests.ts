// What the daemon answers on its control socket: the engine's views, commands that become inputs, and questions to the journal.
import type { Text } from '../base/language.js';
import type { Customer } from '../core/customers.js';
import type { Actor, CallId } from '../core/facts.js';
import type { RecordingId } from '../core/facts-listening.js';
import type { CommandAnswer } from '../core/inputs.js';
import type { CampaignId } from '../core/site-campaigns.js';
import type { AlarmView } from '../link/alarm-messages.js';
import type { CampaignsView, ListedView } from '../link/campaign-messages.js';
import type { CustomersState } from '../link/customer-messages.js';
import type { CheckpointState, Finding, Requests, Status } from '../link/messages.js';
import { alarmViews, findingOf } from './alarm-views.js';
import type { StoreHealth } from './alarms.js';
import { casesView, openCases } from './case-views.js';
import { deskView } from './desk-views.js';
import type { Engine } from './engine.js';
import { listeningViews } from './listening-views.js';
import { outboundList } from './outbound-views.js';
import { partnerViews } from './partner-views.js';
import type { FactStore } from './ports.js';
import type { SignDesk } from './sign-desk.js';
import { agentViews, callViews, flowViews, trunkViews } from './views.js';

export type Daemon = {
  readonly engine: Engine;
  readonly store: Pick<FactStore, 'factsOf' | 'lastSeq'>;
  readonly storeHealth: () => StoreHealth;
  readonly version: string;
  readonly boot: string;
  readonly startedAtMs: number;
  readonly simulated: boolean;
  /** The zone of the site file in force, and since when it is. */
  readonly site: () => {
    readonly zone: string;
    readonly inForceSinceMs: number;
    /** Of the page about a customer. */
    readonly page: string | null;
  };
  /** Reads the site file again; problems are worded. */
  readonly reload: () => Promise<readonly Text[]>;
  readonly checkpoints: {
    readonly state: () => CheckpointState;
    /** Begins one, if none is being written. */
    readonly begin: (to: string | null) => void;
  };
  readonly recordings: {
    readonly list: (call: CallId | null, limit: number) => Promise<Requests['recordings']['result']>;
    readonly open: (recording: RecordingId, by: Actor) => Promise<Requests['open-recording']['result']>;
  };
  readonly signs: SignDesk;
  readonly campaigns: {
    readonly view: () => Promise<CampaignsView>;
    readonly add: (
      campaign: CampaignId,
      listed: readonly ListedView[],
      by: Actor,
    ) => Promise<Requests['campaign-add']['result']>;
    readonly clear: (campaign: CampaignId, by: Actor) => Promise<Requests['campaign-clear']['result']>;
    readonly records: (
      campaign: CampaignId,
      afterId: number,
      limit: number,
    ) => Promise<Requests['campaign-records']['result']['records']>;
    readonly bar: (
      change: 'add' | 'remove',
      numbers: readonly string[],
      by: Actor,
    ) => Promise<Requests['do-not-call']['result']>;
    readonly barred: (after: string, limit: number) => Promise<Requests['do-not-call-list']['result']>;
  };
  readonly doctor: () => Promise<readonly Finding[]>;
  readonly customers: {
    readonly state: () => CustomersState;
    /** Opens the newest import. */
    readonly renew: () => Promise<void>;
    readonly find: (number: string) => Promise<Customer | null>;
  };
};

type Answers = {
  readonly [T in Exclude<keyof Requests, 'subscribe'>]: (
    ask: Requests[T]['ask'],
  ) => Requests[T]['result'] | Promise<Requests[T]['result']>;
};

const nobody: CommandAnswer = { ok: false, because: 'unknown-agent' };

export function answersOf(daemon: Daemon): Answers {
  const { engine, store } = daemon;
  const alarms = () => alarmViews(engine.state);
  return {
    status: () => statusOf(daemon, alarms()),
    agents: () => agentsOf(engine),
    desk: ({ agent }) => deskView(engine.state, agent, daemon.site().page, engine.now()),
    calls: () => ({ nowMs: engine.now(), calls: callViews(engine.state, daemon.site().page) }),
    explain: async ({ call }) => ({ facts: await store.factsOf(call) }),
    'agent-command': async ({ agent, command, by }) => {
      const answer = await engine.ask({ type: 'agent-command', agent, command, by });
      return answer ?? nobody;
    },
    supervision: async ({ order, by }) => {
      const answer = await engine.ask({ type: 'supervision', order, by });
      return answer ?? { ok: false, because: 'unknown-call' };
    },
    cases: ({ case: only }) => ({
      ...casesView(engine.state, only, engine.now()),
      zone: daemon.site().zone,
    }),
    'case-command': async ({ command, by }) => {
      const answer = await engine.askCase({ type: 'case-command', command, by });
      return answer ?? { about: 'case', ok: false, because: 'no-cases', case: null };
    },
    alarms: () => ({ nowMs: engine.now(), zone: daemon.site().zone, alarms: alarms() }),
    'alarm-command': async ({ command, by }) =>
      (await engine.ask({ type: 'alarm-command', command, by })) ?? { ok: false, because: 'unknown-alarm' },
    'report-alarms': ({ seen }) => {
      engine.input({ type: 'alarms-reported', seen });
      return {};
    },
    outbound: () => ({ ...outboundList(engine.state, engine.now()), zone: daemon.site().zone }),
    partners: () => {
      const nowMs = engine.now();
      return { nowMs, partners: partnerViews(engine.state, nowMs) };
    },
    'outbound-cancel': async ({ call, by }) =>
      (await engine.ask({ type: 'outbound-cancel', call, by })) ?? { ok: false, because: 'unknown-call' },
    'recording-command': async ({ agent, command, by }) =>
      (await engine.ask({ type: 'recording-command', agent, command, by })) ?? nobody,
    supervise: async ({ request, by }) => (await engine.ask({ type: 'supervise', request, by })) ?? nobody,
    listening: () => ({ nowMs: engine.now(), listening: listeningViews(engine.state) }),
    recordings: ({ call, limit }) => daemon.recordings.list(call, limit),
    'open-recording': ({ recording, by }) => daemon.recordings.open(recording, by),
    signs: () => daemon.signs.view(),
    'sign-order': ({ order, signs, by }) => daemon.signs.order(order, signs, by),
    'signs-report': ({ signs }) => {
      daemon.signs.report(signs);
      return { ok: true };
    },
    reload: async () => {
      const problems = await daemon.reload();
      return { ok: problems.length === 0, revision: engine.state.site.revision, problems };
    },
    checkpoint: ({ to }) => {
      daemon.checkpoints.begin(to);
      return daemon.checkpoints.state();
    },
    'checkpoint-state': () => daemon.checkpoints.state(),
    customers: async ({ renew }) => {
      if (renew) await daemon.customers.renew();
      return daemon.customers.state();
    },
    customer: async ({ number }) => ({ customer: await daemon.customers.find(number) }),
    campaigns: () => daemon.campaigns.view(),
    'campaign-order': async ({ campaign, order, by }) => {
      const answer = await engine.ask({ type: 'campaign-order', campaign, order, by });
      return answer ?? { ok: false, because: 'unknown-campaign' };
    },
    'campaign-add': ({ campaign, listed, by }) => daemon.campaigns.add(campaign, listed, by),
    'campaign-clear': ({ campaign, by }) => daemon.campaigns.clear(campaign, by),
    'campaign-records': async ({ campaign, afterId, limit }) => ({
      records: await daemon.campaigns.records(campaign, afterId, limit),
    }),
    'do-not-call': ({ change, numbers, by }) => daemon.campaigns.bar(change, numbers, by),
    'do-not-call-list': ({ after, limit }) => daemon.campaigns.barred(after, limit),
    'preview-answer': async ({ agent, answer, by }) =>
      (await engine.ask({ type: 'preview-answer', agent, answer, by })) ?? nobody,
    doctor: async () => ({
      findings: [...alarms().map(findingOf), ...(await daemon.doctor())],
    }),
  };
}

function agentsOf(engine: Engine): Requests['agents']['result'] {
  const { state } = engine;
  const nowMs = engine.now();
  const { notReadyReasons: reasons, wrapUpCodes } = state.site;
  return {
    nowMs,
    agents: agentViews(state, nowMs),
    reasons,
    wrapUpCodes: [...(wrapUpCodes?.values() ?? [])],
    openCases: openCases(state),
  };
}

function statusOf(daemon: Daemon, alarms: readonly AlarmView[]): Status {
  const { engine } = daemon;
  const { site } = engine.state;
  const { zone, inForceSinceMs } = daemon.site();
  const nowMs = engine.now();
  const health = daemon.storeHealth();
  return {
    version: daemon.version,
    site: site.name,
    zone,
    inForceSinceMs,
    revision: site.revision,
    boot: daemon.boot,
    startedAtMs: daemon.startedAtMs,
    nowMs,
    switch: { ...engine.switchHealth, simulated: daemon.simulated },
    store: { ok: health.trouble === null, why: health.trouble?.why ?? null, lastSeq: daemon.store.lastSeq },
    flows: flowViews(engine.state, nowMs),
    trunks: trunkViews(engine.state),
    alarms,
  };
}
