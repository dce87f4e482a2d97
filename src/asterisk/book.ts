// Our book of what is in our hands: callers and legs, and no more than is needed to know what an event means.
import type { CallId, LegId } from '../core/facts.js';
import type { RecordingId, SupervisionId } from '../core/facts-listening.js';
import type { Arrival } from './events.js';

export type CallEntry = {
  readonly arrival: Arrival;
  /** Answered, by us or by the dialplan before us. */
  up: boolean;
  /**
   * `arrived`: nothing done yet. `held`: music, dead-man's switch renewed. `joining`, `joined`: with `leg`.
   * `leaving`: released or hung up by us, Asterisk's last word is awaited.
   */
  place: 'arrived' | 'held' | 'joining' | 'joined' | 'leaving';
  /** The leg of `joining` and `joined`. */
  leg: LegId | null;
  /** The bridge that he is in, or on his way to. */
  bridge: string | null;
  /** Who of the two was seen entering the bridge of `joining`. */
  entered: Set<string>;
  music: string | null;
  /** The announcement that plays to him. */
  playback: string | null;
  /** How many were played to him. */
  played: number;
  /** Asterisk was asked to hang him up; his leaving is then no leaving to the dialplan. */
  hangingUp: boolean;
};

export type LegEntry = {
  readonly id: LegId;
  readonly call: CallId;
  rang: boolean;
  up: boolean;
  redirected: boolean;
  playback: string | null;
  /** Has been in a bridge of ours. */
  bridged: boolean;
  /** Hears music, because its agent waits for somebody. */
  music: boolean;
};

/** `begun`: both tracks are being written. */
export type RecordingEntry = { paused: boolean; begun: boolean };

/** `isInside`: in his listening bridge. `snoop`: the channel through which he hears a talk, on its way or there. */
export type SupervisorEntry = {
  readonly id: SupervisionId;
  up: boolean;
  isInside: boolean;
  snoop: string | null;
  snoops: number;
};

/** An agent and the customer who was called for him, by the agent's leg: from the join on. */
export type PairEntry = {
  readonly call: CallId;
  readonly leg: LegId;
  readonly customer: LegId;
  place: 'joining' | 'joined';
  /** Who of the two was seen entering the bridge. */
  readonly entered: Set<LegId>;
};

export type Book = {
  readonly calls: Map<CallId, CallEntry>;
  readonly legs: Map<LegId, LegEntry>;
  /** Of this connection; those of earlier ones go on without us. */
  readonly recordings: Map<RecordingId, RecordingEntry>;
  readonly supervisors: Map<SupervisionId, SupervisorEntry>;
  readonly pairs: Map<LegId, PairEntry>;
};

export function emptyBook(): Book {
  return {
    calls: new Map(),
    legs: new Map(),
    recordings: new Map(),
    supervisors: new Map(),
    pairs: new Map(),
  };
}

export function newCall(arrival: Arrival, up: boolean): CallEntry {
  return {
    arrival,
    up,
    place: 'arrived',
    leg: null,
    bridge: null,
    entered: new Set(),
    music: null,
    playback: null,
    played: 0,
    hangingUp: false,
  };
}

export function newLeg(id: LegId, call: CallId): LegEntry {
  return {
    id,
    call,
    rang: false,
    up: false,
    redirected: false,
    playback: null,
    bridged: false,
    music: false,
  };
}

/**
 * `<call>.<attempt>`, where a channel that Asterisk names itself has one number less. A leg that was refused at once may be out
 * of the book before AMI tells that its channel came up.
 */
export function isLegId(channel: string): boolean {
  return /\.\d+\.\d+$/.test(channel);
}

/** `sup-<supervisor>-<epoch ms>`, without the dots of what Asterisk and we name otherwise. */
export function isSupervision(channel: string): boolean {
  return /^sup-[a-z][a-z0-9-]*-\d{13}$/.test(channel);
}

/** The bridge of a talk is named after its leg, so that it is never used twice. */
export function bridgeOf(leg: LegId): string {
  return `${leg}.bridge`;
}

let bridges = 0;

/** A bridge for a leg that may have been in others before: by an earlier daemon as well, hence the time in its name. */
export function freshBridgeOf(leg: LegId): string {
  bridges = (bridges + 1) % 1_000_000;
  return `${leg}~${Date.now().toString(36)}${bridges}.bridge`;
}

/** The leg of a bridge that is a talk of ours, null for any other bridge. */
export function legOfBridge(bridge: string): LegId | null {
  return bridge.endsWith('.bridge') ? bridge.slice(0, -'.bridge'.length).replace(/~[0-9a-z]+$/, '') : null;
}

/**
 * A playback's id names its channel. Those of one channel take turns with two ids, the one before being stopped first: so that the
 * next daemon, who never heard of them, can stop what plays.
 */
export function playbackOn(channel: string, played: number): string {
  return `${channel}~${played % 2}`;
}

/** All that may play on a channel. */
export function playbacksOn(channel: string): readonly string[] {
  return [playbackOn(channel, 0), playbackOn(channel, 1)];
}

export function channelOfPlayback(playback: string): string {
  return playback.slice(0, Math.max(0, playback.lastIndexOf('~')));
}
