// How busy the simulated world is, and how its people behave: figures only, derived from the site so that any site file can be run.
import { dayStartOf } from '../core/days.js';
import { meets } from '../core/index-site.js';
import type { Flow, FlowId, Site } from '../core/site.js';
import type { Faults } from './pbx.js';

export type FlowTraffic = {
  /** Calls per hour in each of the 24 local hours. */
  readonly hourly: readonly number[];
  /** Mean of an exponential: how long he waits before he hangs up. */
  readonly patienceMs: number;
  /** Mean of a lognormal. */
  readonly talkMs: number;
};

/** Shares are of offers or talks, `…EveryMs` are means of exponentials for one agent on duty; 0: never. */
export type AgentHabits = {
  readonly answersAfterMs: number;
  readonly noAnswer: number;
  readonly rejects: number;
  readonly redirects: number;
  readonly hangsUpAtOnce: number;
  readonly holds: number;
  readonly transfers: number;
  /** Of phones that must press a key: a voicemail answered. */
  readonly voicemail: number;
  /** After an offer that he missed, he makes himself ready again. */
  readonly backAfterMs: number;
  readonly endsWrapUpEarly: number;
  readonly pausesAfterTalk: number;
  readonly pausesEveryMs: number;
  readonly pauseMs: number;
  readonly outsideEveryMs: number;
  readonly outsideMs: number;
  readonly unreachableEveryMs: number;
  readonly unreachableMs: number;
};

export type PartnerHabits = {
  readonly answersAfterMs: number;
  readonly noAnswer: number;
  readonly rejects: number;
  readonly busy: number;
  readonly unreachable: number;
  /** Calls that a partner can take at once; more are busy. */
  readonly capacity: number;
};

export type Traffic = {
  readonly flows: ReadonlyMap<FlowId, FlowTraffic>;
  readonly agents: AgentHabits;
  readonly partners: PartnerHabits;
  /** Share of the site's agents who are on duty in each of the 24 local hours. */
  readonly staffing: readonly number[];
  /** Every agent has been on and off duty once in about this time. */
  readonly rotationMs: number;
  /** Of those who would call, who call a flow that is closed. */
  readonly closedShare: number;
  /** Share of callers who never hang up while they wait: without them, only those who were served soon would tell how long it takes. */
  readonly patient: number;
  /** Share of arrivals that bring others in the same millisecond. */
  readonly bursts: number;
  readonly alarmsEveryMs: number;
  readonly alarmMs: number;
  readonly faults: Faults;
};

export type TrafficOptions = {
  /** Calls a day, all flows together; absent: as many as keep nine tenths of the agents busy at the peak. */
  readonly callsPerDay?: number;
  /** `day`: a centre's day from 8 to 22, busiest at 10 to 12 and at 17 to 19. `flat`: the same round the clock. */
  readonly profile: 'day' | 'flat';
  /** How rough people and lines are: 0 perfect, 1 as in a centre, 5 to look for faults. */
  readonly roughness: number;
  /** The share of each flow, in any unit; absent: what the agents of its first ring can handle. */
  readonly shares?: Readonly<Record<FlowId, number>>;
  /** Share of their time on duty that agents are meant to be busy. */
  readonly occupancy?: number;
  readonly rotationMs?: number;
  readonly patienceMs?: number;
  readonly patient?: number;
};

const dayProfile = [0, 0, 0, 0, 0, 0, 0, 1, 5, 8, 10, 9, 7, 6, 7, 8, 8, 9, 9, 7, 4, 2, 0, 0];
const flatProfile = dayProfile.map(() => 1);
const hourMs = 3_600_000;

/** The hour of the site's local day, 0 to 23. */
export function hourOf(site: Site, atMs: number): number {
  return Math.min(23, Math.max(0, Math.floor((atMs - dayStartOf(site, atMs)) / hourMs))) % 24;
}

function talkMsOf(site: Site, flow: Flow): number {
  return Math.max(20_000, flow.expectedHandleMs - (flow.wrapUpMs ?? site.wrapUpMs));
}

/** What each flow's agents can handle when everyone shares his time evenly between the flows whose first ring he meets; calls per ms. */
function naturalShares(site: Site): Map<FlowId, number> {
  const shares = new Map<FlowId, number>([...site.flows.keys()].map(id => [id, 0]));
  for (const agent of site.agents.values()) {
    const mine = [...site.flows.values()].filter(flow => {
      const first = flow.rings.find(ring => ring.kind === 'agents');
      const requirement = first === undefined ? undefined : site.requirements.get(first.requirement);
      return requirement !== undefined && meets(agent, requirement);
    });
    for (const flow of mine)
      shares.set(flow.id, (shares.get(flow.id) ?? 0) + 1 / mine.length / flow.expectedHandleMs);
  }
  const sum = [...shares.values()].reduce((a, b) => a + b, 0);
  for (const [id, share] of shares) if (share === 0) shares.set(id, sum > 0 ? sum / 20 : 1);
  return shares;
}

/** The world of a site: callers in proportion to its agents (or as told), agents on duty in proportion to the callers. */
export function trafficOf(site: Site, options: TrafficOptions): Traffic {
  const { roughness } = options;
  const profile = options.profile === 'day' ? dayProfile : flatProfile;
  const profileSum = profile.reduce((a, b) => a + b, 0);
  const shares =
    options.shares === undefined
      ? naturalShares(site)
      : new Map<FlowId, number>(Object.entries(options.shares));
  const shareSum = [...shares.values()].reduce((a, b) => a + b, 0);
  const handleMs = [...site.flows.values()].reduce(
    (sum, flow) => sum + (flow.expectedHandleMs * (shares.get(flow.id) ?? 0)) / shareSum,
    0,
  );
  const occupancy = options.occupancy ?? 0.85;
  const peak = Math.max(...profile) / profileSum;
  const callsPerDay =
    options.callsPerDay ?? (0.9 * site.agents.size * occupancy * hourMs) / Math.max(1, handleMs) / peak;
  const flows = new Map<FlowId, FlowTraffic>();
  for (const flow of site.flows.values()) {
    const calls = (callsPerDay * (shares.get(flow.id) ?? 0)) / shareSum;
    flows.set(flow.id, {
      hourly: profile.map(weight => (calls * weight) / profileSum),
      patienceMs: options.patienceMs ?? 180_000,
      talkMs: talkMsOf(site, flow),
    });
  }
  const staffing = profile.map(weight => {
    const needed = (callsPerDay * weight * handleMs) / profileSum / hourMs / occupancy;
    return Math.min(1, needed / Math.max(1, site.agents.size));
  });
  return {
    flows,
    staffing,
    patient: options.patient ?? 0,
    closedShare: options.profile === 'day' ? 0.05 : 1,
    rotationMs: options.rotationMs ?? 5 * 24 * hourMs,
    ...habits(roughness),
  };
}

function habits(
  roughness: number,
): Omit<Traffic, 'flows' | 'staffing' | 'rotationMs' | 'closedShare' | 'patient'> {
  const share = (usual: number) => Math.min(0.5, usual * roughness);
  const every = (usualMs: number) => (roughness === 0 ? 0 : usualMs / roughness);
  return {
    agents: {
      answersAfterMs: 3_500,
      noAnswer: share(0.015),
      rejects: share(0.01),
      redirects: share(0.001),
      hangsUpAtOnce: share(0.005),
      holds: share(0.02),
      transfers: share(0.03),
      voicemail: share(0.1),
      backAfterMs: 60_000,
      endsWrapUpEarly: share(0.1),
      pausesAfterTalk: share(0.03),
      pausesEveryMs: every(2 * hourMs),
      pauseMs: 600_000,
      outsideEveryMs: every(4 * hourMs),
      outsideMs: 120_000,
      unreachableEveryMs: every(40 * hourMs),
      unreachableMs: 60_000,
    },
    partners: {
      answersAfterMs: 4_000,
      noAnswer: share(0.02),
      rejects: share(0.01),
      busy: share(0.02),
      unreachable: share(0.005),
      capacity: 60,
    },
    bursts: share(0.02),
    alarmsEveryMs: every(100 * hourMs),
    alarmMs: 180_000,
    faults: { duplicates: share(0.01), failedJoins: share(0.001) },
  };
}
