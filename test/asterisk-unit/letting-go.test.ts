// What becomes of effects when Asterisk does not do them at the first word: letting go, recording with a notice, ringing a supervisor.
import t from 'tap';
import { type CallEntry, emptyBook, newCall, newLeg } from '../../src/asterisk/book.js';
import { type AriAnswer, uriOf } from '../../src/asterisk/commands.js';
import type { Hands } from '../../src/asterisk/hands.js';
import { perform } from '../../src/asterisk/perform.js';
import type { Effect } from '../../src/core/effects.js';
import type { Input } from '../../src/core/inputs.js';
import { quietLog } from '../quiet-log.js';
import { until } from '../until.js';

const call = '1795314298.24';
const leg = `${call}.1`;
const arrival = {
  type: 'call-arrived',
  call,
  channel: 'PJSIP/operator-00000016',
  flow: 'n1',
  caller: '0612345678',
  callerName: '',
  dialled: '3204',
  trunk: 'operator',
  language: 'en',
  choice: '',
} as const;

const done: AriAnswer = { known: true, status: 204, body: null };
const silent: AriAnswer = { known: false, why: 'no answer in 5000 ms' };
const failed: AriAnswer = { known: true, status: 500, body: null };
const gone: AriAnswer = { known: true, status: 404, body: null };

/** Asterisk gives these answers, one after the other, then `done`. */
function given(answers: readonly AriAnswer[]) {
  const asked: string[] = [];
  const said: Input[] = [];
  /** What was done with dead-man’s switches. */
  const switches: string[] = [];
  const rest = [...answers];
  const hands: Hands = {
    book: emptyBook(),
    entered: async () => true,
    played: async () => true,
    mayRecord: () => true,
    commands: {
      run: async (_lane, request) => {
        asked.push(`${request.method} ${decodeURIComponent(uriOf(request))}`);
        return rest.shift() ?? done;
      },
      close: () => undefined,
    },
    deadMan: {
      arm: id => void switches.push(`arm ${id}`),
      leave: id => void switches.push(`leave ${id}`),
      disarm: async () => true,
      stopFresh: async () => undefined,
      stop: () => undefined,
    },
    app: 'plateau-t',
    say: inputs => void said.push(...inputs),
    log: quietLog(),
  };
  const caller: CallEntry = { ...newCall(arrival, true), place: 'held' };
  hands.book.calls.set(call, caller);
  hands.book.legs.set(leg, newLeg(leg, call));
  return { hands, asked, said, switches, caller };
}

const setNext = `POST channels/${call}/variable?variable=PLATEAU_NEXT&value=fallback`;
const goOn = `POST channels/${call}/continue`;
const hangUp = `DELETE channels/${call}`;

t.test(
  'a caller who is released goes only when the dialplan knows where to, and is asked to go until he does',
  async t => {
    const { hands, asked } = given([silent, failed, done, silent, done]);
    perform(hands, { type: 'release', call, next: 'fallback' });
    await until('he was let go', () => asked.length === 5);
    t.strictSame(asked, [setNext, setNext, setNext, goOn, goOn]);
  },
);

t.test(
  'a caller whose variable cannot be set is left to his dead-man’s switch, not hung up by an empty one',
  async t => {
    const { hands, asked } = given([silent]);
    perform(hands, { type: 'release', call, next: 'fallback' });
    hands.book.calls.delete(call);
    await until('he was asked for once', () => asked.length === 1);
    hands.book.calls.set(call, newCall(arrival, true));
    const after = given([silent, done]);
    perform(after.hands, { type: 'hang-up', call });
    await until('another was let go meanwhile', () => after.asked.length === 2);
    t.strictSame(asked, [setNext], 'who has come back is not sent away by the old word');
  },
);

t.test(
  'a caller is hung up, and a leg is taken back, until Asterisk has done it or knows them no more',
  async t => {
    const { hands, asked } = given([silent, failed, gone]);
    perform(hands, { type: 'hang-up', call });
    await until('Asterisk knows him no more', () => asked.length === 3);
    t.strictSame(asked, [hangUp, hangUp, hangUp]);
    const other = given([failed, silent]);
    perform(other.hands, { type: 'cancel', leg });
    await until('it was taken back', () => other.asked.length === 3);
    t.strictSame(other.asked, Array(3).fill(`DELETE channels/${leg}`));
  },
);

t.test(
  'who comes out of a talk has a dead-man’s switch again when he does not go at the first word',
  async t => {
    const { hands, asked, switches, caller } = given([silent]);
    Object.assign(caller, { place: 'joined', leg });
    perform(hands, { type: 'release', call, next: 'satisfaction' });
    await until('he was let go', () => asked.length === 3);
    t.strictSame(switches, [`leave ${call}`, `arm ${call}`, `leave ${call}`], 'set once, and not renewed');
    const prompt = given([]);
    perform(prompt.hands, { type: 'release', call, next: 'satisfaction' });
    await until('he was let go', () => prompt.asked.length === 2);
    t.strictSame(prompt.switches, [`leave ${call}`]);
  },
);

const recording = `${call}-1`;
const bridge = `${leg}~x1.bridge`;
const record: Effect = {
  type: 'record',
  ...{ call, channel: call, leg, recording },
  notice: 'announcement',
  announcement: 'conf-now-recording',
  language: 'fr',
};
const notice = `POST bridges/${bridge}/play/${recording}~notice?media=sound:conf-now-recording&lang=fr`;

t.test('the notice of a recording is played in the bridge in which caller and agent are', async t => {
  const { hands, asked, caller } = given([]);
  Object.assign(caller, { place: 'joined', leg, bridge });
  perform(hands, record);
  await until('it is recorded', () => asked.length === 5);
  t.equal(asked[0], notice);
});

t.test('a recording that is asked for as they are joined waits for them', async t => {
  const { hands, asked, caller } = given([]);
  Object.assign(caller, { place: 'joining', leg, bridge: null });
  perform(hands, record);
  Object.assign(caller, { place: 'joined', bridge });
  await until('it is recorded', () => asked.length === 5);
  t.equal(asked[0], notice);
});

t.test('what is to be recorded with a notice is not recorded without it', async t => {
  const { hands, asked, said, caller } = given([gone]);
  Object.assign(caller, { place: 'joined', leg, bridge });
  perform(hands, record);
  await until('it is said', () => said.length > 0);
  t.strictSame(said, [
    {
      type: 'recording-failed',
      ...{ call, recording },
      because: 'refused',
      why: 'no notice: ARI answered 404',
    },
  ]);
  t.notOk(asked.some(one => one.includes('/snoop/')));
});

t.test('a supervisor’s phone of which Asterisk knows nothing is no supervisor', async t => {
  const supervision = 'sup-anna-1795314298000';
  const { hands, asked, said } = given([silent, gone]);
  const ring = { agentName: 'Alice', endpoint: 'PJSIP/201', afterMs: 0, timeoutMs: 20_000 } as const;
  perform(hands, { type: 'ring-supervisor', supervision, ...ring });
  await until('it is said', () => said.length > 0);
  t.strictSame(said, [{ type: 'supervisor-gone', supervision }]);
  t.equal(asked[1], `GET channels/${supervision}`);
  t.notOk(hands.book.supervisors.has(supervision));
});
