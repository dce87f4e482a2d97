// Where Asterisk has each caller, by its own lists: what the daemon believes plays no part here.
import type { Asterisk } from '../../lab/asterisk.js';
import { isOutboundId } from '../../src/core/outbound.js';

export type Place =
  /** In Plateau's hands, alone; `heard`: packets of sound sent to him so far. */
  | { readonly kind: 'held'; readonly app: string; readonly heard: number }
  /** With one phone, or with two while he is accompanied, in a bridge of Plateau's. `members`: he and they. */
  | { readonly kind: 'talk'; readonly bridge: string; readonly members: number }
  /** After his call: the dialplan asks him how it was. */
  | { readonly kind: 'asked' }
  /** He is to be called back: the dialplan says goodbye. */
  | { readonly kind: 'goodbye' }
  /** In Asterisk's own queue, waiting or talking. */
  | { readonly kind: 'fallback' }
  /** Nowhere that is right: on his way, if it does not last. */
  | { readonly kind: 'elsewhere'; readonly what: string };

export type Seen = {
  readonly channel: string;
  /** `PJSIP/operator-0000002a`. */
  readonly name: string;
  readonly number: string;
  readonly place: Place;
};

type Channel = {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly caller: { readonly number: string };
  readonly dialplan: { readonly context: string; readonly exten: string; readonly app_name: string };
};
type Bridge = { readonly id: string; readonly channels: readonly string[] };
type Application = { readonly name: string; readonly channel_ids: readonly string[] };

const answerMs = 15_000;

/** Asks ARI with plain HTTP, past the daemon's wires. */
async function ask<T>({ ari }: Asterisk, path: string): Promise<readonly T[]> {
  const key = `api_key=${encodeURIComponent(`${ari.user}:${ari.password}`)}`;
  const answer = await fetch(`${ari.url}/ari/${path}?${key}`, { signal: AbortSignal.timeout(answerMs) });
  return (await answer.json()) as readonly T[];
}

/** All callers of the operator's trunk, by the number that each dialled as his own. */
export async function look(asterisk: Asterisk): Promise<ReadonlyMap<string, Seen>> {
  const [channels, bridges, applications, heard] = await Promise.all([
    ask<Channel>(asterisk, 'channels'),
    ask<Bridge>(asterisk, 'bridges'),
    ask<Application>(asterisk, 'applications'),
    packetsSent(asterisk),
  ]);
  const seen = new Map<string, Seen>();
  for (const channel of channels) {
    if (!channel.name.startsWith('PJSIP/operator-') || isOutboundId(callOf(channel.id))) continue;
    const place = placeOf(channel, bridges, applications, heard);
    const { id, name, caller } = channel;
    seen.set(caller.number, { channel: id, name, number: caller.number, place });
  }
  return seen;
}

/** Whom Plateau calls, by Asterisk's lists. */
export type CustomerSeen = {
  readonly leg: string;
  readonly isUp: boolean;
  /** Who else is in his bridge. */
  readonly with: readonly string[];
};

/** All customers whom Plateau calls or has called over the operator's trunk, and who are there. */
export async function lookAtCustomers(asterisk: Asterisk): Promise<readonly CustomerSeen[]> {
  const [channels, bridges] = await Promise.all([
    ask<Channel>(asterisk, 'channels'),
    ask<Bridge>(asterisk, 'bridges'),
  ]);
  return channels.flatMap(({ id, name, state }): CustomerSeen[] => {
    if (!name.startsWith('PJSIP/operator-') || !isOutboundId(callOf(id))) return [];
    const inside = bridges.filter(bridge => bridge.channels.includes(id));
    const others = inside.flatMap(bridge => bridge.channels.filter(other => other !== id));
    return [{ leg: id, isUp: state === 'Up', with: others }];
  });
}

/** Of a leg of ours: `out-welcome.7.1.2` is the second of `out-welcome.7.1`. */
export function callOf(leg: string): string {
  return leg.slice(0, leg.lastIndexOf('.'));
}

function placeOf(
  { id, name, dialplan }: Channel,
  bridges: readonly Bridge[],
  applications: readonly Application[],
  heard: ReadonlyMap<string, number>,
): Place {
  const inside = bridges.filter(({ channels }) => channels.includes(id));
  const [bridge] = inside;
  if (inside.length > 1) return { kind: 'elsewhere', what: `in ${inside.length} bridges` };
  if (dialplan.app_name === 'Queue') return { kind: 'fallback' };
  if (dialplan.context === 'plateau-satisfaction') return { kind: 'asked' };
  if (dialplan.context === 'plateau-release' && dialplan.exten === 'call-back') return { kind: 'goodbye' };
  if (dialplan.app_name !== 'Stasis')
    return { kind: 'elsewhere', what: `${dialplan.app_name} in ${dialplan.context}` };
  if (bridge !== undefined) {
    const members = bridge.channels.length;
    if (bridge.id.endsWith('.bridge') && (members === 2 || members === 3))
      return { kind: 'talk', bridge: bridge.id, members };
    return { kind: 'elsewhere', what: `${members} in ${bridge.id}` };
  }
  // Those of dead daemons may still list him; the names go up with the time.
  const apps = applications.filter(({ channel_ids }) => channel_ids.includes(id)).map(app => app.name);
  const app = apps.sort().at(-1);
  if (app === undefined) return { kind: 'elsewhere', what: 'in no app' };
  return { kind: 'held', app, heard: heard.get(name.replace('PJSIP/', '')) ?? 0 };
}

/** From `pjsip show channelstats`: how many packets of sound each channel was sent. */
async function packetsSent(asterisk: Asterisk): Promise<ReadonlyMap<string, number>> {
  const sent = new Map<string, number>();
  for (const line of (await asterisk.cli('pjsip show channelstats')).split('\n')) {
    const found = /(operator-[0-9a-f]+)\s+\S+\s+\S+\s+\d+\s+\d+\s+\d+\s+\S+\s+(\d+)(K?)/.exec(line);
    if (found?.[1] !== undefined) sent.set(found[1], Number(found[2]) * (found[3] === 'K' ? 1000 : 1));
  }
  return sent;
}

export type QueueLogLine = { readonly event: string; readonly why: string };

/** What Asterisk's own queue wrote of each caller, by the id of his channel. */
export async function fallbackRecords(
  asterisk: Asterisk,
): Promise<ReadonlyMap<string, readonly QueueLogLine[]>> {
  const records = new Map<string, QueueLogLine[]>();
  for (const line of await asterisk.queueLog()) {
    const [, id = '', queue, , event = '', why = ''] = line.split('|');
    if (queue !== 'plateau-fallback') continue;
    const lines = records.get(id);
    if (lines === undefined) records.set(id, [{ event, why }]);
    else lines.push({ event, why });
  }
  return records;
}
