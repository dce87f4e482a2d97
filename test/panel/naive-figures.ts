// Every figure again, the slow and obvious way: from the whole list of facts at once, sharing no code with the projection.
import type { Fact, Recorded, TreatmentReason } from '../../src/core/facts.js';
import type { ServiceLevel, Site } from '../../src/core/site.js';
import type { Counts } from '../../src/panel/counts.js';
import type { Figures, GroupFigures } from '../../src/panel/figures.js';

const zone = 'Europe/Paris';
const dateAt = (atMs: number) => new Date(atMs).toLocaleDateString('sv-SE', { timeZone: zone });

type OfType<T extends Fact['type']> = {
  readonly seq: number;
  readonly atMs: number;
  readonly fact: Extract<Fact, { type: T }>;
};

function ofType<T extends Fact['type']>(facts: readonly Recorded[], ...types: readonly T[]): OfType<T>[] {
  return facts.filter((one): one is OfType<T> => types.some(type => one.fact.type === type));
}

type Story = {
  readonly call: string;
  readonly date: string;
  readonly enteredAtMs: number;
  /** When he would have entered, had he waited without a break until now. */
  readonly waitsSinceMs: number;
  /** Flows it has been in, the present one last. */
  readonly flows: readonly string[];
  readonly answer: OfType<'call-answered'> | undefined;
  readonly end: OfType<'call-ended'> | undefined;
  readonly talksMs: readonly { readonly flow: string; readonly talkMs: number }[];
  /** Waits that came to an end, by an answer or with the call. */
  readonly waits: readonly { readonly flow: string; readonly waitedMs: number }[];
};

/** What happened to each call that is seen to enter. */
export function storiesOf(facts: readonly Recorded[]): Story[] {
  return ofType(facts, 'call-queued').map(({ atMs, fact: { call, flow } }) => {
    const own = facts.filter(one => 'call' in one.fact && one.fact.call === call);
    const waitsAgain = ['call-queued', 'call-returned', 'transfer-started', 'caller-left-on-hold'] as const;
    const turns = ofType(own, ...waitsAgain, 'call-answered');
    const standing = turns.at(-1);
    const begun = turns.findLast(one => one.fact.type !== 'call-answered');
    const waitedMs = total(
      turns.map((one, index) =>
        one.fact.type === 'call-answered' ? one.atMs - (turns[index - 1]?.atMs ?? 0) : 0,
      ),
    );
    const end = ofType(own, 'call-ended')[0];
    const answered = standing?.fact.type === 'call-answered' && end?.fact.end !== 'abandoned';
    const flowBefore = (seq: number) =>
      ofType(own, 'call-moved').findLast(moved => moved.seq < seq)?.fact.to ?? flow;
    return {
      call,
      date: dateAt(atMs),
      enteredAtMs: atMs,
      waitsSinceMs: (begun?.atMs ?? 0) - waitedMs,
      flows: [flow, ...ofType(own, 'call-moved').map(moved => moved.fact.to)],
      waits: [
        ...ofType(own, 'call-answered').map(one => ({
          flow: flowBefore(one.seq),
          waitedMs: one.fact.waitedMs,
        })),
        ...(answered || end === undefined
          ? []
          : [{ flow: flowBefore(end.seq), waitedMs: end.fact.waitedMs }]),
      ],
      answer: answered ? ofType(own, 'call-answered').at(-1) : undefined,
      end,
      talksMs: ofType(own, 'talk-ended').map(ended => ({
        flow: flowBefore(ended.seq),
        talkMs: ended.fact.talkMs,
      })),
    };
  });
}

const flowOf = (story: Story) => story.flows.at(-1) ?? '';
const total = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0);

/** The counts of one flow in a stretch of time. */
function naiveCounts(
  facts: readonly Recorded[],
  stories: readonly Story[],
  isThen: (atMs: number) => boolean,
  flow: string,
  level: ServiceLevel,
): Counts {
  const day = stories.filter(story => isThen(story.enteredAtMs));
  const here = day.filter(story => flowOf(story) === flow);
  const answered = here.flatMap(story => story.answer?.fact ?? []);
  const unanswered = here.filter(story => story.answer === undefined).flatMap(story => story.end?.fact ?? []);
  const hungUp = unanswered.filter(
    ({ end }) => !['released', 'fallback', 'lost', 'switch-died'].includes(end),
  );
  const abandoned = hungUp.filter(({ waitedMs }) => waitedMs >= level.shortAbandonMs);
  const releasedFor = (reason: TreatmentReason) =>
    unanswered.filter(one => one.end === 'released' && one.reason === reason).length;
  const talks = day.flatMap(story => story.talksMs).filter(talk => talk.flow === flow);
  const scores = ofType(facts, 'satisfaction-given').flatMap(({ atMs, fact }) =>
    fact.flow === flow && isThen(atMs) ? [fact.score] : [],
  );
  const partners = [...new Set(answered.flatMap(({ partner }) => partner ?? []))];
  return {
    offered: here.length,
    answered: answered.length,
    answeredInThreshold: answered.filter(({ waitedMs }) => waitedMs <= level.thresholdMs).length,
    abandoned: abandoned.length,
    abandonedInThreshold: abandoned.filter(({ waitedMs }) => waitedMs <= level.thresholdMs).length,
    shortAbandoned: hungUp.length - abandoned.length,
    released: {
      closed: releasedFor('closed'),
      closing: releasedFor('closing'),
      'line-full': releasedFor('line-full'),
      'too-long': releasedFor('too-long'),
      nobody: releasedFor('nobody'),
      'unknown-flow': releasedFor('unknown-flow'),
      'call-back': releasedFor('call-back'),
    },
    fallback: unanswered.filter(({ end }) => end === 'fallback').length,
    lost: unanswered.filter(({ end }) => end === 'lost' || end === 'switch-died').length,
    movedIn: total(day.map(story => story.flows.slice(1).filter(one => one === flow).length)),
    movedOut: total(day.map(story => story.flows.slice(0, -1).filter(one => one === flow).length)),
    overflowed: Object.fromEntries(
      partners.map(id => [id, answered.filter(({ partner }) => partner === id).length]),
    ),
    answeredWaitMs: total(answered.map(({ waitedMs }) => waitedMs)),
    longestWaitMs: Math.max(
      0,
      ...day.flatMap(story => story.waits.filter(wait => wait.flow === flow).map(wait => wait.waitedMs)),
    ),
    talks: talks.length,
    talkMs: total(talks.map(({ talkMs }) => talkMs)),
    scores: scores.length,
    scoreSum: total(scores),
    ...naiveCallBacks(facts, isThen, flow),
    ...naiveCodes(facts, isThen, flow),
  };
}

/** A talk counts when something was first said of it, or the lack of it was noted; as what was said of it last. */
function naiveCodes(
  facts: readonly Recorded[],
  isThen: (atMs: number) => boolean,
  flow: string,
): Pick<Counts, 'codes' | 'notCoded'> {
  const said = ofType(facts, 'wrap-up-coded', 'wrap-up-not-coded');
  const talks = [...new Set(said.map(({ fact }) => fact.leg))].map(leg =>
    said.filter(({ fact }) => fact.leg === leg),
  );
  const here = talks.filter(talk => talk[0]?.fact.flow === flow && isThen(talk[0].atMs));
  const last = here.flatMap(talk => talk.at(-1)?.fact ?? []);
  const codes = last.flatMap(fact => (fact.type === 'wrap-up-coded' ? [fact.code] : []));
  return {
    codes: Object.fromEntries(
      [...new Set(codes)].map(code => [code, codes.filter(one => one === code).length]),
    ),
    notCoded: last.length - codes.length,
  };
}

function naiveCallBacks(
  facts: readonly Recorded[],
  isThen: (atMs: number) => boolean,
  flow: string,
): Pick<Counts, 'callBacks' | 'calledBack' | 'callBacksGivenUp'> {
  const here = ({ atMs, fact }: { atMs: number; fact: { flow: string; kind: string } }) =>
    fact.kind === 'callback' && fact.flow === flow && isThen(atMs);
  const ended = ofType(facts, 'outbound-ended').filter(here);
  return {
    callBacks: ofType(facts, 'outbound-queued').filter(here).length,
    calledBack: ended.filter(({ fact }) => fact.end === 'talked').length,
    callBacksGivenUp: ended.filter(({ fact }) => fact.end !== 'talked').length,
  };
}

function naiveToCallBack(facts: readonly Recorded[], flow: string): number {
  const ended = new Set(ofType(facts, 'outbound-ended').map(({ fact }) => fact.call));
  const queued = ofType(facts, 'outbound-queued').filter(
    ({ fact }) => fact.kind === 'callback' && fact.flow === flow && !ended.has(fact.call),
  );
  return queued.length;
}

function naiveShare(counts: Counts, level: ServiceLevel): { good: number; of: number } {
  const { closed, ...others } = counts.released;
  const offered =
    counts.answered + counts.abandoned + total(Object.values(others)) + counts.fallback + counts.lost;
  if (level.formula === 'answered-only') return { good: counts.answeredInThreshold, of: counts.answered };
  if (level.formula === 'abandoned-count-against') return { good: counts.answeredInThreshold, of: offered };
  if (level.formula === 'ignore-abandoned')
    return { good: counts.answeredInThreshold, of: offered - counts.abandonedInThreshold };
  return { good: counts.answeredInThreshold + counts.abandonedInThreshold, of: offered };
}

const fallbackLevel: ServiceLevel = {
  formula: 'ignore-abandoned',
  thresholdMs: 20_000,
  targetPercent: 80,
  shortAbandonMs: 0,
};

/** What an agent was seen doing after these facts, at a moment. */
export function naiveAgentState(facts: readonly Recorded[], agent: string, nowMs: number): string {
  const own = facts.filter(one => 'agent' in one.fact && one.fact.agent === agent);
  const work = naiveWork(facts, own);
  const presence = ofType(own, 'agent-logged-in', 'agent-logged-out', 'agent-ready', 'agent-not-ready').at(
    -1,
  );
  if (work !== 'idle') return work;
  if (presence === undefined || presence.fact.type === 'agent-logged-out') return 'logged-out';
  if (presence.fact.type === 'agent-not-ready') return `not-ready ${presence.fact.reason}`;
  const phone = ofType(own, 'agent-phone-changed').at(-1)?.fact.phone;
  if (phone === 'unavailable' || phone === 'busy') return `phone-${phone}`;
  const backOffs = ofType(own, 'offer-ended', 'agent-logged-out').flatMap(({ fact }) =>
    fact.type === 'agent-logged-out' ? 0 : (fact.agentUntilMs ?? []),
  );
  return (backOffs.at(-1) ?? 0) > nowMs ? 'backed-off' : 'ready';
}

function naiveWork(
  facts: readonly Recorded[],
  own: readonly Recorded[],
): 'idle' | 'talking' | 'offered' | 'wrap-up' {
  const begun = ofType(own, 'call-offered', 'call-answered', 'agent-wrap-up-started').at(-1);
  if (begun === undefined) return 'idle';
  const since = facts.filter(one => one.seq > begun.seq);
  const { fact } = begun;
  if (fact.type === 'agent-wrap-up-started')
    return ofType(since, 'agent-wrap-up-ended').some(ended => ended.fact.agent === fact.agent)
      ? 'idle'
      : 'wrap-up';
  const over = ofType(since, 'offer-ended', 'call-returned', 'talk-ended', 'call-ended').some(ended =>
    ended.fact.type === 'call-ended' ? ended.fact.call === fact.call : ended.fact.leg === fact.leg,
  );
  if (over) return 'idle';
  return fact.type === 'call-offered' ? 'offered' : 'talking';
}

/** Since when: looks at every moment at which something could have changed, the ends of back-offs included. */
export function naiveAgentSince(facts: readonly Recorded[], agent: string, nowMs: number): number {
  const ends = ofType(facts, 'offer-ended').flatMap(({ fact }) => fact.agentUntilMs ?? []);
  const moments = [...new Set([...facts.map(one => one.atMs), ...ends])]
    .filter(moment => moment <= nowMs)
    .sort((a, b) => a - b);
  const stateAt = (moment: number) =>
    naiveAgentState(
      facts.filter(one => one.atMs <= moment),
      agent,
      moment,
    );
  const now = naiveAgentState(facts, agent, nowMs);
  const firstSeen = facts.find(one => 'agent' in one.fact && one.fact.agent === agent)?.atMs ?? 0;
  const lastOther = moments.findLast(moment => stateAt(moment) !== now);
  const since = moments.find(moment => lastOther === undefined || moment > lastOther) ?? 0;
  return Math.max(since, firstSeen);
}

/** Raised, and neither cleared nor acknowledged since. */
function naiveAlarms(facts: readonly Recorded[], flow: string | null): number {
  return facts.filter(({ fact }, index) => {
    if (fact.type !== 'alarm-raised') return false;
    const isAnswered = facts
      .slice(index + 1)
      .some(later => 'alarm' in later.fact && later.fact.alarm === fact.alarm);
    const { kind, about } = fact.cause;
    const isOfFlow = about === flow && (kind === 'nobody-there' || kind === 'service-level');
    return !isAnswered && (flow === null || isOfFlow);
  }).length;
}

/** All that `figuresAt` says. */
export function naiveFigures(facts: readonly Recorded[], site: Site, nowMs: number): Figures {
  const stories = storiesOf(facts);
  const date = dateAt(nowMs);
  const live = stories.filter(story => story.end === undefined);
  const seen = stories.filter(story => story.date === date).flatMap(story => story.flows);
  const ids = [...new Set([...site.flows.keys(), ...live.map(flowOf), ...seen])];
  const flows = ids.map(flow => {
    const level = site.flows.get(flow)?.serviceLevel ?? fallbackLevel;
    const today = naiveCounts(facts, stories, atMs => dateAt(atMs) === date, flow, level);
    const able = [...site.agents.values()].filter(agent => agent.skills.has(flow)).map(agent => agent.id);
    return {
      flow,
      name: site.flows.get(flow)?.name ?? { en: flow, fr: flow },
      level,
      expectedWaitMs: naiveExpectedWait(facts, live, site, flow, today, nowMs),
      ...naiveLine(live.filter(story => flowOf(story) === flow)),
      alarms: naiveAlarms(facts, flow),
      callBacks: naiveToCallBack(facts, flow),
      today,
      serviceLevel: naiveShare(today, level),
      agents: naiveAgents(facts, able, nowMs),
    };
  });
  const overflowed = (partner: string) => total(flows.map(flow => flow.today.overflowed[partner] ?? 0));
  return {
    atMs: nowMs,
    date,
    site: {
      ...naiveLine(live),
      alarms: naiveAlarms(facts, null),
      callBacks: total(flows.map(flow => flow.callBacks)),
      today: sumOf(flows.map(flow => flow.today)),
      serviceLevel: {
        good: total(flows.map(flow => flow.serviceLevel.good)),
        of: total(flows.map(flow => flow.serviceLevel.of)),
      },
      agents: naiveAgents(facts, [...site.agents.keys()], nowMs),
    },
    flows,
    partners: [...site.partners.values()].map(({ id, name }) => ({
      partner: id,
      name,
      talking: live.filter(story => story.answer?.fact.partner === id).length,
      answered: overflowed(id),
    })),
    trunks: [...site.trunks.values()].map(({ id, name }) => {
      const fact = ofType(facts, 'trunk-changed').findLast(one => one.fact.trunk === id)?.fact;
      return {
        trunk: id,
        name,
        inUse: fact?.inUse ?? 0,
        usable: fact?.usable ?? null,
        alarm: fact?.alarm ?? null,
      };
    }),
  };
}

/** An instant as a clock on the wall names its half-hour; `GMT+2` tells the two of one name apart. */
export function wallHalfHour(atMs: number): string {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    ...{ timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', timeZoneName: 'shortOffset' },
  }).formatToParts(atMs);
  const get = (type: string) => parts.find(part => part.type === type)?.value ?? '';
  const half = Number(get('minute')) < 30 ? '00' : '30';
  return `${get('year')}-${get('month')}-${get('day')} ${get('hour')}:${half} ${get('timeZoneName')}`;
}

/** The half-hours of a day, by their names on the wall, as `half-hours.ts` tells them by their beginnings. */
export function naiveHalfHours(facts: readonly Recorded[], site: Site, date: string): unknown[] {
  const stories = storiesOf(facts);
  const walls = [...new Set(facts.map(one => wallHalfHour(one.atMs)))].filter(wall => wall.startsWith(date));
  const flows = [...new Set([...site.flows.keys(), ...stories.flatMap(story => story.flows)])];
  return walls.flatMap(wall => {
    const counted = flows.map(flow => {
      const level = site.flows.get(flow)?.serviceLevel ?? fallbackLevel;
      const counts = naiveCounts(facts, stories, atMs => wallHalfHour(atMs) === wall, flow, level);
      return { flow, counts, share: naiveShare(counts, level) };
    });
    const sum = (of: (one: (typeof counted)[number]) => number) => total(counted.map(of));
    const all = { good: sum(one => one.share.good), of: sum(one => one.share.of) };
    const whole = { flow: 'all', counts: sumOf(counted.map(one => one.counts)), share: all };
    return [...counted, whole].map(({ flow, counts, share }) => {
      const byPartners = total(Object.values(counts.overflowed));
      return {
        ...{ flow, wall, offered: counts.offered, byAgents: counts.answered - byPartners, byPartners },
        ...{ abandoned: counts.abandoned, serviceLevel: share, longestWaitMs: counts.longestWaitMs },
        meanWaitMs: counts.answered === 0 ? null : Math.round(counts.answeredWaitMs / counts.answered),
      };
    });
  });
}

/** The sites of these tests have one ring at 0 s, for a skill that bears the flow's name, and perhaps one of partners. */
function naiveExpectedWait(
  facts: readonly Recorded[],
  live: readonly Story[],
  site: Site,
  flow: string,
  today: Counts,
  nowMs: number,
): number | null {
  const setup = site.flows.get(flow);
  if (setup === undefined) return null;
  const able = [...site.agents.keys()].filter(id => site.agents.get(id)?.skills.has(flow));
  const loggedIn = able.filter(id =>
    ['agent-logged-in', 'agent-ready'].includes(
      ofType(facts, 'agent-logged-in', 'agent-logged-out', 'agent-ready', 'agent-not-ready').findLast(
        one => one.fact.agent === id,
      )?.fact.type ?? '',
    ),
  );
  const ahead = live.filter(story => story.answer === undefined && flowOf(story) === flow).length;
  const oneIsReady = able.some(id => naiveAgentState(facts, id, nowMs) === 'ready');
  const handlingMs = today.talks < 5 ? setup.expectedHandleMs : today.talkMs / today.talks + site.wrapUpMs;
  const byAgents = oneIsReady && ahead === 0 ? 0 : Math.round(((ahead + 1) * handlingMs) / loggedIn.length);
  const byPartners = setup.rings.flatMap(ring =>
    ring.kind === 'partners' ? [(ring.afterMs ?? 0) + 10_000] : [],
  );
  const waits = [...(loggedIn.length === 0 ? [] : [byAgents]), ...byPartners];
  return waits.length === 0 ? null : Math.min(...waits);
}

function naiveLine(
  live: readonly Story[],
): Pick<GroupFigures, 'waiting' | 'talking' | 'withPartner' | 'longestSinceMs'> {
  const waiting = live.filter(story => story.answer === undefined);
  return {
    waiting: waiting.length,
    talking: live.filter(story => typeof story.answer?.fact.agent === 'string').length,
    withPartner: live.filter(story => typeof story.answer?.fact.partner === 'string').length,
    longestSinceMs: waiting.length === 0 ? null : Math.min(...waiting.map(story => story.waitsSinceMs)),
  };
}

function naiveAgents(
  facts: readonly Recorded[],
  ids: readonly string[],
  nowMs: number,
): GroupFigures['agents'] {
  const states = ids.map(id => naiveAgentState(facts, id, nowMs).split(' ')[0]);
  const count = (state: string) => states.filter(one => one === state).length;
  return {
    ready: count('ready'),
    offered: count('offered'),
    talking: count('talking'),
    'wrap-up': count('wrap-up'),
    'not-ready': count('not-ready'),
    'phone-busy': count('phone-busy'),
    'backed-off': count('backed-off'),
    'phone-unavailable': count('phone-unavailable'),
    'logged-out': count('logged-out'),
  };
}

/** Adds up whole records, whatever is in them. */
function sumOf(all: readonly Counts[]): Counts {
  const plus = (a: unknown, b: unknown, key = ''): unknown => {
    if (key.startsWith('longest')) return Math.max(Number(a ?? 0), Number(b ?? 0));
    if (typeof a === 'number' || typeof b === 'number') return Number(a ?? 0) + Number(b ?? 0);
    const [left, right] = [Object(a ?? {}), Object(b ?? {})];
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
    const own = (of: Record<string, unknown>, key: string) => (Object.hasOwn(of, key) ? of[key] : undefined);
    return Object.fromEntries(keys.map(key => [key, plus(own(left, key), own(right, key), key)]));
  };
  return all.reduce<unknown>((sum, one) => plus(sum, one), {}) as Counts;
}
