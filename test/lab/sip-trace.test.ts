import t from 'tap';
import { afterMessage, readTraceLine, type SipCall } from '../../lab/sip-trace.js';

/** The calls that a trace tells of; a line is `seconds direction call cseq | first line`. */
function callsOf(lines: readonly string[]): readonly SipCall[] {
  const calls = new Map<string, SipCall>();
  for (const line of lines) {
    const [before = '', firstLine = ''] = line.split(' | ');
    const [seconds, direction, callId, method] = before.split(' ');
    const message = readTraceLine(
      `d\tt\t${seconds}\t${direction}\t${callId}\tCSeq:1 ${method}\t${firstLine}`,
    );
    const after = message && afterMessage(calls.get(message.callId), message);
    if (after !== undefined) calls.set(after.callId, after);
  }
  return [...calls.values()];
}

t.test('an answered call that the other side ends', async t => {
  const calls = callsOf([
    '1.000 R c1 INVITE | INVITE sip:101@127.0.0.1:15101 SIP/2.0',
    '1.001 S c1 INVITE | SIP/2.0 180 Ringing',
    '2.000 S c1 INVITE | SIP/2.0 200 OK',
    '2.002 R c1 ACK | ACK sip:127.0.0.1:15101 SIP/2.0',
    '2.500 S c1 INFO | INFO sip:asterisk@127.0.0.1 SIP/2.0',
    '2.501 R c1 INFO | SIP/2.0 200 OK',
    '3.000 R c1 INFO | INFO sip:127.0.0.1:15101 SIP/2.0',
    '3.001 S c1 INFO | SIP/2.0 200 OK',
    '9.000 R c1 BYE | BYE sip:127.0.0.1:15101 SIP/2.0',
    '9.001 S c1 BYE | SIP/2.0 200 OK',
  ]);
  t.strictSame(calls, [
    {
      callId: 'c1',
      to: '101',
      invitedAtMs: 1000,
      ringingAtMs: 1001,
      answeredAtMs: 2000,
      confirmedAtMs: 2002,
      keysTaken: 1,
      keysHeard: 1,
      end: { atMs: 9000, by: 'them', how: 'bye' },
    },
  ]);
});

t.test('who ended a call that was not answered, and how', async t => {
  const ends = callsOf([
    '1 S gave-up INVITE | INVITE sip:3200@127.0.0.1:5060 SIP/2.0',
    '2 S gave-up CANCEL | CANCEL sip:3200@127.0.0.1:5060 SIP/2.0',
    '3 R gave-up INVITE | SIP/2.0 487 Request Terminated',
    '1 R busy INVITE | INVITE sip:101@127.0.0.1:15101 SIP/2.0',
    '2 S busy INVITE | SIP/2.0 486 Busy Here',
    '1 S refused INVITE | INVITE sip:999@127.0.0.1:5060 SIP/2.0',
    '2 R refused INVITE | SIP/2.0 404 Not Found',
    '1 S asked-for-password INVITE | INVITE sip:*45@127.0.0.1:5060 SIP/2.0',
    '2 R asked-for-password INVITE | SIP/2.0 401 Unauthorized',
  ]).map(({ callId, to, end }) => ({ callId, to, end }));
  t.strictSame(ends, [
    { callId: 'gave-up', to: '3200', end: { atMs: 2000, by: 'us', how: 'cancel' } },
    { callId: 'busy', to: '101', end: { atMs: 2000, by: 'us', how: 486 } },
    { callId: 'refused', to: '999', end: { atMs: 2000, by: 'them', how: 404 } },
    { callId: 'asked-for-password', to: '*45', end: undefined },
  ]);
});

t.test('orders, qualifying questions and empty lines are no calls', async t => {
  t.strictSame(
    callsOf([
      '1 R q OPTIONS | OPTIONS sip:101@127.0.0.1 SIP/2.0',
      '2 R o ANSWER | ANSWER sip:lab SIP/2.0',
      '',
    ]),
    [],
  );
});
