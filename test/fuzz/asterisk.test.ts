// What comes from Asterisk, and through it from callers, phones and partners: AMI text, ARI events, lists, feature codes. Whatever it
// is, the link lives, what is made of it is harmless text, and nothing is commanded that names anything but our own channels.
import t, { type Test } from 'tap';
import { amiOver } from '../../src/asterisk/ami.js';
import { type AmiMessage, openAmi } from '../../src/asterisk/asterisk-manager.js';
import { emptyBook, newLeg } from '../../src/asterisk/book.js';
import { uriOf } from '../../src/asterisk/commands.js';
import { callerIdOf, isEndpoint, trunkEndpoint } from '../../src/asterisk/endpoints.js';
import { eventTypes, happeningOf } from '../../src/asterisk/events.js';
import { openLines } from '../../src/asterisk/lines.js';
import { watchPhones } from '../../src/asterisk/phones.js';
import { findOurs } from '../../src/asterisk/snapshot.js';
import { inputsOf } from '../../src/asterisk/translate.js';
import { watchTrunks } from '../../src/asterisk/trunks.js';
import { plainText } from '../../src/base/plain-text.js';
import { decide } from '../../src/core/decide.js';
import type { Fact } from '../../src/core/facts.js';
import { invariants } from '../../src/core/invariants.js';
import { createState } from '../../src/core/state.js';
import { createQueueLog } from '../../src/engine/queue-log.js';
import { givenAmi } from '../asterisk-unit/fake-ami.js';
import { givenAgent, givenFlow, givenPartner, givenSite, noon } from '../core/given.js';
import { fuzzRuns, nasty, nastyJson, nastyText, shown } from '../nasty.js';
import { fc } from '../properties.js';
import { until } from '../until.js';

const deadlines = { connectMs: 5_000, actionMs: 5_000, pingMs: 600_000 };
/** What breaks lines, terminals, logs and the direction of writing. */
const harmful = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;

async function givenLink(t: Test) {
  const server = await givenAmi(t);
  const events: AmiMessage[] = [];
  const closed: string[] = [];
  const address = { host: '127.0.0.1', port: server.port, user: 'plateau', password: 'right' };
  const listeners = {
    event: (event: AmiMessage) => void events.push(event),
    closed: (why: string) => void closed.push(why),
  };
  const link = await openAmi(address, listeners, deadlines);
  t.teardown(async () => link.close());
  return { server, link, events, closed };
}

t.test(
  'AMI: a packet made of anything, cut anywhere, ends neither the link nor what comes after it',
  async t => {
    const { server, link, events, closed } = await givenLink(t);
    const header = fc.oneof(
      fc.constantFrom(
        'Event',
        'Response',
        'ActionID',
        'Variable',
        'ChanVariable',
        'Message',
        'EventList',
        'Device',
      ),
      nastyText,
    );
    const line = fc
      .tuple(header, fc.constantFrom(': ', ':', '=', ''), nastyText)
      .map(parts => parts.join(''));
    const packet = fc.array(line, { maxLength: 8 }).map(lines => `${lines.join('\r\n')}\r\n\r\n`);
    let marks = 0;
    await fc.assert(
      fc.asyncProperty(
        packet,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }),
        async (text, cuts) => {
          const bytes = Buffer.from(text);
          const at = [
            0,
            ...cuts.map(share => Math.floor(share * bytes.length)).sort((a, b) => a - b),
            bytes.length,
          ];
          for (const [index, from] of at.slice(0, -1).entries())
            server.say(bytes.subarray(from, at[index + 1]));
          const mark = `mark-${++marks}`;
          server.say(`\r\n\r\nEvent: Mark\r\nName: ${mark}\r\n\r\n`);
          await until('the event behind it is heard', () => events.some(event => event.get('name') === mark));
          events.length = 0;
          if (closed.length > 0) throw new Error(closed.join());
        },
      ),
      { numRuns: fuzzRuns(60) },
    );
    t.equal((await link.send('Ping')).ok, true, 'and the link is used on');
    t.strictSame(Object.keys(Object.prototype), []);
  },
);

t.test('AMI: events that bear the names of the package’s own are events, and nothing else', async t => {
  const { server, link, events, closed } = await givenLink(t);
  for (const name of [
    'error',
    'close',
    'end',
    'connect',
    'rawevent',
    'managerevent',
    'response',
    'newListener',
  ])
    server.say(`Event: ${name}\r\nMessage: made up\r\nActionID: close\r\n\r\n`);
  server.say('Response: Error\r\nActionID: error\r\nMessage: made up\r\n\r\n');
  await until('they are heard', () => events.length === 8);
  t.strictSame(closed, []);
  t.equal((await link.send('Ping')).ok, true);
});

t.test('AMI: no text that we send is a header or an action of somebody else’s making', async t => {
  const { server, link } = await givenLink(t);
  const ami = amiOver(link);
  for (const text of nasty) {
    const record = { queue: text, event: 'ABANDON', call: text, agent: text, message: `|${text}|1` };
    await ami.writeQueueLog(record);
    await ami.setVariable('1.1', 'TIMEOUT(absolute)', text);
  }
  await until('they have come', () => server.actions.length > nasty.length);
  const allowed = new Set(['Action', 'ActionID', 'Queue', 'Event', 'Uniqueid', 'Interface', 'Message']);
  for (const name of ['Channel', 'Variable', 'Value']) allowed.add(name);
  const names = new Set(server.actions.flatMap(action => [...action.keys()]));
  t.strictSame(
    [...names].filter(name => !allowed.has(name)),
    [],
  );
  t.strictSame([...new Set(server.actions.map(action => action.get('Action')))].sort(), [
    'QueueLog',
    'Setvar',
  ]);
});

t.test('what a caller’s side made up is cut down to one harmless line where it enters', t => {
  for (const text of nasty) {
    const clean = plainText(text, 80);
    t.notMatch(clean, harmful, shown(text));
    t.ok([...clean].length <= 80);
  }
  t.equal(plainText('Élodie  Roux-Léa', 80), 'Élodie  Roux-Léa', 'a name stays as it is');
  t.equal(plainText('a\r\nb\u202ec\u200bd', 80), 'a  bcd');
  t.end();
});

const site = givenSite(
  [
    givenFlow({ id: 'n1' }),
    givenFlow({
      id: 'out',
      rings: [{ kind: 'partners', partners: ['snt'], afterMs: 0, whenWaitingAtLeast: null }],
    }),
  ],
  [givenAgent('101', { internet: 1 }), givenAgent('102', { internet: 1 })],
  [givenPartner('snt')],
);

const id = fc.oneof(fc.constantFrom('1795.1', '1795.2', '1795.1.1', '1795.2.1', '__proto__'), nastyText);
const channel = fc.record(
  {
    id: fc.oneof(id, nastyJson),
    name: fc.oneof(fc.constantFrom('PJSIP/operator-0001', 'PJSIP/101-0002', 'Local/x@y;1'), nastyJson),
    state: fc.oneof(fc.constantFrom('Up', 'Ring', 'Ringing'), nastyJson),
    caller: fc.oneof(fc.record({ name: nastyText, number: nastyText }), nastyJson),
    dialplan: fc.oneof(
      fc.record({
        app_name: fc.constant('Stasis'),
        app_data: nastyText.map(text => `plateau-x,call,${text},3204,en`),
      }),
      nastyJson,
    ),
  },
  { requiredKeys: [] },
);
const args = fc.oneof(
  fc.tuple(
    fc.constantFrom('call', 'leg', 'feature'),
    fc.oneof(fc.constantFrom('n1', 'out'), nastyText),
    nastyText,
    nastyText,
    nastyText,
    nastyText,
  ),
  fc.array(nastyJson, { maxLength: 8 }),
);
const event = fc.record(
  {
    type: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom<unknown>(...eventTypes) },
      { weight: 1, arbitrary: nastyJson },
    ),
    channel: fc.oneof({ weight: 9, arbitrary: channel }, { weight: 1, arbitrary: nastyJson }),
    peer: fc.oneof(channel, nastyJson),
    args: fc.oneof(args, nastyJson),
    cause: fc.oneof(fc.integer(), nastyJson),
    soft: fc.oneof(fc.boolean(), nastyJson),
    digit: nastyJson,
    forward: fc.oneof(fc.constant(''), nastyJson),
    dialstatus: fc.oneof(fc.constantFrom('RINGING', ''), nastyJson),
    bridge: fc.oneof(fc.record({ id: id.map(text => `${text}.bridge`), channels: fc.array(id) }), nastyJson),
    playback: nastyJson,
    eventname: nastyJson,
  },
  { requiredKeys: ['type'] },
);

/** As Asterisk would say it, but for what the caller's side chose. */
const arrival = fc.record({
  type: fc.constant('StasisStart'),
  channel: fc.record({
    id: fc.constantFrom('1795.1', '1795.2', '__proto__'),
    name: fc.constant('PJSIP/operator-0001'),
    state: fc.constant('Ring'),
    caller: fc.record({ name: nastyText, number: nastyText }),
  }),
  args: fc.tuple(
    fc.constant('call'),
    fc.oneof(fc.constantFrom('n1', 'out', '__proto__'), nastyText),
    nastyText,
    nastyText,
    nastyText,
    nastyText,
  ),
});
const happens = fc.oneof({ weight: 1, arbitrary: arrival }, { weight: 2, arbitrary: event });

/** Texts of facts and records, wherever they stand. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

t.test(
  'ARI: from any events to facts and queue_log: nobody throws, the invariants hold, all text is harmless',
  t => {
    let entered = 0;
    fc.assert(
      fc.property(fc.array(happens, { maxLength: 25 }), story => {
        const state = createState(site);
        for (const agent of ['101', '102']) {
          const by = { kind: 'phone', name: agent } as const;
          decide(state, { type: 'agent-command', agent, command: { kind: 'login' }, by }, noon);
        }
        const book = emptyBook();
        const log = createQueueLog(state);
        for (const one of story) {
          const happening = happeningOf(one as { type: string });
          if (happening === null) continue;
          for (const input of inputsOf(book, happening)) {
            if (input.type === 'call-arrived' && state.calls.has(input.call)) continue;
            const { facts, effects } = decide(state, input, noon);
            for (const fact of facts) {
              if (fact.type === 'call-queued') entered++;
              checkTexts(fact);
              for (const record of log.take(fact, noon))
                if (record.message.split('|').length > 6 || /[\r\n\0]/.test(textsOf(record).join('')))
                  throw new Error(`queue_log: ${JSON.stringify(record)}`);
            }
            for (const effect of effects) {
              if (effect.type !== 'ring' && effect.type !== 'dial') continue;
              book.legs.set(effect.leg, newLeg(effect.leg, effect.call));
              if (effect.type === 'ring' && !isEndpoint(effect.endpoint)) throw new Error(effect.endpoint);
              if (effect.type === 'dial' && trunkEndpoint(effect.trunk, effect.number) === null)
                throw new Error(effect.number);
              if (
                !/^"[^"\r\n\\<>]*" <[0-9A-Za-z*#+]*>$/.test(
                  callerIdOf(effect.callerName, effect.callerNumber),
                )
              )
                throw new Error('a caller id leaves its quotes');
            }
            const broken = invariants(state, noon);
            if (broken.length > 0) throw new Error(broken.join());
          }
        }
      }),
      { numRuns: fuzzRuns(300) },
    );
    t.ok(entered > 50, `${entered} callers came`);
    t.end();
  },
);

/** The id and the name of a channel are Asterisk's own, and unknown flows are named as they came. */
function checkTexts(fact: Fact): void {
  if (fact.type === 'call-queued') {
    const { caller, callerName, dialled, trunk, choice, flow } = fact;
    for (const text of [caller, callerName, dialled, trunk, choice, flow])
      if (harmful.test(text) || text.length > 200) throw new Error(`not harmless: ${JSON.stringify(text)}`);
  }
  if (fact.type === 'offer-ended' && harmful.test(fact.redirectedTo ?? '')) throw new Error('redirectedTo');
}

t.test('ARI: lists of anything at a connect', t => {
  fc.assert(
    fc.property(
      fc.oneof(fc.array(fc.oneof(channel, nastyJson)), nastyJson),
      fc.oneof(
        fc.array(fc.record({ name: nastyText.map(text => `plateau-${text}`), channel_ids: nastyJson })),
        nastyJson,
      ),
      fc.oneof(fc.array(fc.record({ id: id.map(text => `${text}.bridge`), channels: nastyJson })), nastyJson),
      (channels, applications, bridges) => {
        const found = findOurs('plateau-x', { channels, applications, bridges });
        for (const { arrival } of found.callers)
          if (harmful.test(`${arrival.caller}${arrival.callerName}${arrival.dialled}`))
            throw new Error('not harmless');
      },
    ),
    { numRuns: fuzzRuns(150) },
  );
  t.pass('no list is too strange');
  t.end();
});

t.test('AMI: device states, lines and trunks of anything, and only known phones are told of', t => {
  const fields = fc.dictionary(
    fc.constantFrom(
      'event',
      'device',
      'state',
      'uniqueid',
      'channel',
      'newname',
      'span',
      'dahdichannel',
      'alarm',
      'dahdispan',
    ),
    fc.oneof(
      fc.constantFrom(
        'DeviceStateChange',
        'Newchannel',
        'Hangup',
        'Rename',
        'SpanAlarm',
        'Alarm',
        'DAHDIChannel',
      ),
      fc.constantFrom('PJSIP/101', 'PJSIP/101-00000001', 'UNAVAILABLE', 'NOT_INUSE', '1', '31'),
      nastyText,
    ),
  );
  fc.assert(
    fc.property(fc.array(fields, { maxLength: 40 }), story => {
      const lines = openLines(() => false);
      const phones = watchPhones(lines, () => new Set(['PJSIP/101']));
      const trunks = watchTrunks(lines, () => site.trunks);
      phones.begin(new Map());
      trunks.begin({ devices: new Map(), spans: [], channels: [] });
      for (const about of story) {
        const message = new Map(Object.entries(about));
        const changed = lines.event(message);
        for (const { endpoint } of phones.event(message, changed))
          if (endpoint !== 'PJSIP/101') throw new Error(`told of ${endpoint}`);
        for (const { inUse, usable } of trunks.event(message, changed))
          if (!(inUse >= 0 && usable >= 0)) throw new Error(`${inUse} of ${usable}`);
      }
    }),
    { numRuns: fuzzRuns(200) },
  );
  t.end();
});

t.test('dial strings: what is not plainly one destination is refused, commands stay at their address', t => {
  for (const text of nasty) {
    t.notOk(isEndpoint(text) && /[&@/]/.test(text.slice(text.indexOf('/') + 1)), shown(text));
    const dial = trunkEndpoint({ kind: 'pjsip', endpoint: 'out' }, text);
    t.ok(dial === null || /^PJSIP\/[0-9*#+]{1,40}@out$/.test(dial), shown(text));
    t.equal(
      trunkEndpoint({ kind: 'pjsip', endpoint: text }, '0199000001')?.split('@').length ?? 2,
      2,
      shown(text),
    );
    const uri = uriOf({ method: 'POST', path: 'channels', query: { value: text } });
    t.equal(uri.split('&').length, 1, shown(text));
  }
  t.end();
});
