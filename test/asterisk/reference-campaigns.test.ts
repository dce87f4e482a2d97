// Reference site 5 plans and runs its outbound campaigns, with its own site file and real calls. The domain asks: "outbound campaigns planned and
// run", in real time and after the fact; the site file says how: offers progressive, premium customers in preview, four versatile agents always
// free for callers.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { startPhone } from '../../lab/callers.js';
import { labSkip, until } from '../../lab/given.js';
import { type Floor, story } from './floor.js';
import { types, typesWrongly } from './plateauctl.js';
import { givenReferenceSite } from './reference-site.js';

/** The bilingual agents, who alone make outgoing calls: one more than stay free for callers. */
const versatile = ['3121', '3122', '3123', '3124', '3125'];
const patient = { withinMs: 60_000 };

async function written(floor: Floor, name: string, rows: readonly string[]): Promise<string> {
  const file = join(floor.plateau.folder, name);
  await writeFile(file, `${rows.join('\n')}\n`);
  return file;
}

/** The record of this number is offered to an agent, and he answers. */
async function agentAnswers(floor: Floor, campaign: string, number: string) {
  const { call } = await until(
    `${number} stands in line`,
    () =>
      floor.plateau
        .told('outbound-queued')
        .findLast(fact => fact.number === number && fact.subject.startsWith(`${campaign}.`)),
    patient,
  );
  const { agent } = await floor.until('call-offered', { call }, 60_000);
  const phone = floor.phone(agent);
  const ringing = await until(`the phone of ${agent} rings`, () =>
    phone.calls().find(one => one.end === undefined && one.answeredAtMs === undefined),
  );
  await phone.answer(ringing);
  await floor.until('call-answered', { call, agent }, 30_000);
  return { call, agent };
}

/** Nobody writes anything down: who has talked is free again. */
async function nobodyWrapsUp(floor: Floor): Promise<void> {
  await until(
    'nobody wraps up',
    async () => {
      const { agents } = await floor.plateau.ask('agents', {});
      const busy = agents.filter(({ state }) => state === 'wrap-up');
      for (const { agent } of busy) await floor.plateau.command(agent, { kind: 'ready' });
      return busy.length === 0;
    },
    patient,
  );
}

t.test(
  '5. the contact-centre department’s campaigns',
  { skip: await labSkip(), timeout: 400_000 },
  async t => {
    const floor = await givenReferenceSite(t, 'contact-department', {
      flows: ['care-fr'],
      french: ['care-fr'],
      agents: versatile,
      open: ['day', 'calling'],
    });
    const { asterisk, plateau } = floor;
    // Customers are called over the operator's trunk, where callers come in too.
    const customers = await startPhone(asterisk, asterisk.operator, { kind: 'rings' });
    t.teardown(customers.stop);
    const rung = () => customers.calls().map(({ to }) => to);
    const rings = (number: string) =>
      until(
        `the phone of ${number} rings`,
        () => {
          const last = customers.calls().at(-1);
          return last?.to === number && last.end === undefined ? last : undefined;
        },
        patient,
      );
    const offers = await written(floor, 'offers.csv', [
      'number;name',
      '677 10 00 01;Awa',
      '677 10 00 02;Boris',
      '677 10 00 03;Chantal',
    ]);

    await t.test(
      'planned: a list is checked before anything is changed, and who must not be called is left out',
      async t => {
        const wrong = await written(floor, 'wrong.csv', [
          'number;name',
          '677100001;Awa',
          '+33899123456;Fraud',
        ]);
        t.match(await typesWrongly(floor, 'campaign', 'import', 'offers', wrong), /wrong\.csv:3: error/);
        t.match(await types(floor, 'do-not-call', 'add', '677100003'), '1 changed.');
        t.match(
          await types(floor, 'campaign', 'import', 'offers', offers, '--dry-run'),
          'Nothing was changed',
        );
        t.match(
          await types(floor, 'campaign', 'import', 'offers', offers),
          '2 added; 0 in the list already; 1 on the do-not-call list.',
        );
      },
    );

    await t.test('run: callers first, and four agents stay free for them', async t => {
      await floor.logIn(...versatile.slice(0, 4));
      t.match(await types(floor, 'campaign', 'start', 'offers'), 'started');
      const { call } = await floor.until('outbound-queued', { number: '+237677100001' }, 30_000);
      const caller = await floor.calls('care-fr');
      const { agent } = await floor.until('call-offered', { call: caller.call });
      await floor.rings(agent, caller);
      await floor.phone(agent).answer();
      await floor.until('call-bridged', { call: caller.call });
      t.strictSame(story(floor, caller), [`offered ${agent}`, `answered by ${agent}`], 'at once');
      await floor.logIn('3125');
      t.strictSame(
        plateau.told('call-offered').filter(fact => fact.call === call),
        [],
        'four are ready: they are kept',
      );
      await caller.hangUp();
      await floor.until('agent-wrap-up-started', { agent, call: caller.call });
      await nobodyWrapsUp(floor);
      await floor.until('call-offered', { call }, 30_000);
      const facts = plateau.facts().map(({ fact }) => fact);
      const at = (type: string, about: string) =>
        facts.findIndex(fact => fact.type === type && 'call' in fact && fact.call === about);
      t.ok(at('call-offered', call) > at('call-ended', caller.call), 'the campaign comes after the caller');
      t.strictSame(rung(), [], 'and nobody is dialled before an agent has answered');
    });

    await t.test('offers are progressive: the agent answers, and his customer is dialled', async t => {
      const { call, agent } = await agentAnswers(floor, 'offers', '+237677100001');
      const dialled = await rings('237677100001');
      const answeredAtMs = floor.phone(agent).calls().at(-1)?.answeredAtMs ?? Number.MAX_VALUE;
      t.ok(dialled.invitedAtMs > answeredAtMs, 'the agent first');
      t.match(await floor.until('customer-dialled', { call }), { agent, attempt: 1, trunk: 'operator' });
      await customers.answer(dialled);
      await floor.until('call-bridged', { call }, 30_000);
      t.match(
        await plateau.ask('campaigns', {}),
        {
          campaigns: [
            { campaign: 'offers', state: 'running', records: 2, open: 2, talking: 1 },
            { state: 'stopped' },
          ],
        },
        'its progress is live',
      );
      await customers.hangUp(dialled);
      t.match(await floor.until('outbound-ended', { call }, 30_000), { end: 'talked', attempts: 1 });
      await nobodyWrapsUp(floor);
    });

    await t.test('who is busy is tried again after a quarter of an hour, as the file says', async t => {
      const { call } = await agentAnswers(floor, 'offers', '+237677100002');
      await customers.refuse(await rings('237677100002'));
      t.match(await floor.until('customer-not-reached', { call }, 30_000), { cause: 'busy' });
      const ended = await floor.until('outbound-ended', { call }, 30_000);
      t.match(ended, { end: 'not-reached' });
      const boris = await until('the list has it', async () => {
        const { records } = await plateau.ask('campaign-records', {
          campaign: 'offers',
          afterId: 0,
          limit: 10,
        });
        return records.find(({ name, outcome }) => name === 'Boris' && outcome === 'busy');
      });
      t.match(boris, { isDone: false, attempts: 1 });
      t.equal(boris.nextAtMs - (plateau.facts().find(({ fact }) => fact === ended)?.atMs ?? 0), 15 * 60_000);
      await types(floor, 'campaign', 'stop', 'offers');
      await nobodyWrapsUp(floor);
    });

    await t.test(
      'premium customers are shown first: the agent skips one, and has the other dialled',
      async t => {
        const list = await written(floor, 'premium.csv', [
          'number;name',
          '677200001;Grand Compte',
          '677200002;Fidèle',
        ]);
        await types(floor, 'campaign', 'import', 'premium', list);
        await types(floor, 'campaign', 'start', 'premium');
        const skipped = await agentAnswers(floor, 'premium', '+237677200001');
        await floor.until('preview-started', { call: skipped.call }, 30_000);
        await floor.phone(skipped.agent).press('2');
        t.match(await floor.until('preview-ended', { call: skipped.call }, 30_000), {
          ...{ end: 'skipped', by: { kind: 'phone', name: `PJSIP/${skipped.agent}` } },
        });
        t.strictSame(rung(), ['237677100001', '237677100002'], 'he is not dialled');
        await nobodyWrapsUp(floor);
        const shown = await agentAnswers(floor, 'premium', '+237677200002');
        await floor.until('preview-started', { call: shown.call }, 30_000);
        await floor.phone(shown.agent).press('1');
        await customers.answer(await rings('237677200002'));
        await floor.until('call-bridged', { call: shown.call }, 30_000);
        await floor.phone(shown.agent).hangUp();
        t.match(await floor.until('outbound-ended', { call: shown.call }, 30_000), { end: 'talked' });
        await types(floor, 'campaign', 'stop', 'premium');
      },
    );

    await t.test(
      'after the fact: the results are exported, a line each; nobody else was ever called',
      async t => {
        const results = async (campaign: string) =>
          (await types(floor, 'campaign', 'export', campaign))
            .trim()
            .split('\r\n')
            .slice(1)
            .map(line => line.split(','))
            .map(([number, name, , zone, state, outcome, attempts]) =>
              [number, name, zone, state, outcome, attempts].join(' '),
            );
        const premium = await until('the list knows of all', async () => {
          const lines = await results('premium');
          return lines.at(-1)?.includes('done talked') === true && lines;
        });
        t.strictSame(premium, [
          '+237677200001 Grand Compte Africa/Douala open skipped 0',
          '+237677200002 Fidèle Africa/Douala done talked 1',
        ]);
        t.strictSame(await results('offers'), [
          '+237677100001 Awa Africa/Douala done talked 1',
          '+237677100002 Boris Africa/Douala open busy 1',
        ]);
        t.strictSame(rung(), ['237677100001', '237677100002', '237677200002']);
        t.match(
          await types(floor, 'explain', plateau.told('customer-dialled').at(-1)?.call ?? ''),
          /\+237677200002/,
        );
      },
    );
  },
);
