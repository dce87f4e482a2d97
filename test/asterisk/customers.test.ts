// Who calls, with real calls: the flow that his attributes choose, his own unit first, and his agent's screen.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t, { type Test } from 'tap';
import { labSkip, until } from '../../lab/given.js';
import { startOwned } from '../../lab/owned-process.js';
import { takePorts } from '../../lab/ports.js';
import { type Floor, givenFloor } from './floor.js';

const program = (name: string) => fileURLToPath(new URL(`../../src/${name}.js`, import.meta.url));
const today = new Date().toISOString().slice(0, 10);

const siteWith = (webhook: string, page: number, boards: number) => `
trunks:
  operator: { name: Operator, kind: pjsip, endpoint: operator, channels: 30 }
teams: { lille: Lille, nice: Nice }
units:
  nord: { name: { en: North, fr: Nord }, teams: [lille] }
  sud: { name: { en: South, fr: Sud }, teams: [nice] }
customers:
  country: FR
  attributes: { orderedOn: date, vip: yes-no }
screen: { webhook: "${webhook}", page: "https://crm.example.net/c/{customer.id}?call={call}" }
panel: { port: ${page}, boardsPort: ${boards} }
agents:
  - { phone: PJSIP/101, name: Alice, teams: [lille], skills: { n1: 1, bienvenue: 1 } }
  - { phone: PJSIP/102, name: Bruno, teams: [nice], skills: { n1: 1, bienvenue: 1 } }
flows:
  n1:
    name: { en: Level 1, fr: Niveau 1 }
    rings: [{ at: 0s, agents: n1 & unit:own }, { at: 10m, agents: n1 }]
  bienvenue:
    name: Bienvenue
    priority: 2
    rings: [{ at: 0s, agents: bienvenue & unit:own }, { at: 10m, agents: bienvenue }]
entry:
  - { when: customer.vip, priority: 9 }
  - { when: 'daysSince(customer.orderedOn) >= 0 && daysSince(customer.orderedOn) <= 31', flow: bienvenue }
`;

async function givenWebhook(t: Test) {
  const told: Readonly<Record<string, unknown>>[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', text => {
      body += text;
    });
    request.on('end', () => {
      told.push(JSON.parse(body));
      response.end();
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return { told, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/answered` };
}

/** `plateauctl` beside the daemon of the floor. */
async function plateauctl({ plateau }: Floor, ...args: string[]): Promise<string> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    PLATEAU_SITE: plateau.siteFile,
    PLATEAU_SOCKET: plateau.socket,
  };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [program('plateauctl'), '--lang', 'en', '--timeout', '30s', ...args],
    { env: { ...env, PLATEAU_DATA: plateau.folder } },
  );
  return stdout;
}

t.test('customers on a real Asterisk', { skip: await labSkip(), timeout: 180_000 }, async t => {
  const { told, url } = await givenWebhook(t);
  const block = await takePorts();
  t.teardown(() => block.release());
  const floor = await givenFloor(t, {
    site: siteWith(url, await block.take(), await block.take()),
    flows: ['n1', 'bienvenue'],
    agents: ['101', '102'],
  });
  const { plateau } = floor;
  const panelArgs = [
    '--site',
    plateau.siteFile,
    '--socket',
    plateau.socket,
    '--data',
    join(plateau.folder, 'p'),
  ];
  const panel = startOwned({ command: process.execPath, args: [program('panel')] }, panelArgs);
  t.teardown(() => panel.end('SIGTERM', 6_000));
  await until('the panel runs', () => panel.output().includes('plateau-panel runs'));
  await floor.logIn('102', '101');

  await t.test('an unknown caller skips the ring of his unit, and rings whoever is idle longest', async t => {
    const caller = await floor.calls('n1', '0612345678');
    await floor.rings('102', caller);
    t.strictSame(plateau.told('ring-skipped'), [
      { type: 'ring-skipped', call: caller.call, ring: 0, unit: null, because: 'no-unit', next: 1 },
    ]);
    await caller.hangUp();
    await floor.until('call-ended', { call: caller.call });
  });

  await t.test('the list is imported while the daemon runs, and the next call sees it', async t => {
    const list = join(plateau.folder, 'list.csv');
    writeFileSync(
      list,
      `id;numbers;name;unit;orderedOn;vip\n4711;06 12 34 56 78;Camille;nord;${today};oui\n`,
    );
    t.match(await plateauctl(floor, 'customers', 'import', list, '--dry-run'), 'nothing was changed');
    t.match(await plateauctl(floor, 'customers', 'count'), 'There is no directory yet');
    t.match(await plateauctl(floor, 'customers', 'import', list), 'the next call sees it');
    t.match(
      await plateauctl(floor, 'customers', 'count'),
      '1 customers with 1 numbers, imported from list.csv',
    );
    t.match(await plateauctl(floor, 'customers', 'show', '+33612345678'), /4711[\s\S]*Camille[\s\S]*nord/);
  });

  await t.test(
    'his order is of today: he is in the Bienvenue flow, with his unit, and the screen knows',
    async t => {
      const caller = await floor.calls('n1', '0612345678');
      await floor.rings('101', caller);
      await floor.phone('101').answer();
      await floor.until('call-bridged', { call: caller.call });
      t.match(
        plateau.told('call-queued').find(({ call }) => call === caller.call),
        { flow: 'bienvenue', priority: 9 },
      );
      const notice = await until('the screen is told', () => told[0]);
      t.match(notice, {
        ...{ event: 'call-answered', call: caller.call, caller: '0612345678', waitedMs: Number },
        agent: { id: '101', name: 'Alice' },
        customer: {
          id: '4711',
          unit: 'nord',
          attributes: { orderedOn: today, vip: true },
          source: 'directory',
        },
        page: `https://crm.example.net/c/4711?call=${encodeURIComponent(caller.call)}`,
      });
      const explained = await plateauctl(floor, 'explain', caller.call);
      for (const said of [
        'Known as customer 4711 (Camille) of the directory',
        'Entry rule 1 holds: priority 9',
        'Entry rule 2 holds: flow bienvenue',
      ])
        t.match(explained, said);
      await caller.hangUp();
      await floor.until('call-ended', { call: caller.call });
      t.equal(told.length, 1, 'who hung up in line was told to nobody');
    },
  );
});
