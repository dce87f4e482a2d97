// Callers and phones of the lab, on SIPp: what they do by themselves, and what a test may order them to do.
import { setTimeout as delay } from 'node:timers/promises';
import { unreachable } from '../src/base/assert.js';
import type { Asterisk } from './asterisk.js';
import type { PhonePlan, TrunkPlan } from './asterisk-plan.js';
import type { SipCall } from './sip-trace.js';
import { type Sipp, type SippOptions, startSipp } from './sipp.js';

/** Longer than any test, demo or bench. */
const foreverMs = 86_400_000;
const orderMs = 15_000;
const goodbyeMs = 1_000;
const pollMs = 10;

/** What a phone, or a partner's trunk, does with a call when nobody orders anything else. */
export type PhoneBehaviour =
  /** Rings, answers, presses `key` at once where it is given, talks, hangs up by itself where `hangUpAfterMs` is given. */
  | {
      readonly kind: 'answers';
      readonly afterMs: number;
      readonly key?: string;
      readonly hangUpAfterMs?: number;
    }
  /** Rings for ever. */
  | { readonly kind: 'rings' }
  /** Refuses with a status such as `486 Busy Here`: at once, or after ringing for `afterMs`. */
  | { readonly kind: 'refuses'; readonly status: string; readonly afterMs?: number }
  /** Answers 302 with a target such as `sip:0899000000@127.0.0.1`. */
  | { readonly kind: 'redirects'; readonly to: string };

/** Phones that share one SIPp process (one port), or callers that do; the last live call is meant where none is given. */
export type Calls = {
  /** All calls so far, in the order in which they began. */
  readonly calls: () => readonly SipCall[];
  readonly answer: (call?: SipCall) => Promise<void>;
  /** Refuses a ringing call, with the status of the behaviour or 486. */
  readonly refuse: (call?: SipCall) => Promise<void>;
  /** Ends a call: BYE when it was answered, CANCEL when a caller of ours still waits, 486 when a phone of ours still rings. */
  readonly hangUp: (call?: SipCall) => Promise<void>;
  /** Presses keys one after the other (INFO, application/dtmf-relay); resolves when the last one was taken. */
  readonly press: (keys: string, call?: SipCall) => Promise<void>;
  /** What SIPp complained about: empty when all went by the scenario. */
  readonly complaints: () => Promise<string>;
  /** Hangs up, and ends the process: from then on nothing listens on its port. */
  readonly stop: () => Promise<void>;
};

/** Where nothing listens: SIPp itself sends and hears nothing. */
const discardPort = 9;

/** Where a phone or a partner listens. */
export type Line = Pick<PhonePlan | TrunkPlan, 'address' | 'port'>;

/**
 * Starts what answers calls at `line`: a phone (several of them, if they share the port), or a partner's side of a trunk. `mediaPort`: of
 * the voice that it speaks with, see voice.ts.
 */
export async function startPhone(
  asterisk: Asterisk,
  { address, port }: Line,
  behaviour: PhoneBehaviour,
  mediaPort = discardPort,
): Promise<Calls> {
  const fill = { ...phoneFill(behaviour), mediaPort };
  const sipp = await startSipp(asterisk, { scenario: 'phone', fill, address, port });
  return callsOf(asterisk, sipp, 'phone');
}

export type CallersOptions = {
  /** The number dialled. */
  readonly number: string;
  /** How many callers; 1 if not given. */
  readonly count?: number;
  /** No more of them at once than this: the next one calls when one is gone. All at once if not given. */
  readonly atOnce?: number;
  /** Each caller dials a number of his own, counted up from `number`: it tells him from the others. */
  readonly ownNumbers?: boolean;
  readonly callsPerSecond?: number;
  /** The number of the first caller; the next ones count up from it. */
  readonly from?: string;
  /** Of the voice that the caller speaks with, at the trunk's address; he is silent and deaf if not given. */
  readonly mediaPort?: number;
  /** Hang up this long after the answer; never if not given. */
  readonly hangUpAfterMs?: number;
  /** A phone that dials (a feature code), instead of callers on the operator's trunk. */
  readonly phone?: PhonePlan;
  /** The trunk on which the callers come in; the operator's if not given. */
  readonly trunk?: TrunkPlan;
};

/** Lets callers call, all in one SIPp process. */
export async function startCallers(asterisk: Asterisk, options: CallersOptions): Promise<Calls> {
  const { phone, number, count = 1, from = '0612345600', atOnce, ownNumbers = false } = options;
  const login = phone === undefined ? '' : `[authentication username=${phone.id} password=${phone.password}]`;
  const lines = Array.from({ length: count }, (_, index) =>
    [phone?.id ?? numberAfter(from, index), ownNumbers ? numberAfter(number, index) : number, login].join(
      ';',
    ),
  );
  const sipp: SippOptions = {
    scenario: 'caller',
    fill: { hangUpMs: options.hangUpAfterMs ?? foreverMs, mediaPort: options.mediaPort ?? discardPort },
    address: phone === undefined ? (options.trunk ?? asterisk.operator).address : '127.0.0.1',
    port: await asterisk.freePort(),
    lines,
    ...(atOnce === undefined ? {} : { atOnce }),
    ...(options.callsPerSecond === undefined ? {} : { callsPerSecond: options.callsPerSecond }),
  };
  return callsOf(asterisk, await startSipp(asterisk, sipp), 'caller');
}

/** `0612345600` and 7 is `0612345607`. */
function numberAfter(first: string, index: number): string {
  return String(BigInt(first) + BigInt(index)).padStart(first.length, '0');
}

/** A busy or redirecting phone does not ring first; `after` is the label to which the scenario goes when it has rung. */
function phoneFill(behaviour: PhoneBehaviour): SippOptions['fill'] {
  const usual = {
    ...{ status: '486 Busy Here', contact: 'sip:lab@127.0.0.1' },
    ...{ answered: 'talking', key: '', hangUpMs: foreverMs },
  };
  const ringing = { ...usual, first: 'ring', after: 'answer', ringMs: foreverMs };
  const refusing = { ...usual, first: 'reject', after: 'reject', ringMs: 1 };
  switch (behaviour.kind) {
    case 'answers': {
      const { afterMs, key, hangUpAfterMs = foreverMs } = behaviour;
      const answering = { ...ringing, ringMs: Math.max(1, afterMs), hangUpMs: hangUpAfterMs };
      return key === undefined ? answering : { ...answering, answered: 'press', key };
    }
    case 'rings':
      return ringing;
    case 'refuses': {
      const { status, afterMs } = behaviour;
      if (afterMs === undefined) return { ...refusing, status };
      return { ...refusing, status, first: 'ring', ringMs: Math.max(1, afterMs) };
    }
    case 'redirects':
      return { ...refusing, status: '302 Moved Temporarily', contact: behaviour.to };
    default:
      return unreachable(behaviour);
  }
}

function callsOf(asterisk: Asterisk, sipp: Sipp, side: 'phone' | 'caller'): Calls {
  const live = (call: SipCall | undefined): SipCall => {
    const all = sipp.calls();
    const now = call === undefined ? all.findLast(one => one.end === undefined) : all.find(same(call));
    if (now === undefined || now.end !== undefined)
      throw new Error('lab: there is no call to give an order to');
    return now;
  };
  const confirmed = async (call: SipCall | undefined): Promise<SipCall> => {
    const { callId } = live(call);
    const now = () => sipp.calls().find(one => one.callId === callId && one.end === undefined);
    await waitUntil('the call is answered', () => now()?.confirmedAtMs !== undefined, orderMs);
    return live(now());
  };
  const hangUp = async (call?: SipCall): Promise<void> => {
    const now = live(call);
    if (now.answeredAtMs !== undefined) return sipp.order('HANGUP', await confirmed(now));
    return sipp.order(side === 'phone' ? 'REJECT' : 'HANGUP', now);
  };
  const press = async (keys: string, call?: SipCall): Promise<void> => {
    for (const key of keys) {
      const before = await confirmed(call);
      const taken = () => (sipp.calls().find(same(before))?.keysTaken ?? 0) > before.keysTaken;
      await sipp.order('PRESS', before, { Key: key });
      await waitUntil(`key ${key} is taken`, taken, orderMs);
    }
  };
  const stop = async (): Promise<void> => {
    const talking = () => sipp.calls().filter(({ end }) => end === undefined && sipp.isRunning());
    await Promise.allSettled(talking().map(hangUp));
    await Promise.allSettled([waitUntil('all have hung up', () => talking().length === 0, goodbyeMs)]);
    await sipp.kill();
  };
  asterisk.beforeStop(stop);
  return {
    calls: sipp.calls,
    answer: call => sipp.order('ANSWER', live(call)),
    refuse: call => sipp.order('REJECT', live(call)),
    hangUp,
    press,
    complaints: sipp.complaints,
    stop,
  };
}

const same =
  ({ callId }: SipCall) =>
  (other: SipCall) =>
    other.callId === callId;

async function waitUntil(what: string, condition: () => boolean, withinMs: number): Promise<void> {
  const deadlineAtMs = Date.now() + withinMs;
  while (!condition()) {
    if (Date.now() > deadlineAtMs) throw new Error(`lab: waited ${withinMs} ms in vain until ${what}`);
    await delay(pollMs);
  }
}
