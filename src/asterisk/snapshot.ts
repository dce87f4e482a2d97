// What lists of channels, bridges and applications say of what is in our hands: at a connect, nothing else is known.
import type { LegId } from '../core/facts.js';
import type { RecordingId } from '../core/facts-listening.js';
import { isSupervision, legOfBridge } from './book.js';
import { type Arrival, arrivalOf, type ChannelView, channelOf, textAt, textsOf } from './events.js';

export type Found = {
  readonly callers: readonly {
    readonly arrival: Arrival;
    readonly joinedWith: LegId | null;
    /** The bridge in which they are. */
    readonly joinedIn: string | null;
    readonly up: boolean;
  }[];
  readonly legs: readonly {
    readonly leg: LegId;
    readonly call: string;
    readonly state: 'ringing' | 'up';
  }[];
  /** Talks of an agent with a customer who was called for him, by the agent's leg. */
  readonly pairs: readonly { readonly call: string; readonly leg: LegId; readonly customer: LegId }[];
  /** Callers and talking legs in an app of an earlier boot. */
  readonly toMove: readonly string[];
  /** Legs that ring for an earlier boot: answered, they would enter an app that nobody serves. */
  readonly toHangUp: readonly string[];
  /** Phones that wait for the answer to a feature code that nobody will give. */
  readonly toSendOn: readonly string[];
  readonly recordings: ReadonlySet<RecordingId>;
  /** Supervisors' phones and what they hear with: nobody knows any more what they were to hear. */
  readonly toLetGo: readonly string[];
  readonly listeningBridges: readonly string[];
  /** Every channel of the PBX. */
  readonly channels: readonly ChannelView[];
  /** Our talks' bridges with somebody inside, and those that were left empty. */
  readonly talks: readonly string[];
  readonly emptyBridges: readonly string[];
};

const ourApps = /^plateau-/;
/** Of the bridge in which a supervisor hears a talk. */
const listening = '.listen';

/** `app` is ours; the lists are ARI's, as JSON. */
export function findOurs(
  app: string,
  lists: { readonly channels: unknown; readonly applications: unknown; readonly bridges: unknown },
): Found {
  // Who came first is told first: of callers whom no journal knows, that is their order.
  const channels = listOf(lists.channels)
    .flatMap(json => channelOf(json) ?? [])
    .sort((a, b) => a.createdAtMs - b.createdAtMs);
  const appsOfChannel = appsOf(lists.applications);
  const isOurs = (id: string) => appsOfChannel.get(id)?.has(app) === true;
  const bridges = bridgesOf(lists.bridges);
  const inStasis = channels.filter(channel => stasisArguments(channel) !== null);
  const ringing = channels.filter(
    channel => appsOfChannel.has(channel.id) && channel.state !== 'Up' && stasisArguments(channel) === null,
  );
  const of = (what: string) => inStasis.filter(channel => stasisArguments(channel)?.[0] === what);
  return {
    callers: of('call').flatMap(channel => {
      const arrival = arrivalOf(channel, stasisArguments(channel) ?? []);
      const talk = bridges.find(bridge => bridge.inside.has(channel.id));
      const [joinedWith, joinedIn] = [talk?.leg ?? null, talk?.id ?? null];
      return arrival === null ? [] : [{ arrival, joinedWith, joinedIn, up: channel.state === 'Up' }];
    }),
    legs: [
      ...of('leg').map(channel => ({ leg: channel.id, call: callOfLeg(channel.id), state: 'up' as const })),
      ...ringing
        .filter(channel => isOurs(channel.id) && !isSupervision(channel.id))
        .map(channel => ({ leg: channel.id, call: callOfLeg(channel.id), state: 'ringing' as const })),
    ],
    pairs: bridges.flatMap(({ leg, inside }) => {
      const call = callOfLeg(leg);
      // Two legs of a call that has a caller are a consultation.
      if (!inside.has(leg) || channels.some(({ id }) => id === call)) return [];
      const customer = [...inside].find(id => id !== leg && callOfLeg(id) === call);
      return customer === undefined ? [] : [{ call, leg, customer }];
    }),
    toMove: [...of('call'), ...of('leg')].map(channel => channel.id).filter(id => !isOurs(id)),
    toHangUp: ringing.map(channel => channel.id).filter(id => !isOurs(id)),
    toSendOn: of('feature').map(channel => channel.id),
    recordings: new Set(of('recorder').flatMap(channel => stasisArguments(channel)?.[1] ?? [])),
    toLetGo: [
      ...[...of('supervisor'), ...of('spy')].map(channel => channel.id),
      ...ringing.map(channel => channel.id).filter(isSupervision),
    ],
    listeningBridges: listOf(lists.bridges)
      .map(bridge => textAt(bridge, 'id'))
      .filter(id => id.endsWith(listening) && isSupervision(id.slice(0, -listening.length))),
    channels,
    talks: bridges.filter(bridge => bridge.inside.size > 0).map(bridge => bridge.id),
    emptyBridges: bridges.filter(bridge => bridge.inside.size === 0).map(bridge => bridge.id),
  };
}

/** A leg's id is its call's with the number of the attempt. */
function callOfLeg(leg: LegId): string {
  return leg.slice(0, Math.max(0, leg.lastIndexOf('.')));
}

/** The arguments of a channel that is in an application of ours; they stay those of its arrival when it is moved. */
function stasisArguments(channel: ChannelView): readonly string[] | null {
  if (channel.application !== 'Stasis') return null;
  const [app = '', ...args] = channel.applicationData.split(',');
  return ourApps.test(app) ? args : null;
}

/** Which of our apps are told of a channel: two while it is being moved. To move it to where it is would be heard as its leaving. */
function appsOf(json: unknown): ReadonlyMap<string, ReadonlySet<string>> {
  const apps = new Map<string, Set<string>>();
  for (const application of listOf(json)) {
    const name = textAt(application, 'name');
    if (ourApps.test(name)) {
      for (const id of idsAt(application, 'channel_ids')) apps.set(id, (apps.get(id) ?? new Set()).add(name));
    }
  }
  return apps;
}

function bridgesOf(json: unknown) {
  return listOf(json).flatMap(bridge => {
    const id = textAt(bridge, 'id');
    const leg = legOfBridge(id);
    return leg === null ? [] : [{ id, leg, inside: new Set(idsAt(bridge, 'channels')) }];
  });
}

export function listOf(json: unknown): readonly unknown[] {
  return Array.isArray(json) ? json : [];
}

function idsAt(json: unknown, name: string): readonly string[] {
  return typeof json === 'object' && json !== null ? textsOf(Reflect.get(json, name)) : [];
}
