// A SIP phone or trunk that says whatever it is told to, byte for byte: for what no honest phone sends.
import { createSocket } from 'node:dgram';
import type { Asterisk } from '../../lab/asterisk.js';
import { type Scope, until } from '../../lab/given.js';

export type SipMessage = {
  /** `INVITE sip:… SIP/2.0` or `SIP/2.0 200 OK`. */
  readonly first: string;
  readonly header: (name: string) => string;
  readonly text: string;
};

export type RawSip = {
  /** All that has come. */
  readonly heard: readonly SipMessage[];
  /** Calls, with `from` and `more` header lines as they stand; resolves to the first answer that is not provisional, or null. */
  readonly invite: (to: string, from: string, more?: readonly string[]) => Promise<Dialog>;
  /** The dialog of a call that comes in, answered. */
  readonly answered: () => Promise<Dialog>;
};

export type Dialog = {
  /** Of the INVITE; 0 while there is none. */
  readonly status: () => number;
  /** Sends a request inside the dialog; resolves to the status of its answer. */
  readonly request: (method: string, more: readonly string[], body?: string) => Promise<number>;
};

const sdp = (address: string) =>
  [
    'v=0',
    `o=raw 1 1 IN IP4 ${address}`,
    's=-',
    `c=IN IP4 ${address}`,
    't=0 0',
    'm=audio 9 RTP/AVP 8',
    '',
  ].join('\r\n');

let numbers = 0;
const fresh = (what: string) => `${what}${process.pid}x${++numbers}`;

export async function givenRawSip(
  t: Scope,
  asterisk: Asterisk,
  { address, port }: { readonly address: string; readonly port: number },
): Promise<RawSip> {
  const socket = createSocket('udp4');
  const heard: SipMessage[] = [];
  socket.on('message', bytes => {
    const message = read(bytes.toString('latin1'));
    heard.push(message);
    // A response that is final is acknowledged, or it comes again and again.
    if (/^SIP\/2\.0 [2-6]/.test(message.first) && message.header('CSeq').endsWith('INVITE'))
      acknowledge(message);
  });
  await new Promise<void>(resolve => socket.bind(port, address, resolve));
  t.teardown(async () => void socket.close());
  const say = (lines: readonly string[], body = '') => {
    const text = [...lines, `Content-Length: ${Buffer.byteLength(body, 'latin1')}`, '', body].join('\r\n');
    socket.send(Buffer.from(text, 'latin1'), asterisk.sip.port, asterisk.sip.host);
  };
  const via = () => `Via: SIP/2.0/UDP ${address}:${port};branch=z9hG4bK${fresh('b')}`;
  const server = `${asterisk.sip.host}:${asterisk.sip.port}`;
  const contact = `Contact: <sip:raw@${address}:${port}>`;
  const acknowledge = (answer: SipMessage) => {
    const lines = ['From', 'To', 'Call-ID'].map(name => `${name}: ${answer.header(name)}`);
    const number = Number.parseInt(answer.header('CSeq'), 10);
    const branch = answer.first.startsWith('SIP/2.0 2') ? via() : `Via: ${answer.header('Via')}`;
    say([`ACK sip:${server} SIP/2.0`, branch, 'Max-Forwards: 70', ...lines, `CSeq: ${number} ACK`]);
  };
  const answerTo = (callId: string, cseq: string) =>
    heard.findLast(
      one =>
        /^SIP\/2\.0 [2-6]/.test(one.first) && one.header('Call-ID') === callId && one.header('CSeq') === cseq,
    );
  const statusOf = (message: SipMessage | undefined) => Number(message?.first.split(' ')[1] ?? 0);
  const within = (callId: string, ends: () => readonly string[], status: () => number): Dialog => {
    let cseq = 100;
    return {
      status,
      request: async (method, more, body) => {
        const number = `${++cseq} ${method}`;
        const head = [`${method} sip:${server} SIP/2.0`, via(), 'Max-Forwards: 70', ...ends()];
        say([...head, `Call-ID: ${callId}`, `CSeq: ${number}`, contact, ...more], body);
        return statusOf(await until(`an answer to ${method}`, () => answerTo(callId, number)));
      },
    };
  };
  return {
    heard,
    invite: async (to, from, more = []) => {
      const callId = fresh('call');
      const head = [`INVITE sip:${to}@${server} SIP/2.0`, via(), 'Max-Forwards: 70'];
      const ends = [`From: ${from};tag=${fresh('t')}`, `To: <sip:${to}@${server}>`];
      const type = 'Content-Type: application/sdp';
      say([...head, ...ends, `Call-ID: ${callId}`, 'CSeq: 1 INVITE', contact, type, ...more], sdp(address));
      const answer = () => answerTo(callId, '1 INVITE');
      const both = () => [ends[0] ?? '', `To: ${answer()?.header('To') ?? ''}`];
      return within(callId, both, () => statusOf(answer()));
    },
    answered: async () => {
      const invite = await until('it rings', () => heard.find(one => one.first.startsWith('INVITE ')));
      const callId = invite.header('Call-ID');
      const to = `${invite.header('To')};tag=${fresh('t')}`;
      const copied = ['Via', 'From', 'Call-ID', 'CSeq'].map(name => `${name}: ${invite.header(name)}`);
      say(['SIP/2.0 200 OK', ...copied, `To: ${to}`, contact, 'Content-Type: application/sdp'], sdp(address));
      await until('it is acknowledged', () => heard.find(one => one.first.startsWith('ACK ')));
      return within(
        callId,
        () => [`From: ${to}`, `To: ${invite.header('From')}`],
        () => 200,
      );
    },
  };
}

function read(text: string): SipMessage {
  const [head = ''] = text.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const header = (name: string) =>
    lines
      .find(line => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
      ?.slice(name.length + 1)
      .trim() ?? '';
  return { first, header, text };
}
