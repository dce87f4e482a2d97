import t from 'tap';
import { type Flow, plainTransfers, type TransferTarget } from '../../src/core/site.js';
import { readTalkCode, TalkCodes } from '../../src/engine/talk-codes.js';
import { Floor, givenAgent, givenFlow, givenSite } from '../core/given.js';

const n2: TransferTarget = { kind: 'flow', flow: 'n2' };
const site = givenSite(
  [givenFlow({ id: 'n1' }), givenFlow({ id: 'n2' })],
  [givenAgent('101', { internet: 1 }), givenAgent('102', { internet: 1 })],
  [],
  { transfers: { ...plainTransfers, codes: new Map([['9', n2]]) } },
);

t.test('a code says what is wanted, and of whom', async t => {
  const read = (code: string) => readTalkCode(site, code);
  t.strictSame(read('*219'), { kind: 'transfer', manner: 'blind', to: n2 });
  t.strictSame(read('*22102'), {
    kind: 'transfer',
    manner: 'consultation',
    to: { kind: 'agent', agent: '102' },
  });
  t.match(read('*239'), { manner: 'accompanied' });
  t.strictSame(
    ['*24', '*25', '*26', '*27', '*28'].map(code => read(code)?.kind),
    ['transfer-complete', 'transfer-cancel', 'transfer-swap', 'hold', 'resume'],
  );
});

t.test('whatever else is pressed names nobody: no free digits are ever dialled', async t => {
  for (const code of ['*210899123456', '*21', '*29', '*2', '219', '*249', '*310102', '*21010'])
    t.equal(readTalkCode(site, code), null, code);
});

function talking(about: Partial<Flow> = {}) {
  const floor = new Floor({ ...site, flows: new Map([['n1', givenFlow({ id: 'n1', ...about })]]) });
  floor.logsIn('101');
  floor.arrives('c1', 'n1');
  const leg = floor.legTo('101');
  floor.answers('101');
  const codes = new TalkCodes();
  const press = (keys: string, atMs = floor.nowMs) =>
    [...keys].map(key => codes.take(floor.state, { type: 'leg-key', leg, key }, atMs)).at(-1) ?? null;
  return { floor, press };
}

t.test('the keys of an agent who talks make a command of his', async t => {
  const { press } = talking();
  const by = { kind: 'phone', name: 'PJSIP/101' };
  t.strictSame(press('*27#'), { type: 'agent-command', agent: '101', command: { kind: 'hold' }, by });
  t.strictSame(press('12*2*27#'), { type: 'agent-command', agent: '101', command: { kind: 'hold' }, by });
  t.equal(press('27#'), null);
});

t.test('9 and a number say what the call is about, by the list of its flow', async t => {
  const codes = ['fault', 'sale'];
  const about = { wrapUpCodes: { codes, required: false } };
  const { press } = talking(about);
  t.match(press('*292#'), { agent: '101', command: { kind: 'wrap-up-code', code: 'sale' } });
  for (const keys of ['*293#', '*29#', '*290#', '*2901#']) t.equal(press(keys), null, keys);
  t.equal(talking().press('*291#'), null, 'a flow that asks nothing');
});

t.test('a code that is not finished in time is forgotten', async t => {
  const { floor, press } = talking();
  press('*2');
  t.equal(press('7#', floor.nowMs + 9_000), null);
});

t.test('the keys of who does not talk with a caller mean nothing', async t => {
  const { floor } = talking();
  t.equal(new TalkCodes().take(floor.state, { type: 'leg-key', leg: 'c9.1', key: '#' }, 0), null);
});
