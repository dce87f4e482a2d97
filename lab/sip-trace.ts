// What SIPp's short message trace says about the calls of one process: who was called, when it rang, was answered, ended.

/** One line of the trace. */
export type SipMessage = {
  readonly atMs: number;
  readonly sent: boolean;
  readonly callId: string;
  /** Of the CSeq header: the method of the transaction, for requests and answers alike. */
  readonly method: string;
  readonly firstLine: string;
};

/** How a call ended, seen from the SIPp process: by its own doing or by the other side's. */
export type SipEnd = {
  readonly atMs: number;
  readonly by: 'us' | 'them';
  /** `bye` after an answer, `cancel` before one, else the final status that refused the call. */
  readonly how: 'bye' | 'cancel' | number;
};

/** A call of a SIPp process; times are epoch milliseconds with microseconds as decimals. */
export type SipCall = {
  readonly callId: string;
  /** The user part of the request: the number dialled, or the phone that is called. */
  readonly to: string;
  readonly invitedAtMs: number;
  readonly ringingAtMs: number | undefined;
  readonly answeredAtMs: number | undefined;
  /** When the answer was acknowledged: from here on keys can be pressed. */
  readonly confirmedAtMs: number | undefined;
  /** How many keys the other side has taken. */
  readonly keysTaken: number;
  /** How many keys of the other side came here. */
  readonly keysHeard: number;
  readonly end: SipEnd | undefined;
};

/** Reads one tab-separated line of `-trace_shortmsg`; undefined for anything else. */
export function readTraceLine(line: string): SipMessage | undefined {
  const [, , seconds, direction, callId, cseq, firstLine] = line.split('\t');
  if (callId === undefined || cseq === undefined || firstLine === undefined) return undefined;
  return {
    atMs: Math.round(Number(seconds) * 1_000_000) / 1000,
    sent: direction === 'S',
    callId,
    method: cseq.trim().split(' ').at(-1) ?? '',
    firstLine,
  };
}

/** The call as it is after `message`; undefined when the message is of no call (a qualifying OPTIONS, our own orders). */
export function afterMessage(call: SipCall | undefined, message: SipMessage): SipCall | undefined {
  const { atMs, callId, firstLine, method } = message;
  const status = statusOf(firstLine);
  if (call === undefined) {
    if (method !== 'INVITE' || status !== undefined) return undefined;
    const none = { ringingAtMs: undefined, answeredAtMs: undefined, confirmedAtMs: undefined };
    return {
      callId,
      to: userOf(firstLine),
      invitedAtMs: atMs,
      ...none,
      ...{ keysTaken: 0, keysHeard: 0 },
      end: undefined,
    };
  }
  if (status === undefined) return afterRequest(call, message);
  if (method === 'INFO' && status === 200 && !message.sent) return { ...call, keysTaken: call.keysTaken + 1 };
  if (method !== 'INVITE' || status === 100 || status === 401) return call;
  if (status < 200) return { ...call, ringingAtMs: call.ringingAtMs ?? atMs };
  if (status < 300) return { ...call, answeredAtMs: call.answeredAtMs ?? atMs };
  return { ...call, end: call.end ?? { atMs, by: message.sent ? 'us' : 'them', how: status } };
}

function afterRequest(call: SipCall, { atMs, method, sent }: SipMessage): SipCall {
  const by = sent ? 'us' : 'them';
  switch (method) {
    case 'ACK':
      return call.answeredAtMs === undefined ? call : { ...call, confirmedAtMs: call.confirmedAtMs ?? atMs };
    case 'INFO':
      return sent ? call : { ...call, keysHeard: call.keysHeard + 1 };
    case 'BYE':
      return { ...call, end: call.end ?? { atMs, by, how: 'bye' } };
    case 'CANCEL':
      return { ...call, end: call.end ?? { atMs, by, how: 'cancel' } };
    default:
      return call;
  }
}

function statusOf(firstLine: string): number | undefined {
  const status = /^SIP\/2\.0 (\d{3})/.exec(firstLine)?.[1];
  return status === undefined ? undefined : Number(status);
}

/** `INVITE sip:3200@127.0.0.1:5060 SIP/2.0` is to 3200. */
function userOf(requestLine: string): string {
  return /sips?:([^@\s]*)@/.exec(requestLine)?.[1] ?? '';
}
