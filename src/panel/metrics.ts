// Figures for Prometheus: what signs and pages show, in its own units (seconds, ratios). The only file that knows prom-client.
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { overflowedInAll, releasedInAll } from './counts.js';
import type { FlowFigures } from './figures.js';
import type { Moment } from './moment.js';

export const metricsType = 'text/plain; version=0.0.4; charset=utf-8';

/** What a day's calls became. */
const outcomes = {
  offered: ({ today }: FlowFigures) => today.offered,
  answered: ({ today }: FlowFigures) => today.answered - overflowedInAll(today),
  overflowed: ({ today }: FlowFigures) => overflowedInAll(today),
  abandoned: ({ today }: FlowFigures) => today.abandoned,
  'short-abandoned': ({ today }: FlowFigures) => today.shortAbandoned,
  released: ({ today }: FlowFigures) => releasedInAll(today),
  fallback: ({ today }: FlowFigures) => today.fallback,
  lost: ({ today }: FlowFigures) => today.lost,
} as const;

export class Metrics {
  readonly #registry = new Registry();
  readonly #gauges: ReturnType<typeof gaugesIn>;
  #moment: Moment | null = null;

  constructor(version: string) {
    this.#gauges = gaugesIn(this.#registry);
    this.#gauges.info.set({ version }, 1);
    collectDefaultMetrics({ register: this.#registry });
  }

  /** From now on figures are of this moment. */
  update(moment: Moment): void {
    this.#moment = moment;
  }

  /** All of them as text. */
  text(): Promise<string> {
    if (this.#moment !== null) this.#fill(this.#moment);
    return this.#registry.metrics();
  }

  #fill({ figures, stale, ageMs, floor, nowMs }: Moment): void {
    const gauges = this.#gauges;
    for (const gauge of gauges.all) gauge.reset();
    gauges.stale.set(stale === null ? 0 : 1);
    gauges.age.set(ageMs / 1000);
    gauges.seq.set(floor.seq);
    for (const flow of figures.flows) this.#fillFlow(flow, nowMs);
    for (const { trunk, inUse, usable, alarm } of figures.trunks) {
      gauges.trunkInUse.set({ trunk }, inUse);
      if (usable !== null) gauges.trunkUsable.set({ trunk }, usable);
      gauges.trunkAlarm.set({ trunk }, alarm === null ? 0 : 1);
    }
    for (const { partner, talking } of figures.partners) gauges.partnerTalking.set({ partner }, talking);
    for (const [state, count] of Object.entries(figures.site.agents)) gauges.agents.set({ state }, count);
  }

  #fillFlow(figures: FlowFigures, nowMs: number): void {
    const { flow, level, serviceLevel, longestSinceMs, expectedWaitMs, today } = figures;
    const gauges = this.#gauges;
    gauges.waiting.set({ flow }, figures.waiting);
    gauges.talking.set({ flow }, figures.talking);
    gauges.withPartner.set({ flow }, figures.withPartner);
    gauges.longest.set({ flow }, longestSinceMs === null ? 0 : Math.max(0, nowMs - longestSinceMs) / 1000);
    if (expectedWaitMs !== null) gauges.expectedWait.set({ flow }, expectedWaitMs / 1000);
    if (serviceLevel.of > 0) gauges.serviceLevel.set({ flow }, serviceLevel.good / serviceLevel.of);
    gauges.target.set({ flow }, level.targetPercent / 100);
    for (const [state, count] of Object.entries(figures.agents))
      gauges.flowAgents.set({ flow, state }, count);
    for (const [outcome, count] of Object.entries(outcomes))
      gauges.calls.set({ flow, outcome }, count(figures));
    gauges.answeredWait.set({ flow }, today.answeredWaitMs / 1000);
    gauges.talk.set({ flow }, today.talkMs / 1000);
    for (const [code, count] of Object.entries(today.codes)) gauges.codes.set({ flow, code }, count);
    if (today.notCoded > 0) gauges.codes.set({ flow, code: '' }, today.notCoded);
  }
}

function gaugesIn(registry: Registry) {
  const gauge = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Gauge<L>({ name: `plateau_${name}`, help, labelNames, registers: [registry] });
  const moment = {
    stale: gauge('stale', '1 while figures must not be believed'),
    age: gauge('figures_age_seconds', 'Time since the figures were last confirmed'),
    seq: gauge('last_fact', 'Number of the last fact that was counted'),
    waiting: gauge('waiting_calls', 'Calls in line', 'flow'),
    talking: gauge('talking_calls', 'Calls with agents', 'flow'),
    withPartner: gauge('partner_calls', 'Calls with partners', 'flow'),
    longest: gauge('longest_wait_seconds', 'Longest wait of those in line', 'flow'),
    expectedWait: gauge('expected_wait_seconds', 'Expected wait of who calls now', 'flow'),
    serviceLevel: gauge(
      'service_level_ratio',
      'Service level of the day, by the formula of the flow',
      'flow',
    ),
    target: gauge('service_level_target_ratio', 'What the service level is to be', 'flow'),
    flowAgents: gauge('flow_agents', 'Agents who may take calls of the flow, by state', 'flow', 'state'),
    agents: gauge('agents', 'Agents of the site, by state', 'state'),
    trunkInUse: gauge('trunk_channels_in_use', 'Channels in use', 'trunk'),
    trunkUsable: gauge('trunk_channels_usable', 'Channels that can carry a call', 'trunk'),
    trunkAlarm: gauge('trunk_alarm', '1 while the trunk is in alarm', 'trunk'),
    partnerTalking: gauge('partner_talking_calls', 'Calls with the partner', 'partner'),
    // Gauges and no counters: a transfer takes an answer back, which `increase()` would read as a restart.
    calls: gauge('day_calls', 'Calls of the local day by what became of them', 'flow', 'outcome'),
    answeredWait: gauge(
      'day_answered_wait_seconds',
      'Waiting time of the answered calls of the local day',
      'flow',
    ),
    talk: gauge('day_talk_seconds', 'Time of talks of the local day', 'flow'),
    codes: gauge(
      'day_wrap_up_codes',
      'Talks of the local day by what agents said they were about; an empty code: nothing',
      'flow',
      'code',
    ),
  };
  const info = gauge('info', 'Version of the panel', 'version');
  return { ...moment, info, all: Object.values(moment) };
}
