// Repeat callers on a real Asterisk, with reference site 4's file: contacts by mail, cases, their colours, feature codes and a restart.
import t from 'tap';
import { givenCaller, labSkip, until } from '../../lab/given.js';
import type { CaseCommand } from '../../src/core/case-commands.js';
import { type Caller, story } from './floor.js';
import { givenReferenceSite, importCustomers } from './reference-site.js';

t.test('repeat callers and their cases', { skip: await labSkip(), timeout: 240_000 }, async t => {
  const floor = await givenReferenceSite(t, 'repeat-callers', {
    flows: ['assistance'],
    french: ['assistance'],
    agents: ['2001', '2081', '2082'],
    partners: { customers: { kind: 'rings' } },
    open: ['assistance', 'calling'],
  });
  const { plateau } = floor;
  await importCustomers(floor, 'id;numbers;name', ['A1;0612340011|0145000011;Anne']);
  await floor.logIn('2001', '2081', '2082');
  const mobile = '0612340011';
  const landline = '0145000011';
  const asks = (command: CaseCommand) =>
    plateau.ask('case-command', { command, by: { kind: 'desk', name: '2081' } });

  /** She calls, this agent answers, they talk. */
  const served = async (agent: string, caller: Caller) => {
    await floor.rings(agent, caller);
    await floor.phone(agent).answer();
    await floor.until('call-bridged', { call: caller.call });
  };
  const done = async (agent: string, caller: Caller) => {
    await caller.hangUp();
    await floor.until('agent-wrap-up-started', { agent, call: caller.call });
    await plateau.command(agent, { kind: 'ready' });
  };

  await t.test(
    'the third contact, from another number and with a mail between, goes to an owner in-house',
    async t => {
      const first = await floor.calls('assistance', mobile);
      await served('2001', first);
      await done('2001', first);
      t.match(await asks({ kind: 'contact', customer: 'A1', channel: 'mail', atMs: null }), { ok: true });
      const third = await floor.calls('assistance', landline);
      t.match(await floor.until('repeat-call-recognised', { call: third.call }), {
        ...{ customer: 'A1', because: 'contacts', contacts: 3, case: null },
      });
      t.match(await floor.until('call-moved', { call: third.call }), { from: 'assistance', to: 'cases' });
      await served('2081', third);
      t.strictSame(story(floor, third), ['offered 2081', 'answered by 2081'], 'though 2001 was ready');
      t.match(await floor.until('case-opened', { customer: 'A1' }), {
        case: 'K1',
        owner: '2081',
        colour: 'green',
      });
      await done('2081', third);
    },
  );

  await t.test('the owner is asked first, and his phone says in a word how urgent the case is', async t => {
    await asks({ kind: 'colour', case: 'K1', colour: 'red' });
    const caller = await floor.calls('assistance', mobile);
    t.match(await floor.until('call-reserved', { call: caller.call }), { agent: '2081' });
    await floor.rings('2081', caller);
    const channel = await until('his channel is there', async () =>
      (await floor.asterisk.cli('core show channels concise'))
        .split('\n')
        .find(line => line.startsWith('PJSIP/2081-')),
    );
    const shown = await floor.asterisk.cli(`core show channel ${channel.split('!')[0]}`);
    t.match(shown, /Connected Line ID Name: ROUGE Anne/);
    await served('2081', caller);
    t.strictSame(
      story(floor, caller),
      ['offered 2081', 'answered by 2081'],
      'though 2082 has had fewer calls',
    );
    await done('2081', caller);
  });

  await t.test('an owner who is not there is not waited for', async t => {
    await plateau.command('2081', { kind: 'logout' });
    const caller = await floor.calls('assistance', landline);
    t.match(await floor.until('repeat-call-recognised', { call: caller.call }), {
      ...{ owner: '2081', ownerPassedOver: 'logged-out', case: 'K1' },
    });
    await served('2082', caller);
    t.strictSame(story(floor, caller), ['offered 2082', 'answered by 2082']);
    await done('2082', caller);
  });

  await t.test('a case is closed only when it is solved, which the agent says on his phone', async t => {
    t.match(await asks({ kind: 'close', case: 'K1' }), { ok: false, because: 'not-solved' });
    const dials = await givenCaller(t, floor.asterisk, { number: '*51', phone: floor.phone('2082').plan });
    t.match(await floor.until('case-solved', { case: 'K1' }, 30_000), { by: { kind: 'phone' } });
    await until('the agent heard the answer', () => dials.calls()[0]?.end, { withinMs: 30_000 });
    t.match(await asks({ kind: 'close', case: 'K1' }), { ok: true, case: 'K1' });
    await floor.until('case-closed', { case: 'K1' });
    t.strictSame(plateau.told('partner-dialled'), [], 'and no partner was ever called');
  });

  await t.test('a restart keeps what is counted: the next call is a repeat call again', async t => {
    await plateau.kill();
    await plateau.start();
    const caller = await floor.calls('assistance', mobile);
    t.match(await floor.until('repeat-call-recognised', { call: caller.call }), { contacts: 6, case: null });
    await caller.hangUp();
  });

  await t.test(
    'the owner calls back at the promised time: his phone first, then the customer; they talk on when the daemon dies, and she is not called again',
    async t => {
      const customers = floor.partner('customers');
      const call = 'case-K2.1';
      await plateau.command('2081', { kind: 'login' });
      const about = { customer: 'A1', customerName: 'Anne', colour: 'green', note: null } as const;
      t.match(await asks({ kind: 'open', owner: '2081', ...about }), { ok: true, case: 'K2' });
      const premium = {
        kind: 'call-back',
        case: 'K2',
        atMs: Date.now() + 60_000,
        number: '0899123456',
      } as const;
      t.match(await asks(premium), { ok: false, because: 'number-not-allowed' });
      const promisedAtMs = Date.now() + 5_000;
      t.match(await asks({ kind: 'call-back', case: 'K2', atMs: promisedAtMs, number: null }), { ok: true });
      await floor.until('case-owner-kept-free', { case: 'K2', agent: '2081' });
      await floor.until('call-offered', { call, agent: '2081' }, 60_000);
      t.ok(Date.now() >= promisedAtMs, 'not before');
      const ringing = await until('the owner’s phone rings', () =>
        floor
          .phone('2081')
          .calls()
          .find(({ end, answeredAtMs }) => end === undefined && answeredAtMs === undefined),
      );
      t.strictSame(customers.calls(), [], 'nobody is dialled without him');
      await floor.phone('2081').answer(ringing);
      const dialled = await until('the customer’s phone rings', () =>
        customers.calls().find(({ end }) => end === undefined),
      );
      t.equal(dialled.to, mobile, 'where she called from last');
      await customers.answer(dialled);
      await floor.until('call-bridged', { call }, 60_000);
      await plateau.kill();
      await plateau.start();
      await floor.phone('2081').hangUp(ringing);
      await floor.until('case-called-back', { case: 'K2', call }, 60_000);
      t.equal(customers.calls().length, 1);
    },
  );
});
