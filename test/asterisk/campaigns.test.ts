// Campaigns on a real Asterisk: a list from a file, an agent first, a caller before them all, a kill in between, and what came of it.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { labSkip, until } from '../../lab/given.js';
import { type Floor, givenFloor } from './floor.js';
import { types } from './plateauctl.js';

const site = `
trunks:
  operator: { name: Operator, kind: pjsip, endpoint: operator, channels: 30 }
  customers: { name: Customers, kind: pjsip, endpoint: customers, channels: 30 }
agents:
  - { phone: PJSIP/101, name: Alice, skills: { in: 1 } }
flows:
  in: { name: In, rings: [{ at: 0s, agents: in }] }
  out: { name: Out, rings: [{ at: 0s, agents: in }], offerTimeout: 60s }
outbound:
  trunk: customers
  callerNumber: "0144000000"
  country: "+33"
  numbers: { allow: ["+33"] }
  dialTimeout: 60s
  caps: { perDay: 100 }
campaigns:
  welcome: { name: Welcome, flow: out, mode: progressive }
  shown: { name: Shown, flow: out, mode: preview, preview: { within: 5m } }
`;

const answers = '+33612345001';
const busy = '+33612345002';
const barred = '+33612345003';
const killed = '+33612345004';

/** How often customers' phones have rung. */
const rung = (floor: Floor) => floor.partner('customers').calls().length;

/** How many customers' phones ring now. */
const ringing = (floor: Floor) =>
  floor
    .partner('customers')
    .calls()
    .filter(one => one.end === undefined && one.answeredAtMs === undefined).length;

/** The agent's phone rings for a record, and he answers; resolves to the call. */
async function answered(floor: Floor, number: string, campaign = 'welcome'): Promise<string> {
  const queued = await until(`${number} stands in line`, () =>
    floor.plateau
      .told('outbound-queued')
      .find(fact => fact.number === number && fact.subject.startsWith(`${campaign}.`)),
  );
  const { call } = queued;
  await floor.until('call-offered', { call }, 60_000);
  await until('the phone of 101 rings', () =>
    floor
      .phone('101')
      .calls()
      .some(one => one.end === undefined && one.answeredAtMs === undefined),
  );
  await floor.phone('101').answer();
  await floor.until('call-answered', { call }, 30_000);
  return call;
}

t.test('campaigns on a real Asterisk', { skip: await labSkip(), timeout: 240_000 }, async t => {
  const floor = await givenFloor(t, {
    ...{ site, flows: ['in'], agents: ['101'], partners: { customers: { kind: 'rings' } } },
  });
  const { plateau } = floor;
  const list = join(plateau.folder, 'list.csv');
  await writeFile(
    list,
    'number;name\n06 12 34 50 01;Anna\n0612345002;Bruno\n0612345003;Chloe\n0612345004;Driss\n',
  );

  await t.test('a list is imported, without whom nobody may call', async t => {
    t.match(await types(floor, 'do-not-call', 'add', barred), '1 changed.');
    t.match(await types(floor, 'campaign', 'import', 'welcome', list, '--dry-run'), 'Nothing was changed');
    t.match(
      await types(floor, 'campaign', 'import', 'welcome', list),
      '3 added; 0 in the list already; 1 on the do-not-call list.',
    );
  });

  await t.test(
    'a waiting caller is served first; then an agent is reserved, and only then the customer rings',
    async t => {
      const caller = await floor.calls('in');
      t.match(await types(floor, 'campaign', 'start', 'welcome'), 'started');
      await floor.until('outbound-queued', { number: answers }, 30_000);
      await floor.logIn('101');
      await floor.rings('101', caller);
      await floor.phone('101').answer();
      await floor.until('call-bridged', { call: caller.call });
      t.strictSame([plateau.told('customer-dialled'), rung(floor)], [[], 0]);
      await caller.hangUp();
      const call = await answered(floor, answers);
      await until('his phone rings', () => rung(floor) === 1);
      await floor.partner('customers').answer();
      await floor.until('call-bridged', { call }, 30_000);
      await floor.partner('customers').hangUp();
      t.match(await floor.until('outbound-ended', { call }, 30_000), { end: 'talked', attempts: 1 });
    },
  );

  await t.test('a customer who is busy is tried again later', async t => {
    const call = await answered(floor, busy);
    await until('his phone rings', () => rung(floor) === 2);
    await floor.partner('customers').refuse();
    t.match(await floor.until('customer-not-reached', { call }, 30_000), { cause: 'busy', nextAtMs: null });
    t.match(await floor.until('outbound-ended', { call }, 30_000), { end: 'not-reached' });
  });

  await t.test(
    'killed while a customer’s phone rings: he is not dialled again for it, and not forgotten',
    async t => {
      const call = await answered(floor, killed);
      await until('his phone rings', () => rung(floor) === 3);
      await plateau.kill();
      await plateau.start();
      t.match(await floor.until('outbound-ended', { call }, 30_000), { end: 'not-reached', attempts: 1 });
      await until('his phone is left alone', () => ringing(floor) === 0);
      const dialled = plateau.told('customer-dialled').filter(({ number }) => number === killed);
      t.equal(dialled.length, 1);
    },
  );

  await t.test('what came of them is exported', async t => {
    const lines = await until('the list knows of all', async () => {
      const text = await types(floor, 'campaign', 'export', 'welcome');
      return text.includes('Driss,,Europe/Paris,open,lost') ? text.trim().split('\r\n') : undefined;
    });
    t.strictSame(
      lines.map(line =>
        line
          .split(',')
          .filter((_, index) => index !== 7 && index !== 8)
          .join(','),
      ),
      [
        'number,name,customer,zone,state,outcome,attempts,agent',
        `${answers},Anna,,Europe/Paris,done,talked,1,101`,
        `${busy},Bruno,,Europe/Paris,open,busy,1,101`,
        `${killed},Driss,,Europe/Paris,open,lost,1,101`,
      ],
    );
    t.match(await types(floor, 'campaign', 'status', 'welcome'), /To be called +2\n/);
    t.match(await types(floor, 'campaign', 'stop', 'welcome'), 'stopped');
    t.equal(rung(floor), 3, 'and nobody else was called');
  });

  await t.test('in a preview the agent says by a key whether the customer is called', async t => {
    await types(floor, 'campaign', 'import', 'shown', list);
    await types(floor, 'campaign', 'start', 'shown');
    const skipped = await answered(floor, answers, 'shown');
    await floor.until('preview-started', { call: skipped }, 30_000);
    await floor.phone('101').press('2');
    t.match(await floor.until('preview-ended', { call: skipped }, 30_000), {
      ...{ end: 'skipped', by: { kind: 'phone', name: 'PJSIP/101' } },
    });
    t.equal(rung(floor), 3);
    const accepted = await answered(floor, busy, 'shown');
    await floor.until('preview-started', { call: accepted }, 30_000);
    t.match(await types(floor, 'campaign', 'accept', '101'), 'The customer is being called.');
    await until('his phone rings', () => rung(floor) === 4);
    t.match(await floor.until('customer-dialled', { call: accepted }, 30_000), { number: busy });
    await types(floor, 'campaign', 'stop', 'shown');
    await floor.partner('customers').answer();
    await floor.until('call-bridged', { call: accepted }, 30_000);
    await floor.partner('customers').hangUp();
    await floor.until('outbound-ended', { call: accepted }, 30_000);
  });
});
