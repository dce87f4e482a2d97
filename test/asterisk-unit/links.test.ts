// The links to Asterisk, against servers that behave as badly as Asterisk and networks may.
import t, { type Test } from 'tap';
import { amiOver } from '../../src/asterisk/ami.js';
import { openAri } from '../../src/asterisk/ari-client.js';
import { askAsterisk, infoOf, versionIn } from '../../src/asterisk/asterisk-info.js';
import { type AmiMessage, openAmi } from '../../src/asterisk/asterisk-manager.js';
import { deadMan } from '../../src/asterisk/dead-man.js';
import { openLinks } from '../../src/asterisk/links.js';
import { quietLog } from '../quiet-log.js';
import { until } from '../until.js';
import { type FakeAmiManners, givenAmi } from './fake-ami.js';
import { givenAri } from './fake-ari.js';

const quick = { connectMs: 2_000, actionMs: 1_000, pingMs: 60_000 };
const access = (port: number) => ({ host: '127.0.0.1', port, user: 'plateau', password: 'right' });

/** A port on which nobody listens any more. */
async function givenNobody(
  given: (scope: { teardown: (action: () => Promise<void>) => unknown }) => Promise<{ port: number }>,
) {
  let leave = async (): Promise<void> => undefined;
  const { port } = await given({
    teardown: action => {
      leave = action;
    },
  });
  await leave();
  return access(port);
}

async function givenLink(t: Test, manners: FakeAmiManners = {}, deadlines = quick) {
  const server = await givenAmi(t, manners);
  const events: AmiMessage[] = [];
  const closed: string[] = [];
  const listeners = {
    event: (event: AmiMessage) => void events.push(event),
    closed: (why: string) => void closed.push(why),
  };
  const link = await openAmi(access(server.port), listeners, deadlines);
  t.teardown(async () => link.close());
  return { server, link, events, closed };
}

t.test('AMI', async t => {
  const silence = { event: () => undefined, closed: () => undefined };

  t.test('tells apart a wrong secret, nobody, and somebody who says nothing', async t => {
    const { port } = await givenAmi(t);
    await t.rejects(openAmi({ ...access(port), password: 'wrong' }, silence, quick), { code: 'ami-login' });
    await t.rejects(openAmi(await givenNobody(givenAmi), silence, quick), { code: 'ami-refused' });
    const silent = await givenAmi(t, { silent: true });
    await t.rejects(openAmi(access(silent.port), silence, quick), { code: 'ami-silent' });
  });

  t.test('an action that is not answered is given up, and its late answer is nobody’s', async t => {
    const { link, server } = await givenLink(t, {
      answer: action => (action === 'Slow' ? null : 'Response: Success\r\n{id}\r\n\r\n'),
    });
    await t.rejects(link.send('Slow'), { code: 'ami-silent' });
    server.say(`Response: Success\r\nActionID: ${server.actions[0]?.get('ActionID')}\r\n\r\n`);
    t.equal((await link.send('Ping')).ok, true);
  });

  t.test('when the connection goes, pending actions fail, and it is said once', async t => {
    const { link, server, closed } = await givenLink(t, { answer: () => null });
    const pending = link.send('Setvar');
    await until('it was sent', () => server.actions.length === 1);
    server.drop();
    await t.rejects(pending, { code: 'ami-lost' });
    await t.rejects(link.send('Setvar'), { code: 'ami-lost' });
    t.equal(closed.length, 1);
  });

  t.test('what would be a header or an action of somebody else’s making is not sent', async t => {
    const { link, server } = await givenLink(t);
    for (const value of ['x\r\nAction: Originate', 'x\ny', 'x\0'])
      t.equal((await link.send('Setvar', { Value: value })).ok, false);
    t.equal((await link.send('Setvar', { 'Value: x\r\nAction': 'y' })).ok, false);
    t.strictSame(server.actions, []);
  });

  t.test('an error is an answer with its reason', async t => {
    const { link } = await givenLink(t, {
      answer: () => 'Response: Error\r\n{id}\r\nMessage: No such channel\r\n\r\n',
    });
    const { ok, message } = await link.send('Setvar');
    t.strictSame({ ok, message }, { ok: false, message: 'No such channel' });
  });

  t.test('a list has the events of its own action only, and ends', async t => {
    const { link, events } = await givenLink(t, {
      answer: () =>
        'Response: Success\r\n{id}\r\nEventList: start\r\n\r\n' +
        'Event: DeviceStateChange\r\n{id}\r\nDevice: PJSIP/101\r\nState: NOT_INUSE\r\n\r\n' +
        'Event: Newchannel\r\nUniqueid: 1.1\r\n\r\n' +
        'Event: DeviceStateChange\r\n{id}\r\nDevice: PJSIP/102\r\nState: UNAVAILABLE\r\n\r\n' +
        'Event: DeviceStateListComplete\r\n{id}\r\nEventList: Complete\r\n\r\n',
    });
    t.strictSame(
      [...(await amiOver(link).deviceStates())],
      [
        ['PJSIP/101', 'NOT_INUSE'],
        ['PJSIP/102', 'UNAVAILABLE'],
      ],
    );
    t.strictSame(
      events.map(event => event.get('event')),
      ['Newchannel'],
    );
  });

  t.test('a list that never ends is given up', async t => {
    const { link } = await givenLink(t, {
      answer: () => 'Response: Success\r\n{id}\r\nEventList: start\r\n\r\n',
    });
    await t.rejects(link.list('DeviceStateList'), { code: 'ami-silent' });
  });

  t.test('the name of a variable, repeated headers and strange names are read', async t => {
    const { server, events } = await givenLink(t);
    server.say('Event: VarSet\r\nVariable: PLATEAU_APP\r\nValue: x\r\n\r\n');
    server.say('Event: UserEvent\r\n__proto__: x\r\nA: 1\r\nA: 2\r\n\r\n');
    await until('both are here', () => events.length === 2);
    t.strictSame(
      [events[0]?.get('variable'), events[1]?.get('a'), events[1]?.get('event')],
      ['PLATEAU_APP', '1', 'UserEvent'],
    );
  });

  t.test('a peer that answers no ping is gone', async t => {
    const { closed } = await givenLink(t, { answer: () => null }, { ...quick, pingMs: 30 });
    await until('it is noticed', () => closed.length === 1);
    t.strictSame(closed, ['AMI: a ping was not answered']);
  });

  t.test('a queue_log record always names somebody, on one line', async t => {
    const { link, server } = await givenLink(t);
    await amiOver(link).writeQueueLog({
      queue: 'n1',
      event: 'ENTERQUEUE',
      call: '1.1',
      agent: '',
      message: '|Jean\r\nAction: x|1',
    });
    t.match(Object.fromEntries(server.actions[0] ?? []), {
      Queue: 'n1',
      Event: 'ENTERQUEUE',
      Uniqueid: '1.1',
      Interface: 'NONE',
      Message: '|Jean  Action: x|1',
    });
  });
});

t.test('ARI’s event stream', async t => {
  const givenStream = async (t: Test) => {
    const server = await givenAri(t);
    const events: string[] = [];
    const closed: string[] = [];
    const faults: unknown[] = [];
    const stream = await openAri(access(server.port), 'plateau-x', {
      event: event => void events.push(String(event['type'])),
      closed: why => void closed.push(why),
      fault: error => void faults.push(error),
    });
    t.teardown(async () => stream.close());
    return { server, stream, events, closed, faults };
  };
  const silence = { event: () => undefined, closed: () => undefined, fault: () => undefined };

  t.test('an event that cannot be read does not end it', async t => {
    const { server, events, closed, faults } = await givenStream(t);
    server.say('{"type":"NeverHeardOf"}');
    server.say('{"type":');
    server.say('7');
    server.say('{"type":"StasisEnd"}');
    await until('the good one is here', () => events.includes('StasisEnd'));
    t.strictSame(
      { events, closed, faults: faults.length },
      { events: ['NeverHeardOf', 'StasisEnd'], closed: [], faults: 1 },
    );
  });

  t.test('it says once that it was cut, and does not come back by itself', async t => {
    const { server, closed } = await givenStream(t);
    server.drop();
    await until('it is said', () => closed.length === 1);
    const untilMs = Date.now() + 400;
    await until('the package would have come back', () => Date.now() > untilMs);
    t.strictSame([closed.length, server.streams], [1, ['plateau-x']]);
  });

  t.test('closed by us, it says nothing', async t => {
    const { server, stream, closed } = await givenStream(t);
    stream.close();
    server.drop();
    const other = await openAri(access(server.port), 'plateau-y', silence);
    other.close();
    t.strictSame([closed, server.streams], [[], ['plateau-x', 'plateau-y']]);
  });

  t.test('nobody there is a refusal', async t => {
    const nobody = await givenNobody(givenAri);
    await t.rejects(openAri(nobody, 'plateau-x', silence), { code: 'ari-refused' });
    await t.rejects(askAsterisk(nobody), { code: 'ari-refused' });
  });
});

t.test('all links', async t => {
  t.test('cut while the event stream is being opened, they do not wait for its deadline', async t => {
    const [ami, ari] = [await givenAmi(t), await givenAri(t)];
    const lost: string[] = [];
    ari.stick('api-docs');
    const opening = openLinks(
      { ami: access(ami.port), ari: access(ari.port), app: 'plateau-x', log: quietLog() },
      { ami: () => undefined, happening: () => undefined, lost: why => void lost.push(why) },
    );
    const refused = t.rejects(opening, { code: 'ari-refused', message: /closed by Asterisk/ });
    await until('it asks for the description', () => ari.asked.some(({ uri }) => uri.startsWith('api-docs')));
    ari.drop();
    await refused;
    t.equal(lost.length, 1);
    ari.release();
    await until('the stream has come too late', () => ari.streams.includes('plateau-x'));
  });
});

t.test('which versions of Asterisk can do what', async t => {
  const can = (version: string) => {
    const info = infoOf(version);
    return info === null ? null : [info.isSafe, info.takesWebsocketCommands];
  };
  const versions = ['19.8.1', '20.13.0', '20.14.0', '21.9', '22.3.0', '22.10.0', '22.10.1', '23.0.0'];
  t.strictSame(versions.map(can), [
    null,
    [false, false],
    [false, true],
    [false, true],
    [false, false],
    [false, true],
    [true, true],
    [true, true],
  ]);
  t.strictSame(['22.10.1+dfsg+~cs6.17', '20.5.0~rc1', 'certified-20.7-cert2', 'GIT-master'].map(versionIn), [
    '22.10.1',
    '20.5.0',
    '20.7',
    null,
  ]);
});

t.test(
  "who stops renews everybody's dead-man's switch once more, so that his successor has the whole time",
  async t => {
    const { server, link } = await givenLink(t);
    const failed: unknown[] = [];
    const events = {
      failed: (...about: unknown[]) => failed.push(about),
      overslept: () => failed.push('slept'),
    };
    // Nobody is due for a renewal while the test lasts.
    const switches = deadMan(amiOver(link), 3600, events);
    const renewed = () => server.actions.map(fields => `${fields.get('Channel')} ${fields.get('Value')}`);
    for (const call of ['waits', 'talks', 'left']) switches.arm(call);
    await switches.disarm('talks');
    switches.leave('left');
    const before = renewed().length;
    await switches.stopFresh();
    t.strictSame(renewed().slice(before), ['waits 3600'], 'who waits, and nobody else');
    switches.arm('waits');
    await switches.stopFresh();
    t.equal(renewed().length, before + 1, 'and nobody any more');
    t.strictSame(failed, []);
  },
);
