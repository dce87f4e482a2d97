// Letting a caller or a leg go when Asterisk does not do it at the first word.
import t from 'tap';
import { emptyBook, newCall, newLeg } from '../../src/asterisk/book.js';
import { type AriAnswer, uriOf } from '../../src/asterisk/commands.js';
import type { Hands } from '../../src/asterisk/hands.js';
import { perform } from '../../src/asterisk/perform.js';
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
      arm: () => undefined,
      leave: () => undefined,
      disarm: async () => true,
      stopFresh: async () => undefined,
      stop: () => undefined,
    },
    app: 'plateau-t',
    say: () => undefined,
    log: quietLog(),
  };
  hands.book.calls.set(call, { ...newCall(arrival, true), place: 'held' });
  hands.book.legs.set(leg, newLeg(leg, call));
  return { hands, asked };
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
