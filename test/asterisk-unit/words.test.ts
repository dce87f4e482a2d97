// From Asterisk's events to inputs, and what goes into its commands: no connection needed.

import t from 'tap';
import { type Book, bridgeOf, emptyBook, isLegId, newCall, newLeg } from '../../src/asterisk/book.js';
import { uriOf } from '../../src/asterisk/commands.js';
import { callerIdOf, endpointOfChannel, isEndpoint, trunkEndpoint } from '../../src/asterisk/endpoints.js';
import { type Happening, happeningOf, legEndOf } from '../../src/asterisk/events.js';
import { announcementOf } from '../../src/asterisk/prompts.js';
import { findOurs } from '../../src/asterisk/snapshot.js';
import { spokenNumber } from '../../src/asterisk/spoken-number.js';
import { inputsOf, strayLeg } from '../../src/asterisk/translate.js';
import type { Input } from '../../src/core/inputs.js';
import { fc } from '../properties.js';

const call = '1795314298.24';
const leg = `${call}.1`;

/** As Asterisk 22.10.1 sent it. */
const callerChannel = (state: string) => ({
  id: call,
  name: 'PJSIP/operator-00000016',
  state,
  protocol_id: '9cc4361f-de74-479f-b30a-1b0715f245a1',
  caller: { name: '', number: '0612345678' },
  connected: { name: '', number: '' },
  accountcode: '',
  dialplan: {
    context: 'plateau-queue',
    exten: 'acquisition',
    priority: 14,
    app_name: 'Stasis',
    app_data: 'plateau-old,call,acquisition,3204,en,,operator',
  },
  creationtime: '2026-11-22T02:24:58.990+0000',
  language: 'en',
});
const legChannel = (state: string, application = 'AppDial2', data = '(Outgoing Line)') => ({
  ...callerChannel(state),
  id: leg,
  name: 'PJSIP/101-00000017',
  dialplan: { context: 'phones', exten: 's', priority: 1, app_name: application, app_data: data },
});

const arrival = {
  type: 'call-arrived',
  call,
  channel: 'PJSIP/operator-00000016',
  flow: 'acquisition',
  caller: '0612345678',
  callerName: '',
  dialled: '3204',
  trunk: 'operator',
  language: 'en',
  choice: '',
} as const;

const events = {
  entered: {
    type: 'StasisStart',
    args: ['call', 'acquisition', '3204', 'en', '', 'operator'],
    channel: callerChannel('Ring'),
  },
  legEntered: { type: 'StasisStart', args: ['leg'], channel: legChannel('Up', 'Stasis', 'plateau-new,leg') },
  left: { type: 'StasisEnd', channel: callerChannel('Up') },
  callerHangs: { type: 'ChannelHangupRequest', cause: 16, channel: callerChannel('Up') },
  redirectedAway: { type: 'ChannelHangupRequest', soft: true, cause: 2, channel: callerChannel('Up') },
  callerDestroyed: { type: 'ChannelDestroyed', cause: 16, channel: callerChannel('Up') },
  dialling: { type: 'Dial', dialstatus: '', dialstring: '101', forward: '', peer: legChannel('Down') },
  ringing: {
    type: 'Dial',
    dialstatus: 'RINGING',
    dialstring: '101',
    forward: '',
    peer: legChannel('Ringing'),
  },
  forwarded: { type: 'Dial', dialstatus: 'CANCEL', forward: '0612345678', peer: legChannel('Down') },
  legHangs: { type: 'ChannelHangupRequest', cause: 17, channel: legChannel('Ringing') },
  legDestroyed: {
    type: 'ChannelDestroyed',
    cause: 17,
    cause_txt: 'User busy',
    channel: legChannel('Ringing'),
  },
  key: { type: 'ChannelDtmfReceived', digit: '1', duration_ms: 100, channel: legChannel('Up') },
  callerJoined: {
    type: 'ChannelEnteredBridge',
    bridge: { id: bridgeOf(leg), channels: [call] },
    channel: callerChannel('Up'),
  },
  legJoined: {
    type: 'ChannelEnteredBridge',
    bridge: { id: bridgeOf(leg), channels: [call, leg] },
    channel: legChannel('Up'),
  },
};
type EventName = keyof typeof events;

/** The inputs of these events, one after the other. */
function said(book: Book, ...names: readonly EventName[]): Input[] {
  return names.flatMap(name => {
    const happening = happeningOf(events[name]);
    return happening === null ? [] : [...inputsOf(book, happening)];
  });
}

function bookWithLeg(): Book {
  const book = emptyBook();
  book.calls.set(call, newCall(arrival, true));
  book.legs.set(leg, newLeg(leg, call));
  return book;
}

function bookWhileJoining(): Book {
  const book = bookWithLeg();
  const entry = book.calls.get(call);
  if (entry !== undefined) Object.assign(entry, { place: 'joining', leg, bridge: bridgeOf(leg) });
  Object.assign(book.legs.get(leg) ?? {}, { up: true });
  return book;
}

t.test('what a caller keyed comes along, cut to harmless text; a dialplan of before has none', async t => {
  const keyedOf = (...more: string[]) => {
    const args = ['call', 'n1', '3204', 'en', '', 'operator', ...more];
    const happening = happeningOf({ type: 'StasisStart', args, channel: callerChannel('Ring') });
    const [input] = happening === null ? [] : inputsOf(emptyBook(), happening);
    return input?.type === 'call-arrived' ? input.keyed : null;
  };
  t.strictSame([keyedOf('48151623'), keyedOf(''), keyedOf()], ['48151623', undefined, undefined]);
  t.equal(keyedOf(`1\u0000\u202e${'2'.repeat(500)}`)?.length, 80);
});

t.test('where the dialplan names no trunk, a SIP channel is named after it', async t => {
  const trunkOf = (name: string, trunk: string) => {
    const channel = { ...callerChannel('Ring'), name };
    const args = ['call', 'n1', '3204', 'en', '', trunk];
    const happening = happeningOf({ type: 'StasisStart', args, channel });
    const [input] = happening === null ? [] : inputsOf(emptyBook(), happening);
    return input?.type === 'call-arrived' ? input.trunk : undefined;
  };
  t.strictSame(
    [
      trunkOf('PJSIP/operator-00000016', ''),
      trunkOf('PJSIP/side-door-00000016', ''),
      trunkOf('PJSIP/operator-00000016', 'other'),
      trunkOf('DAHDI/i1/0145678900-2a', 'span1'),
      trunkOf('Local/1@x-00000016;2', ''),
    ],
    ['operator', 'side-door', 'other', 'span1', ''],
  );
});

t.test('a caller arrives with the words of the dialplan, once', async t => {
  t.strictSame(said(emptyBook(), 'entered', 'entered'), [arrival]);
});

t.test('a caller who hangs up is told from one who is taken away', async t => {
  const ends = (...names: readonly EventName[]) => said(emptyBook(), 'entered', ...names).slice(1);
  const hungUp = [{ type: 'caller-hung-up', call }];
  t.strictSame(ends('callerHangs', 'left', 'callerDestroyed'), hungUp);
  t.strictSame(ends('callerDestroyed'), hungUp);
  t.strictSame(ends('redirectedAway', 'left'), [{ type: 'caller-left', call }]);
  t.strictSame(ends('left', 'callerDestroyed'), [{ type: 'caller-left', call }]);
});

t.test(
  'a leg rings and says where it redirects to: it has refused, whatever cause Asterisk gives its end',
  async t => {
    t.strictSame(
      said(bookWithLeg(), 'dialling', 'ringing', 'ringing', 'legHangs', 'forwarded', 'legDestroyed'),
      [
        { type: 'leg-ringing', leg },
        { type: 'leg-redirected', leg, target: '0612345678' },
        { type: 'leg-ended', leg, end: 'rejected' },
      ],
    );
  },
);

t.test('a leg answers, a key is pressed, and it hangs up', async t => {
  t.strictSame(said(bookWithLeg(), 'legEntered', 'key', 'legHangs', 'legDestroyed'), [
    { type: 'leg-answered', leg },
    { type: 'leg-key', leg, key: '1' },
    { type: 'leg-ended', leg, end: 'hung-up' },
  ]);
});

t.test('a leg that rings or answers, and is in no book, is a stray', async t => {
  const strays = (book: Book) =>
    (['ringing', 'legEntered', 'legHangs', 'callerJoined'] as const).map(name => {
      const happening = happeningOf(events[name]);
      return happening === null ? null : strayLeg(book, happening);
    });
  t.strictSame(strays(emptyBook()), [leg, leg, null, null]);
  t.strictSame(strays(bookWithLeg()), [null, null, null, null]);
});

t.test('caller and leg are joined when both are in the bridge, in whatever order', async t => {
  const bridged = { type: 'bridged', call, leg };
  t.strictSame(said(bookWhileJoining(), 'callerJoined', 'legJoined', 'legJoined'), [bridged]);
  t.strictSame(said(bookWhileJoining(), 'legJoined', 'callerJoined'), [bridged]);
  t.strictSame(said(bookWhileJoining(), 'callerJoined'), []);
});

t.test('who goes while they are being joined is named', async t => {
  t.strictSame(said(bookWhileJoining(), 'callerJoined', 'legHangs', 'legDestroyed'), [
    { type: 'bridge-failed', call, leg, gone: 'leg' },
    { type: 'leg-ended', leg, end: 'hung-up' },
  ]);
  t.strictSame(said(bookWhileJoining(), 'callerHangs'), [
    { type: 'bridge-failed', call, leg, gone: 'caller' },
    { type: 'caller-hung-up', call },
  ]);
});

t.test(
  'whatever is missing, doubled or out of order, nothing is said twice and nobody ends twice',
  async () => {
    const names = Object.keys(events) as EventName[];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...names), { maxLength: 40 }), sequence => {
        const book = bookWhileJoining();
        const inputs = said(book, ...sequence).filter(({ type }) => type !== 'leg-key');
        // A caller may come anew after he was struck out; what is said of one life is said once.
        const lives = inputs
          .map(({ type }) => type)
          .join(' ')
          .split('call-arrived');
        for (const life of lives) {
          const types = life.trim().split(' ').filter(Boolean);
          if (new Set(types).size !== types.length) return false;
        }
        const ends = inputs.filter(({ type }) => type === 'leg-ended').length;
        const joins = inputs.filter(({ type }) => type === 'bridged' || type === 'bridge-failed').length;
        return ends <= 1 && joins <= 1;
      }),
    );
  },
);

t.test('events that do not matter, or are broken, are nothing', async t => {
  const broken: Record<string, unknown>[] = [
    { type: 'ChannelVarset' },
    { type: 'StasisStart' },
    { type: 'Dial' },
    { type: 'ChannelDestroyed', channel: 7 },
    { type: 'ChannelEnteredBridge', bridge: null },
  ];
  for (const event of broken) {
    const happening: Happening | null = happeningOf(event);
    t.strictSame(happening === null ? [] : inputsOf(bookWithLeg(), happening), []);
  }
});

t.test('how a leg ended, by its cause and by whether it had rung', async t => {
  const ends = (rang: boolean, up: boolean) =>
    [17, 21, 23, 19, 18, 16, 0, 34, 1, 20, 127].map(cause => legEndOf(cause, { rang, up }));
  const unreachable = ['unreachable', 'unreachable', 'unreachable', 'unreachable'];
  t.strictSame(ends(true, false), [
    'busy',
    'rejected',
    'rejected',
    'no-answer',
    'no-answer',
    'hung-up',
    'hung-up',
    ...unreachable,
  ]);
  t.strictSame(ends(false, false).slice(3, 5), ['unreachable', 'unreachable']);
  t.strictSame(new Set(ends(true, true)), new Set(['hung-up']));
});

t.test('what is there at a connect: callers, talks, legs, and what an earlier boot left', async t => {
  const ringingLeg = legChannel('Ringing');
  const talkingLeg = { ...legChannel('Up', 'Stasis', 'plateau-old,leg'), id: `${call}.2` };
  const feature = {
    ...legChannel('Ring', 'Stasis', 'plateau-old,feature,login,101,'),
    id: '1795314298.30',
  };
  const queued = { ...legChannel('Up', 'Queue', 'n1'), id: '1795314298.31' };
  const inStasis = (id: string, args: string) => ({
    ...legChannel('Up', 'Stasis', `plateau-old,${args}`),
    id,
  });
  const recorder = inStasis(`${call}-1-caller`, `recorder,${call}-1`);
  const supervisor = inStasis('sup-anna-1795314298000', 'supervisor');
  const spy = inStasis('sup-anna-1795314298000-1', 'spy');
  const rungSupervisor = { ...legChannel('Ringing'), id: 'sup-boris-1795314299000' };
  const lists = {
    channels: [
      ...[callerChannel('Up'), ringingLeg, talkingLeg, feature, queued],
      ...[recorder, supervisor, spy, rungSupervisor],
    ],
    applications: [
      {
        name: 'plateau-old',
        channel_ids: [call, leg, `${call}.2`, feature.id, rungSupervisor.id],
        bridge_ids: [],
      },
      { name: 'somebody-else', channel_ids: [queued.id], bridge_ids: [] },
    ],
    bridges: [
      { id: `${call}.2.bridge`, channels: [call, `${call}.2`] },
      { id: '1.1.1.bridge', channels: [] },
      { id: 'sup-anna-1795314298000.listen', channels: [supervisor.id, spy.id] },
      { id: 'conference', channels: [queued.id] },
    ],
  };
  const { channels, ...found } = findOurs('plateau-new', lists);
  t.equal(channels.length, 9);
  t.strictSame(found, {
    callers: [{ arrival, joinedWith: `${call}.2`, joinedIn: `${call}.2.bridge`, up: true }],
    legs: [{ leg: `${call}.2`, call, state: 'up' }],
    pairs: [],
    toMove: [call, `${call}.2`],
    toHangUp: [leg, rungSupervisor.id],
    recordings: new Set([`${call}-1`]),
    toLetGo: [supervisor.id, spy.id, rungSupervisor.id],
    listeningBridges: ['sup-anna-1795314298000.listen'],
    toSendOn: [feature.id],
    talks: [`${call}.2.bridge`],
    emptyBridges: ['1.1.1.bridge'],
  });
  const twoLegs = [
    { id: 'cb-1.1.1.bridge', channels: ['cb-1.1.2', 'cb-1.1.1'] },
    { id: `${call}.2~x1.bridge`, channels: [`${call}.1`, `${call}.2`] },
  ];
  t.strictSame(
    findOurs('plateau-new', { ...lists, bridges: twoLegs }).pairs,
    [{ call: 'cb-1.1', leg: 'cb-1.1.1', customer: 'cb-1.1.2' }],
    'two legs of a caller are a consultation, and no pair',
  );
  const other = { name: 'plateau-other', channel_ids: [call, `${call}.2`], bridge_ids: [] };
  for (const applications of [
    [...lists.applications, other],
    [other, ...lists.applications],
  ])
    t.strictSame(
      findOurs('plateau-old', { ...lists, applications }).toMove,
      [],
      'who is ours is not moved, whoever else lists him',
    );
  const ours = findOurs('plateau-old', lists);
  t.strictSame(
    [ours.toMove, ours.toHangUp, ours.legs.map(({ state }) => state)],
    [[], [], ['up', 'ringing']],
  );
});

t.test('a leg is told from a channel that Asterisk named, by its id', async t => {
  const ids = [leg, 'paris.1-1795314298.24.12', call, 'paris.1-1795314298.24', `${call};1`];
  t.strictSame(ids.map(isLegId), [true, true, false, false, false]);
});

t.test('only what is plainly one endpoint is rung', async t => {
  const fine = ['PJSIP/101', 'SIP/poste-1.2', 'DAHDI/5', 'Local/101', 'Local/101@phones'];
  const refused = [
    '',
    'PJSIP/',
    'PJSIP/1&PJSIP/2',
    'PJSIP/0899@operator',
    'Local/s@x/n',
    'PJSIP/1/sip:x@y',
    'Http/x',
    'pjsip/1',
    'PJSIP/1\n',
  ];
  t.strictSame([fine.filter(isEndpoint), refused.filter(isEndpoint)], [fine, []]);
});

t.test('a destination goes on its trunk, and nothing else goes with it', async t => {
  const pjsip = { kind: 'pjsip', endpoint: 'snt' } as const;
  t.strictSame(
    [
      trunkEndpoint(pjsip, '+33145678900'),
      trunkEndpoint({ kind: 'dahdi', endpoint: 'g1' }, '0145678900'),
      trunkEndpoint(pjsip, '0145&PJSIP/101'),
      trunkEndpoint(pjsip, ''),
      trunkEndpoint({ kind: 'pjsip', endpoint: 'snt/sip:x' }, '01'),
    ],
    ['PJSIP/+33145678900@snt', 'DAHDI/g1/0145678900', null, null, null],
  );
});

t.test('a caller’s name and number cannot leave their quotes', async t => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, number) =>
      /^"[^"<>\r\n\0,\\|]*" <[0-9A-Za-z*#+]*>$/u.test(callerIdOf(name, number).replaceAll(',', '')),
    ),
  );
  t.equal(callerIdOf('Élodie "X" <1>', '06 12+x'), '"Élodie  X   1" <0612+x>');
});

t.test('commands cannot leave their address', async t => {
  const request = {
    method: 'POST',
    path: 'channels/1',
    query: { variable: 'A', value: '1&b=2 é/?' },
  } as const;
  t.equal(uriOf(request), 'channels/1?variable=A&value=1%26b%3D2+%C3%A9%2F%3F');
  t.equal(endpointOfChannel('PJSIP/poste-1-0000002a'), 'PJSIP/poste-1');
});

t.test('what is announced: the place in line, the wait in whole minutes', async t => {
  const said = (position: number | null, expectedWaitMs: number | null) =>
    announcementOf({ language: 'en', position, expectedWaitMs }).map(media =>
      media.replace(/^sound:(queue-)?/, ''),
    );
  t.strictSame(said(1, null), ['youarenext']);
  t.strictSame(said(7, 61_000), ['thereare', 'digits/7', 'callswaiting', 'holdtime', 'digits/2', 'minutes']);
  t.strictSame(said(null, 60_000), ['holdtime', 'digits/1', 'minute']);
  t.strictSame(said(null, null), []);
  t.strictSame(said(0, 0), []);
});

t.test('a number is said with recordings, each of which can be stopped', async t => {
  const said = (number: number, language: 'en' | 'fr') =>
    spokenNumber(number, language)
      .map(media => media.replace('sound:digits/', ''))
      .join(' ');
  t.strictSame(
    [7, 20, 21, 30, 45, 71, 100, 118, 250, 4000].map(number => said(number, 'en')),
    ['7', '20', '20 1', '30', '40 5', '70 1', '1 hundred', '1 hundred 18', '2 hundred 50', '9 hundred 90 9'],
  );
  t.strictSame(
    [7, 21, 45, 70, 71, 78, 81, 91, 99, 100, 201].map(number => said(number, 'fr')),
    ['7', '20 et 1', '40 5', '70', '60 et 11', '60 18', '80 1', '80 11', '80 19', 'hundred', '2 hundred 1'],
  );
});
