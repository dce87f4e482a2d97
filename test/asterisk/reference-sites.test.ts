// The five reference sites, each with its own site file and real calls: what the domain asks for is the name of the test that shows it.
import t, { type Test } from 'tap';
import { labSkip, until } from '../../lab/given.js';
import { type Caller, type Floor, story } from './floor.js';
import { givenReferenceSite, importCustomers, referenceSite } from './reference-site.js';

const rings = { kind: 'rings' } as const;

/** The agent's phone rings with this caller; he answers, and they talk. */
async function served(floor: Floor, agent: string, caller: Caller): Promise<void> {
  await floor.rings(agent, caller);
  await floor.phone(agent).answer();
  await floor.until('call-bridged', { call: caller.call });
}

/** The caller hangs up, and the agent needs no wrap-up. */
async function leaves(floor: Floor, agent: string, caller: Caller): Promise<void> {
  await caller.hangUp();
  await floor.until('agent-wrap-up-started', { agent, call: caller.call });
  await floor.plateau.command(agent, { kind: 'ready' });
}

/** The partner is called on this number; he answers, and they talk. */
async function servedByPartner(floor: Floor, partner: string, number: string, caller: Caller): Promise<void> {
  const call = await until(`${partner} is called on ${number}`, () =>
    floor
      .partner(partner)
      .calls()
      .find(one => one.end === undefined && one.answeredAtMs === undefined && one.to === number),
  );
  await floor.partner(partner).answer(call);
  await floor.until('call-bridged', { call: caller.call });
}

t.test('1. the Internet provider', { skip: await labSkip(), timeout: 240_000 }, async t => {
  const floor = await givenReferenceSite(t, 'internet-provider', {
    flows: ['n1', 'n2', 'retention', 'distributors', 'acquisition'],
    agents: ['1001', '1191', '1221', '1266', '1286', '1296'],
    partners: { backup: rings },
    open: ['floor', 'office'],
  });
  await floor.logIn('1191', '1001', '1221', '1266', '1286', '1296');

  await t.test('level 1, level 2, retention and the distributors each have their people', async t => {
    const callers: Caller[] = [];
    for (const [flow, agent] of [
      ['n1', '1001'],
      ['n2', '1221'],
      ['retention', '1266'],
      ['distributors', '1286'],
    ] as const) {
      const caller = await floor.calls(flow);
      await served(floor, agent, caller);
      t.strictSame(story(floor, caller), [`offered ${agent}`, `answered by ${agent}`], flow);
      callers.push(caller);
    }
    t.pass('level 1 left the agent with several skills to the others, though he has waited longest');
    for (const caller of callers) await caller.hangUp();
  });

  await t.test(
    'the acquisition cell is backed by the subcontractor as soon as the line is long',
    async () => {
      const talks = await floor.calls('acquisition');
      await served(floor, '1296', talks);
      const waiting: Caller[] = [];
      while (waiting.length < 5) waiting.push(await floor.calls('acquisition'));
      const last = await floor.calls('acquisition');
      waiting.push(last);
      await floor.until('ring-opened', { call: last.call, because: 'line-length' });
      await until('the subcontractor is called', () =>
        floor
          .partner('backup')
          .calls()
          .some(call => call.end === undefined),
      );
      for (const caller of [talks, ...waiting]) await caller.hangUp();
    },
  );

  await t.test(
    'the overflow of level 1 goes to the subcontractor: here nobody is left on the floor',
    async t => {
      for (const agent of ['1001', '1191']) await floor.plateau.command(agent, { kind: 'logout' });
      const caller = await floor.calls('n1');
      await floor.until('call-treated', { call: caller.call, because: 'nobody' }, 60_000);
      await servedByPartner(floor, 'backup', '0199000001', caller);
      t.strictSame(story(floor, caller), [
        'nobody: partners',
        'dialled backup 0199000001',
        'answered by backup',
      ]);
      await caller.hangUp();
    },
  );
});

t.test('2. parcs and Bienvenue', { skip: await labSkip(), timeout: 240_000 }, async t => {
  const floor = await givenReferenceSite(t, 'parcs', {
    flows: ['internet', 'n2'],
    agents: ['10001', '11001', '15201', '16001', '16101', '17101'],
    partners: { satellite: rings },
    open: ['assistance', 'professionals'],
  });
  const lately = new Date(Date.now() - 10 * 86_400_000).toISOString().slice(0, 10);
  await importCustomers(floor, 'id;numbers;name;unit;offer;orderedOn', [
    'A1;0612340001|0145000001;Anne Ouest;ouest;adsl;2020-01-15',
    `B1;0612340002;Benoît Nord;nord;adsl;${lately}`,
    'C1;0612340003;Claire Est;est;satellite;2020-01-15',
    'D1;0612340004;David Sud;sud;professional;2020-01-15',
  ]);
  // The north first: they have waited longest for a call.
  await floor.logIn('11001', '16101', '10001', '16001', '15201', '17101');

  /** Calls, is served by this agent and by nobody else, and hangs up. */
  const goesTo = async (t: Test, agent: string, dialled: string, from: string, flow: string) => {
    const caller = await floor.calls(dialled, from);
    await served(floor, agent, caller);
    t.strictSame(story(floor, caller), [`offered ${agent}`, `answered by ${agent}`]);
    t.match(floor.plateau.told('call-queued').at(-1), { flow });
    await leaves(floor, agent, caller);
  };

  await t.test(
    'his calls go to the unit of his territory first, whichever of his numbers he calls from',
    async t => {
      await goesTo(t, '10001', 'internet', '0612340001', 'internet');
      await goesTo(t, '10001', 'internet', '0145000001', 'internet');
    },
  );
  await t.test('level 2: the expert group of his own territory', t =>
    goesTo(t, '16001', 'n2', '0612340001', 'n2'),
  );
  await t.test(
    'accompanied transfer to level 2: the agent stays until the expert has taken over',
    async t => {
      const caller = await floor.calls('internet', '0612340001');
      await served(floor, '10001', caller);
      const to = { kind: 'flow', flow: 'n2' } as const;
      t.strictSame(await floor.plateau.command('10001', { kind: 'transfer', manner: 'accompanied', to }), {
        ok: true,
      });
      await floor.rings('16001', caller);
      await floor.phone('16001').answer();
      await floor.until('consultation-joined', { call: caller.call });
      t.strictSame(await floor.plateau.command('10001', { kind: 'transfer-complete' }), { ok: true });
      await floor.until('transfer-completed', { call: caller.call });
      t.match(await floor.until('talk-ended', { call: caller.call, agent: '10001' }), { partner: null });
      await floor.plateau.command('10001', { kind: 'ready' });
      await leaves(floor, '16001', caller);
      t.match(
        floor.plateau.told('talk-ended').at(-1),
        { agent: '16001', by: 'caller' },
        'each talked for himself',
      );
    },
  );
  await t.test('Bienvenue: from the order through the first month, in-house, by his own unit', t =>
    goesTo(t, '15201', 'internet', '0612340002', 'bienvenue'),
  );
  await t.test('rare flows stay national', t =>
    goesTo(t, '17101', 'internet', '0612340004', 'professionals'),
  );
  await t.test('some are subcontracted as a whole', async () => {
    const caller = await floor.calls('internet', '0612340003');
    await servedByPartner(floor, 'satellite', '0199000030', caller);
    await caller.hangUp();
  });
  await t.test('who is not known waits for no unit: the rings of all are open to him at once', async t => {
    const caller = await floor.calls('internet');
    await floor.until('ring-skipped', { call: caller.call, because: 'no-unit' });
    await served(floor, '11001', caller);
    t.strictSame(
      story(floor, caller),
      ['offered 11001', 'answered by 11001'],
      'the longest idle of them all',
    );
    await caller.hangUp();
  });
});

t.test('3. the convergent offer', { skip: await labSkip(), timeout: 240_000 }, async t => {
  const flows = ['internet', 'mobile', 'newcomers', 'evening', 'n2', 'collections'];
  const floor = await givenReferenceSite(t, 'convergent', {
    flows,
    agents: ['20001', '20002', '20003', '20004'],
    partners: { lannion: rings, amiens: rings, albi: rings },
    closed: ['in-house'],
    open: ['subcontracted'],
  });
  await floor.logIn('20001', '20002', '20003', '20004');

  await t.test('evenings and Saturdays are the subcontractors', async t => {
    const caller = await floor.calls('internet');
    await servedByPartner(floor, 'lannion', '0296000001', caller);
    t.strictSame(
      story(floor, caller),
      ['closed: flow', 'dialled lannion 0296000001', 'answered by lannion'],
      'and never the agent who is still there',
    );
    await caller.hangUp();
  });

  await t.test('outside: closed', async t => {
    await floor.plateau.writeSite(
      await referenceSite('convergent', { closed: ['in-house', 'subcontracted'] }),
    );
    await floor.plateau.ask('reload', {});
    const caller = await floor.calls('internet');
    await floor.until('call-ended', { call: caller.call, end: 'released' });
    t.strictSame(story(floor, caller), ['closed: flow', 'closed: release', 'ended: released']);
    await caller.hangUp();
  });

  await t.test(
    'the share is steered: 40 % in-house, the rest to the partners in their proportions',
    async t => {
      await floor.plateau.writeSite(
        await referenceSite('convergent', { open: ['in-house'], closed: ['morning'] }),
      );
      await floor.plateau.ask('reload', {});
      const inHouse: Caller[] = [];
      for (const agent of ['20001', '20002', '20003', '20004']) {
        const caller = await floor.calls('internet');
        await served(floor, agent, caller);
        inHouse.push(caller);
      }
      const [second, third] = [await floor.calls('internet'), await floor.calls('internet')];
      const weighed = await floor.until('share-weighed', { call: second.call });
      t.match(weighed, {
        softMs: 10_000,
        hardMs: 60_000,
        stand: { inHousePercent: 40, inHouse: 4, byPartners: 0 },
      });
      t.ok((weighed.opensAfterMs ?? 60_000) < 35_000, 'in-house is ahead: partners may take him soon');
      for (const [caller, partner, number] of [
        [second, 'lannion', '0296000001'],
        [third, 'amiens', '0322000001'],
      ] as const) {
        await floor.until('share-opened', { call: caller.call, because: 'share' }, 60_000);
        await servedByPartner(floor, partner, number, caller);
      }
      const fourth = await floor.calls('internet');
      const later = await floor.until('share-weighed', { call: fourth.call });
      t.match(later.stand, { inHouse: 4, byPartners: 2 });
      t.ok(
        (later.opensAfterMs ?? 60_000) > (weighed.opensAfterMs ?? 0),
        'less ahead: the next one waits longer',
      );
      for (const caller of [...inHouse, second, third, fourth]) await caller.hangUp();
    },
  );
});

t.test('4. repeat callers', { skip: await labSkip(), timeout: 240_000 }, async t => {
  const floor = await givenReferenceSite(t, 'repeat-callers', {
    flows: ['assistance'],
    agents: ['2001', '2081', '2082'],
    partners: { partner: rings },
    open: ['assistance'],
  });
  await importCustomers(floor, 'id,numbers,name,offer', ['4711,0612340001|0145000001,Jeanne Martin,adsl']);
  await floor.logIn('2001');

  await t.test('the first two calls of a customer are calls like others', async t => {
    for (const from of ['0612340001', '0145000001']) {
      const caller = await floor.calls('assistance', from);
      await served(floor, '2001', caller);
      await leaves(floor, '2001', caller);
    }
    t.strictSame(floor.plateau.told('repeat-call-recognised'), []);
  });

  await t.test('from the third within seven days an agent of our own has the problem and a case', async t => {
    await floor.logIn('2081', '2082');
    const caller = await floor.calls('assistance', '0612340001');
    t.match(await floor.until('repeat-call-recognised', { call: caller.call }), {
      customer: '4711',
      because: 'contacts',
      contacts: 3,
    });
    await served(floor, '2081', caller);
    t.match(await floor.until('case-opened', { customer: '4711' }), { owner: '2081' });
    await leaves(floor, '2081', caller);
  });

  await t.test('when he calls again his owner is asked first, though another has waited longer', async t => {
    const caller = await floor.calls('assistance', '0145000001');
    t.match(await floor.until('repeat-call-recognised', { call: caller.call }), { owner: '2081' });
    await served(floor, '2081', caller);
    t.strictSame(story(floor, caller), ['offered 2081', 'answered by 2081']);
    await leaves(floor, '2081', caller);
  });

  await t.test('without his owner any of those who own cases has him, and never a partner', async t => {
    await floor.plateau.command('2081', { kind: 'logout' });
    const caller = await floor.calls('assistance', '0612340001');
    await served(floor, '2082', caller);
    t.match(floor.plateau.told('repeat-call-recognised').at(-1), { ownerPassedOver: 'logged-out' });
    t.strictSame(floor.plateau.told('partner-dialled'), []);
    await caller.hangUp();
  });
});

t.test('5. the contact-centre department', { skip: await labSkip(), timeout: 240_000 }, async t => {
  const floor = await givenReferenceSite(t, 'contact-department', {
    flows: ['care-fr', 'care-en', 'complaints'],
    french: ['care-fr'],
    agents: ['3001', '3081', '3201', '3301'],
    partners: { douala: rings, yaounde: rings },
    open: ['day', 'office'],
  });
  await importCustomers(floor, 'id,numbers,name,segment', [
    '1,677000001,Grand Compte,vip',
    '2,677000002,Client Fidèle,premium',
    '3,677000003,Monsieur Tout,standard',
  ]);
  await floor.logIn('3001', '3081', '3201', '3301');

  await t.test('French and English callers each have agents of their language', async t => {
    for (const [flow, agent] of [
      ['care-fr', '3001'],
      ['care-en', '3081'],
    ] as const) {
      const caller = await floor.calls(flow, '0677000003');
      await served(floor, agent, caller);
      t.match(floor.plateau.told('call-queued').at(-1), { flow });
      await leaves(floor, agent, caller);
    }
  });

  await t.test('VIP and premium customers have their own agents, and are asked how it was', async t => {
    const caller = await floor.calls('care-fr', '677000001');
    await served(floor, '3201', caller);
    t.match(floor.plateau.told('call-queued').at(-1), { flow: 'vip', priority: 10 });
    await floor.phone('3201').hangUp();
    await until(
      'the dialplan listens for a key',
      async () => (await floor.asterisk.log()).includes('Accepting a maximum of'),
      { withinMs: 30_000 },
    );
    await caller.press('5');
    t.match(await floor.until('satisfaction-given', { call: caller.call }, 30_000), {
      flow: 'vip',
      agent: '3201',
      score: 5,
    });
  });

  await t.test(
    'the volumes are those of the invoice: offered and handled, call by call, by the partner',
    async t => {
      for (const agent of ['3001', '3081', '3201', '3301'])
        await floor.plateau.command(agent, { kind: 'logout' });
      const caller = await floor.calls('care-en', '0677000003');
      await floor.until('partner-dialled', { call: caller.call }, 90_000);
      await servedByPartner(floor, 'yaounde', '222000001', caller);
      await caller.hangUp();
      await floor.until('talk-ended', { call: caller.call });
      const partner = { partner: 'yaounde' };
      const dialled = floor.plateau.told('partner-dialled').length;
      const talks = floor.plateau.told('talk-ended').filter(fact => fact.partner === 'yaounde');
      t.match(floor.plateau.told('call-answered').at(-1), partner);
      t.strictSame([dialled, talks.length], [1, 1]);
    },
  );
});
