// Callers and phones of the lab, on SIPp: what they do by themselves, and what a test may order them to do.
import { setTimeout as delay } from 'node:timers/promises';
import { unreachable } from '../src/base/assert.js';
import type { Asterisk } from './asterisk.js';
import type { PhonePlan, TrunkPlan } from './asterisk-plan.js';
import type { SipCall } from './sip-trace.js';
import { type Sipp, type SippOptions, startSipp } from './sipp.js';

/** Longer than any test, demo or bench. */
const foreverMs = 86_400_000;
const orderMs = 5_000;
const pollMs = 10;

/** What a phone, or a partner's trunk, does with a call when nobody orders anything else. */
export type PhoneBehaviour =
  /** Rings, answers, talks; hangs up by itself where `hangUpAfterMs` is given. */
  | { readonly kind: 'answers'; readonly afterMs: number; readonly hangUpAfterMs?: number }
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

/** Where a phone or a partner listens. */
export type Line = Pick<PhonePlan | TrunkPlan, 'address' | 'port'>;

/** Starts what answers calls at `line`: a phone (several of them, if they share the port), or a partner's side of a trunk. */
export async function startPhone(
  asterisk: Asterisk,
  { address, port }: Line,
  behaviour: PhoneBehaviour,
): Promise<Calls> {
  const sipp = await startSipp(asterisk, { scenario: 'phone', fill: phoneFill(behaviour), address, port });
  return callsOf(sipp, 'phone');
}

export type CallersOptions = {
  /** The number dialled. */
  readonly number: string;
  /** How many callers; 1 if not given. */
  readonly count?: number;
  readonly callsPerSecond?: number;
  /** The number of the first caller; the next ones count up from it. */
  readonly from?: string;
  /** Hang up this long after the answer; never if not given. */
  readonly hangUpAfterMs?: number;
  /** A phone that dials (a feature code), instead of callers on the operator's trunk. */
  readonly phone?: PhonePlan;
  /** The trunk on which the callers come in; the operator's if not given. */
  readonly trunk?: TrunkPlan;
};

/** Lets callers call, all in one SIPp process. */
export async function startCallers(asterisk: Asterisk, options: CallersOptions): Promise<Calls> {
  const { phone, number, count = 1, from = '0612345600' } = options;
  const login = phone === undefined ? '' : `[authentication username=${phone.id} password=${phone.password}]`;
  const lines = Array.from({ length: count }, (_, index) =>
    [phone?.id ?? numberAfter(from, index), number, login].join(';'),
  );
  const sipp: SippOptions = {
    scenario: 'caller',
    fill: { hangUpMs: options.hangUpAfterMs ?? foreverMs },
    address: phone === undefined ? (options.trunk ?? asterisk.operator).address : '127.0.0.1',
    port: await asterisk.freePort(),
    lines,
    ...(options.callsPerSecond === undefined ? {} : { callsPerSecond: options.callsPerSecond }),
  };
  return callsOf(await startSipp(asterisk, sipp), 'caller');
}

/** `0612345600` and 7 is `0612345607`. */
function numberAfter(first: string, index: number): string {
  return String(BigInt(first) + BigInt(index)).padStart(first.length, '0');
}

/** A busy or redirecting phone does not ring first; `after` is the label to which the scenario goes when it has rung. */
function phoneFill(behaviour: PhoneBehaviour): SippOptions['fill'] {
  const usual = { status: '486 Busy Here', contact: 'sip:lab@127.0.0.1', hangUpMs: foreverMs };
  const ringing = { ...usual, first: 'ring', after: 'answer', ringMs: foreverMs };
  const refusing = { ...usual, first: 'reject', after: 'reject', ringMs: 1 };
  switch (behaviour.kind) {
    case 'answers': {
      const { afterMs, hangUpAfterMs = foreverMs } = behaviour;
      return { ...ringing, ringMs: Math.max(1, afterMs), hangUpMs: hangUpAfterMs };
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

function callsOf(sipp: Sipp, side: 'phone' | 'caller'): Calls {
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
    await untilOrder('the call is answered', () => now()?.confirmedAtMs !== undefined);
    return live(now());
  };
  return {
    calls: sipp.calls,
    answer: call => sipp.order('ANSWER', live(call)),
    refuse: call => sipp.order('REJECT', live(call)),
    hangUp: async call => {
      const now = live(call);
      if (now.answeredAtMs !== undefined) return sipp.order('HANGUP', await confirmed(now));
      return sipp.order(side === 'phone' ? 'REJECT' : 'HANGUP', now);
    },
    press: async (keys, call) => {
      for (const key of keys) {
        const before = await confirmed(call);
        await sipp.order('PRESS', before, { Key: key });
        await untilOrder(
          `key ${key} is taken`,
          () => (sipp.calls().find(same(before))?.keysTaken ?? 0) > before.keysTaken,
        );
      }
    },
    complaints: sipp.complaints,
    stop: sipp.stop,
  };
}

const same =
  ({ callId }: SipCall) =>
  (other: SipCall) =>
    other.callId === callId;

async function untilOrder(what: string, condition: () => boolean): Promise<void> {
  const deadlineAtMs = Date.now() + orderMs;
  while (!condition()) {
    if (Date.now() > deadlineAtMs) throw new Error(`lab: waited ${orderMs} ms in vain until ${what}`);
    await delay(pollMs);
  }
}
