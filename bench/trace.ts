// Reads SIPp's message trace (`-trace_msg`), and tells the delays that a bench is about. Callers and phones are processes of
// one machine, so that their traces are on one clock; SIPp stamps each message in microseconds as it sends or reads it.

/** A message of a trace. */
export type SipMessage = {
  /** Milliseconds with microseconds as decimals, on the machine's clock; of use for differences only. */
  readonly atMs: number;
  readonly sent: boolean;
  readonly callId: string;
  /** Of the CSeq header: the method of the transaction. */
  readonly method: string;
  /** Of an answer; null for a request. */
  readonly status: number | null;
  /** The user part of From: a caller's number. */
  readonly from: string;
  /** The user part of the address of a request: whom it is for. Empty for an answer. */
  readonly to: string;
};

const rule = '-----------------------------------------------';
/** SIPp 3.6 writes `2026-11-22 02:36:21.050285`, SIPp 3.7 `2026-11-22T02:42:21.381891Z`. */
const head =
  /^ (\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)\.(\d{6})\S*\n\w+ message (sent|received) .*\n\n([\s\S]*)$/;

/** All whole messages of a trace, in the order in which they went over the wire. What is no SIP message is left out. */
export function readTrace(text: string): SipMessage[] {
  return text
    .split(rule)
    .map(readMessage)
    .filter(message => message !== undefined);
}

function readMessage(block: string): SipMessage | undefined {
  const [, day, time, micros, direction, body] = head.exec(block) ?? [];
  if (body === undefined) return undefined;
  const [, method] = /^CSeq: *\d+ +(\w+)/im.exec(body) ?? [];
  const [, callId] = /^Call-ID: *(\S+)/im.exec(body) ?? [];
  const [, from = ''] = /^From:.*?sips?:([^@;>\s]*)@/im.exec(body) ?? [];
  if (method === undefined || callId === undefined) return undefined;
  const [, status] = /^SIP\/2\.0 (\d{3})/.exec(body) ?? [];
  const [, to = ''] = /^[A-Z]+ sips?:([^@;>\s]*)@/.exec(body) ?? [];
  return {
    atMs: Date.parse(`${day}T${time}Z`) + Number(micros) / 1000,
    sent: direction === 'sent',
    callId,
    method,
    status: status === undefined ? null : Number(status),
    from,
    to,
  };
}

/** Callers of whom a phone never heard, beside the delays of those who got through. */
export type Delays = { readonly delaysMs: readonly number[]; readonly unserved: number };

/**
 * From a caller's first INVITE to the first INVITE that a phone gets for his number. A caller is known by his number: the
 * numbers of one trace are all different.
 */
export function inviteToInvite(callers: readonly SipMessage[], phones: readonly SipMessage[]): Delays {
  const rungAtMs = firstInvites(phones.filter(({ sent }) => !sent));
  const delaysMs: number[] = [];
  let unserved = 0;
  for (const [caller, invitedAtMs] of firstInvites(callers.filter(({ sent }) => sent))) {
    const atMs = rungAtMs.get(caller);
    if (atMs === undefined) unserved += 1;
    else delaysMs.push(atMs - invitedAtMs);
  }
  return { delaysMs, unserved };
}

function firstInvites(messages: readonly SipMessage[]): Map<string, number> {
  const first = new Map<string, number>();
  for (const { method, status, from, atMs } of messages)
    if (method === 'INVITE' && status === null && !first.has(from)) first.set(from, atMs);
  return first;
}

/**
 * From a phone's BYE to the next INVITE that it gets, for each BYE that one follows. All messages must be of one phone.
 * A BYE that is repeated counts from the first time; an INVITE of a call that is known is a repetition, and does not count.
 */
export function byeToInvite(phone: readonly SipMessage[]): number[] {
  const delaysMs: number[] = [];
  const invited = new Set<string>();
  const ended = new Set<string>();
  let freeAtMs: number | undefined;
  for (const { method, status, sent, callId, atMs } of phone) {
    if (status !== null) continue;
    if (method === 'BYE' && sent && !ended.has(callId)) {
      ended.add(callId);
      freeAtMs = atMs;
    }
    if (method === 'INVITE' && !sent && !invited.has(callId)) {
      invited.add(callId);
      if (freeAtMs !== undefined) delaysMs.push(atMs - freeAtMs);
      freeAtMs = undefined;
    }
  }
  return delaysMs;
}
