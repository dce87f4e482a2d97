// Trunks and phones, told by AMI. There is no E1 card here: what DAHDI says is in the exact form of Asterisk's source
// (channels/chan_dahdi.c, 22), and goes through the same connection and parser as with a real one.
import t, { type Test } from 'tap';
import { amiOver } from '../../src/asterisk/ami.js';
import { openAmi } from '../../src/asterisk/asterisk-manager.js';
import { openLines } from '../../src/asterisk/lines.js';
import { watchPhones } from '../../src/asterisk/phones.js';
import { type TrunkState, watchTrunks } from '../../src/asterisk/trunks.js';
import type { Trunk } from '../../src/core/site.js';
import { until } from '../until.js';
import { givenAmi } from './fake-ami.js';

const t2: Trunk = {
  id: 't2',
  name: 'Two T2',
  kind: 'dahdi',
  endpoint: 'g1',
  spans: [1, 2],
  channels: 60,
};
const sip: Trunk = { id: 'sip', name: 'SIP', kind: 'pjsip', endpoint: 'operator', spans: [], channels: 20 };

const lines = (...all: string[]) => `${all.join('\r\n')}\r\n\r\n`;

const spanStatus = (span: number, alarms: string) =>
  lines(
    'Event: DAHDIShowStatus',
    `Span: ${span}`,
    'Description: T2XXP (PCI) Card 0 Span 1',
    `Alarms: ${alarms}`,
    'IRQ: 0',
    'bpviol: 0',
    'CRC: 0',
    'Framing: CCS',
    'Coding: HDB3',
    'Options: CRC4',
    'LBO: 0 db (CSU)/0-133 feet (DSX-1)',
    '{id}',
  );

const freeChannel = (channel: number, alarm: string) =>
  lines(
    'Event: DAHDIShowChannels',
    `DAHDIChannel: ${channel}`,
    'Signalling: ISDN PRI',
    'SignallingCode: 128',
    'Context: from-operator',
    'DND: Disabled',
    `Alarm: ${alarm}`,
    'Description: ',
    '{id}',
  );

const answers: Readonly<Record<string, string>> = {
  DeviceStateList:
    lines('Response: Success', '{id}', 'EventList: start', 'Message: Device State Changes will follow') +
    lines('Event: DeviceStateChange', '{id}', 'Device: PJSIP/operator', 'State: NOT_INUSE') +
    lines('Event: DeviceStateListComplete', '{id}', 'EventList: Complete', 'ListItems: 1'),
  DAHDIShowStatus:
    lines('Response: Success', '{id}', 'EventList: start', 'Message: DAHDI span statuses will follow') +
    spanStatus(1, 'OK') +
    spanStatus(2, 'RED') +
    lines('Event: DAHDIShowStatusComplete', '{id}', 'EventList: Complete', 'ListItems: 2', 'Items: 2'),
  DAHDIShowChannels:
    lines('Response: Success', '{id}', 'EventList: start', 'Message: DAHDI channel status will follow') +
    freeChannel(1, 'No Alarm') +
    freeChannel(3, 'Yellow Alarm') +
    freeChannel(32, 'No Alarm') +
    lines('Event: DAHDIShowChannelsComplete', '{id}', 'EventList: Complete', 'ListItems: 3', 'Items: 3'),
};

const channelUp = (id: string, name: string) =>
  lines(
    'Event: Newchannel',
    'Privilege: call,all',
    `Channel: ${name}`,
    'ChannelState: 4',
    'ChannelStateDesc: Ring',
    'CallerIDNum: 0145678900',
    `Uniqueid: ${id}`,
    `Linkedid: ${id}`,
  );
const channelOver = (id: string, name: string) =>
  lines(
    'Event: Hangup',
    'Privilege: call,all',
    `Channel: ${name}`,
    `Uniqueid: ${id}`,
    'Cause: 16',
    'Cause-txt: Normal Clearing',
  );
const deviceIs = (device: string, state: string) =>
  lines('Event: DeviceStateChange', 'Privilege: call,all', `Device: ${device}`, `State: ${state}`);

/** Everything that AMI tells, taken in as the session does. */
async function givenWatched(
  t: Test,
  options: { trunks?: readonly Trunk[]; phones?: readonly string[]; ours?: string } = {},
) {
  const server = await givenAmi(t, {
    answer: action => answers[action] ?? 'Response: Success\r\n{id}\r\n\r\n',
  });
  const told: unknown[] = [];
  const channels = openLines(id => id === options.ours);
  const trunks = watchTrunks(channels, () => new Map((options.trunks ?? []).map(trunk => [trunk.id, trunk])));
  const phones = watchPhones(channels, () => new Set(options.phones ?? []));
  let events = 0;
  const link = await openAmi(
    { host: '127.0.0.1', port: server.port, user: 'plateau', password: 'right' },
    {
      event: event => {
        const changed = channels.event(event);
        told.push(...trunks.event(event, changed), ...phones.event(event, changed));
        events += 1;
      },
      closed: () => undefined,
    },
  );
  t.teardown(async () => link.close());
  const ami = amiOver(link);
  const devices = await ami.deviceStates();
  trunks.begin({ devices, spans: await ami.dahdiSpans(), channels: await ami.dahdiChannels() });
  phones.begin(devices);
  const begun = { trunks: trunks.all(), phones: phones.all() };
  /** What is told because of these events. */
  const after = async (...said: string[]) => {
    const wanted = events + said.length;
    for (const text of said) server.say(text);
    await until('all events are taken in', () => events === wanted);
    return told.splice(0);
  };
  return { begun, after };
}

const state = (trunk: string, inUse: number, usable: number, alarm: string | null): TrunkState => ({
  trunk,
  inUse,
  usable,
  alarm,
});

t.test('at a connect a T2 in alarm and a channel in alarm are known', async t => {
  const { begun } = await givenWatched(t, { trunks: [t2, sip] });
  t.strictSame(begun.trunks, [state('t2', 0, 29, 'span 1: Yellow Alarm'), state('sip', 0, 20, null)]);
});

t.test('alarms of spans come and go, each once', async t => {
  const { after } = await givenWatched(t, { trunks: [t2] });
  const clear2 = lines('Event: SpanAlarmClear', 'Privilege: system,all', 'Span: 2');
  const clear3 = lines('Event: AlarmClear', 'Privilege: system,all', 'DAHDIChannel: 3');
  const red1 = lines('Event: SpanAlarm', 'Privilege: system,all', 'Span: 1', 'Alarm: Red Alarm');
  t.strictSame(await after(clear2, clear2), [state('t2', 0, 59, 'span 1: Yellow Alarm')]);
  t.strictSame(await after(clear3), [state('t2', 0, 60, null)]);
  t.strictSame(await after(red1, red1), [state('t2', 0, 30, 'span 1: Red Alarm')]);
});

t.test('where chan_dahdi reports channels one by one, a dead span is thirty of them', async t => {
  const { after } = await givenWatched(t, { trunks: [{ ...t2, spans: [3], channels: 30 }] });
  const channels = Array.from({ length: 31 }, (_, slot) => 63 + slot).filter(channel => channel !== 78);
  const alarms = channels.map(channel =>
    lines('Event: Alarm', 'Privilege: system,all', `DAHDIChannel: ${channel}`, 'Alarm: Red Alarm'),
  );
  t.strictSame((await after(...alarms)).at(-1), state('t2', 0, 0, 'span 3: Red Alarm'));
});

t.test('which span a channel is on is learnt from its calls, where cards are not all E1', async t => {
  const { after } = await givenWatched(t, { trunks: [{ ...t2, spans: [2], channels: 2 }] });
  await after(lines('Event: SpanAlarmClear', 'Privilege: system,all', 'Span: 2'));
  const call = lines(
    'Event: DAHDIChannel',
    'Privilege: call,all',
    'Channel: DAHDI/i2/0612345678-1',
    'ChannelState: 4',
    'Uniqueid: 1.9',
    'DAHDIGroup: 2',
    'DAHDISpan: 2',
    'DAHDIChannel: 4',
  );
  const alarm = lines('Event: Alarm', 'Privilege: system,all', 'DAHDIChannel: 4', 'Alarm: Red Alarm');
  t.strictSame(await after(call, alarm), [state('t2', 0, 1, 'span 2: Red Alarm')]);
});

t.test('calls on a T2 are counted by span, calls on a SIP trunk by endpoint', async t => {
  const { after } = await givenWatched(t, { trunks: [t2, sip] });
  const yellow = 'span 1: Yellow Alarm';
  t.strictSame(await after(channelUp('1.1', 'DAHDI/i1/0145678900-1')), [state('t2', 1, 29, yellow)]);
  t.strictSame(await after(channelUp('1.2', 'DAHDI/i2/0145678900-2')), [state('t2', 2, 29, yellow)]);
  t.strictSame(await after(channelUp('1.3', 'DAHDI/i3/0145678900-3')), []);
  t.strictSame(await after(channelUp('1.4', 'PJSIP/operator-0000001a')), [state('sip', 1, 20, null)]);
  t.strictSame(await after(channelUp('1.5', 'PJSIP/operator2-0000001b')), []);
  const over = [channelOver('1.1', 'DAHDI/i1/0145678900-1'), channelOver('1.4', 'PJSIP/operator-0000001a')];
  t.strictSame(await after(...over, ...over), [state('t2', 1, 29, yellow), state('sip', 0, 20, null)]);
});

t.test('a SIP trunk that does not answer carries no calls', async t => {
  const { after } = await givenWatched(t, { trunks: [sip] });
  t.strictSame(await after(deviceIs('PJSIP/operator', 'UNAVAILABLE')), [state('sip', 0, 0, 'unavailable')]);
  t.strictSame(await after(deviceIs('PJSIP/operator', 'NOT_INUSE')), [state('sip', 0, 20, null)]);
});

t.test('of an analogue phone Asterisk knows nothing but its calls: it may be rung', async t => {
  const { begun, after } = await givenWatched(t, { phones: ['DAHDI/5'] });
  t.strictSame(begun.phones, [{ endpoint: 'DAHDI/5', phone: 'unknown' }]);
  t.strictSame(await after(channelUp('1.9', 'DAHDI/5-1')), [{ endpoint: 'DAHDI/5', phone: 'busy' }]);
});

t.test('a phone is busy in calls that are not ours, whatever its device says', async t => {
  const phone = 'PJSIP/101';
  const { begun, after } = await givenWatched(t, { phones: [phone], ours: 'c.1' });
  t.strictSame(begun.phones, [{ endpoint: phone, phone: 'unavailable' }], 'nobody has said that it is there');
  t.strictSame(await after(deviceIs(phone, 'NOT_INUSE')), [{ endpoint: phone, phone: 'idle' }]);
  t.strictSame(
    await after(
      channelUp('c.1', 'PJSIP/101-00000001'),
      deviceIs(phone, 'RINGING'),
      deviceIs(phone, 'INUSE'),
      channelOver('c.1', 'PJSIP/101-00000001'),
      deviceIs(phone, 'NOT_INUSE'),
    ),
    [],
  );
  t.strictSame(await after(channelUp('9.1', 'PJSIP/101-00000002'), deviceIs(phone, 'INUSE')), [
    { endpoint: phone, phone: 'busy' },
  ]);
  t.strictSame(await after(channelOver('9.1', 'PJSIP/101-00000002')), [{ endpoint: phone, phone: 'idle' }]);
  t.strictSame(await after(deviceIs(phone, 'UNAVAILABLE'), deviceIs('PJSIP/999', 'INUSE')), [
    { endpoint: phone, phone: 'unavailable' },
  ]);
});
