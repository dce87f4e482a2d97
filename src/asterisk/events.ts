// What Asterisk's events say, read from their JSON: no state, nothing but the words that matter to us.
import { plainText } from '../base/plain-text.js';
import type { Input, LegEnd } from '../core/inputs.js';
import type { AriEvent } from './ari-client.js';
import { endpointOfChannel } from './endpoints.js';

export type Arrival = Extract<Input, { type: 'call-arrived' }>;

/** A channel as events and lists show it. */
export type ChannelView = {
  readonly id: string;
  /** `TECH/name-instance`. */
  readonly name: string;
  /** `Down`, `Ring`, `Ringing`, `Up` … */
  readonly state: string;
  readonly callerNumber: string;
  readonly callerName: string;
  /** The dialplan application that runs it, with its arguments: `Stasis`, `plateau-x,call,n1,…`. */
  readonly application: string;
  readonly applicationData: string;
  /** When it began, epoch ms; 0 when it does not say. */
  readonly createdAtMs: number;
};

export type Happening =
  | { readonly type: 'entered'; readonly channel: ChannelView; readonly args: readonly string[] }
  /** It is not in our hands any more: hung up, or on in the dialplan. */
  | { readonly type: 'left'; readonly channel: string }
  /** `soft`: Asterisk's flag for why one of its own threads wants it off, null when the far end hung up. */
  | {
      readonly type: 'hang-up-asked';
      readonly channel: string;
      readonly cause: number;
      readonly soft: number | null;
    }
  | { readonly type: 'destroyed'; readonly channel: string; readonly cause: number }
  | { readonly type: 'ringing'; readonly channel: string }
  | { readonly type: 'redirected'; readonly channel: string; readonly target: string }
  | { readonly type: 'key'; readonly channel: string; readonly key: string }
  | { readonly type: 'entered-bridge'; readonly channel: string; readonly bridge: string }
  | { readonly type: 'left-bridge'; readonly bridge: string; readonly empty: boolean }
  | { readonly type: 'playback-finished'; readonly playback: string }
  | { readonly type: 'user-event'; readonly name: string }
  /** Somebody else opened the event stream of our app. */
  | { readonly type: 'replaced' };

/** The events that `happeningOf` reads; Asterisk need not send any others. */
export const eventTypes = [
  'StasisStart',
  'StasisEnd',
  'ChannelHangupRequest',
  'ChannelDestroyed',
  'ChannelDtmfReceived',
  'ChannelEnteredBridge',
  'ChannelLeftBridge',
  'ChannelUserevent',
  'Dial',
  'PlaybackFinished',
  'ApplicationReplaced',
] as const;

/** Null for what does not matter to us, or cannot be read. */
export function happeningOf(event: AriEvent): Happening | null {
  const channel = textAt(event, 'channel', 'id');
  switch (event['type']) {
    case 'StasisStart':
      return enteredOf(event);
    case 'StasisEnd':
      return { type: 'left', channel };
    case 'ChannelHangupRequest':
      return hangUpAskedOf(event, channel);
    case 'ChannelDestroyed':
      return { type: 'destroyed', channel, cause: numberAt(event, 'cause') };
    case 'ChannelDtmfReceived':
      return { type: 'key', channel, key: textAt(event, 'digit') };
    case 'ChannelEnteredBridge':
      return { type: 'entered-bridge', channel, bridge: textAt(event, 'bridge', 'id') };
    case 'ChannelLeftBridge': {
      const inside = at(event, 'bridge', 'channels');
      const empty = Array.isArray(inside) && inside.length === 0;
      return { type: 'left-bridge', bridge: textAt(event, 'bridge', 'id'), empty };
    }
    case 'ChannelUserevent':
      return { type: 'user-event', name: textAt(event, 'eventname') };
    case 'Dial':
      return dialOf(event);
    case 'PlaybackFinished':
      return { type: 'playback-finished', playback: textAt(event, 'playback', 'id') };
    case 'ApplicationReplaced':
      return { type: 'replaced' };
    default:
      return null;
  }
}

function enteredOf(event: AriEvent): Happening | null {
  const channel = channelOf(event['channel']);
  if (channel === null) return null;
  return { type: 'entered', channel, args: textsOf(event['args']) };
}

function hangUpAskedOf(event: AriEvent, channel: string): Happening {
  const cause = numberAt(event, 'cause');
  return event['soft'] === true
    ? { type: 'hang-up-asked', channel, cause: 0, soft: cause }
    : { type: 'hang-up-asked', channel, cause, soft: null };
}

function dialOf(event: AriEvent): Happening | null {
  const channel = textAt(event, 'peer', 'id');
  const target = textAt(event, 'forward');
  if (target !== '') return { type: 'redirected', channel, target: plainText(target, targetLimit) };
  const status = textAt(event, 'dialstatus');
  return status === 'RINGING' || status === 'PROGRESS' ? { type: 'ringing', channel } : null;
}

/** Null when it is not a channel. */
export function channelOf(json: unknown): ChannelView | null {
  const id = textAt(json, 'id');
  // Ids are written into lines of records; Asterisk makes none that would break them.
  if (id === '' || /\p{Cc}/u.test(id)) return null;
  return {
    id,
    name: textAt(json, 'name'),
    state: textAt(json, 'state'),
    callerNumber: textAt(json, 'caller', 'number'),
    callerName: textAt(json, 'caller', 'name'),
    application: textAt(json, 'dialplan', 'app_name'),
    applicationData: textAt(json, 'dialplan', 'app_data'),
    createdAtMs: timeOf(textAt(json, 'creationtime')) ?? 0,
  };
}

/** As much of a text that a caller's side chose as anybody needs: a name, a number, what he dialled. */
const textLimit = 80;
/** Of the address that a phone redirects to. */
const targetLimit = 200;

/**
 * The caller with the arguments with which the dialplan handed him over: `call,<flow>,<dialled>,<language>,<choice>,<trunk>,<keyed>`.
 * Of a SIP channel the trunk may be left out: it is in the channel's name. What he could make up is cut down to harmless text here, at
 * the entrance, for everything behind it: journal, queue_log, signs, pages, logs.
 */
export function arrivalOf(channel: ChannelView, args: readonly string[]): Arrival | null {
  const [what, flow = '', dialled = '', language = '', choice = '', trunk = '', keyed = ''] = args.map(text =>
    plainText(text, textLimit),
  );
  if (what !== 'call') return null;
  return {
    type: 'call-arrived',
    call: channel.id,
    channel: channel.name,
    flow,
    caller: plainText(channel.callerNumber, textLimit),
    callerName: plainText(channel.callerName, textLimit),
    dialled,
    trunk: trunk === '' ? sipTrunkOf(channel.name) : trunk,
    language: language.startsWith('en') ? 'en' : 'fr',
    choice,
    ...(keyed === '' ? {} : { keyed }),
  };
}

/** `operator` of the channel `PJSIP/operator-0000002a`; empty for any other technology. */
function sipTrunkOf(name: string): string {
  const endpoint = endpointOfChannel(name);
  return endpoint.startsWith('PJSIP/') ? endpoint.slice('PJSIP/'.length) : '';
}

/**
 * How a leg ended, by its Q.850 cause. A phone that rang and one that was never reached share the causes 18 and 19 (SIP 408
 * and 480), and an answered leg may end with any.
 */
export function legEndOf(cause: number, leg: { readonly rang: boolean; readonly up: boolean }): LegEnd {
  if (leg.up) return 'hung-up';
  switch (cause) {
    case 17:
      return 'busy';
    case 21:
    case 23:
      return 'rejected';
    case 18:
    case 19:
      return leg.rang ? 'no-answer' : 'unreachable';
    case 0:
    case 16:
    case 26:
      return 'hung-up';
    default:
      return 'unreachable';
  }
}

function at(json: unknown, ...path: readonly string[]): unknown {
  let value = json;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, name);
  }
  return value;
}

/** The texts of a list, empty where something else stands; no texts where there is no list. */
export function textsOf(json: unknown): readonly string[] {
  return Array.isArray(json) ? json.map((item: unknown) => (typeof item === 'string' ? item : '')) : [];
}

/** ARI's `2026-11-22T04:50:49.286+0000` in epoch ms; null for anything else. */
export function timeOf(text: string): number | null {
  const atMs = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(atMs) ? null : atMs;
}

/** The text at a path, empty where there is none. */
export function textAt(json: unknown, ...path: readonly string[]): string {
  const value = at(json, ...path);
  return typeof value === 'string' ? value : '';
}

function numberAt(json: unknown, ...path: readonly string[]): number {
  const value = at(json, ...path);
  return typeof value === 'number' ? value : 0;
}
