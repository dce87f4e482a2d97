// What the technician is told when Asterisk refuses us, and what the daemon does meanwhile: it stays, and tries again.
import { writeFileSync } from 'node:fs';
import t from 'tap';
import type { Asterisk } from '../../lab/asterisk.js';
import { givenAsterisk, givenPhone, labSkip, until } from '../../lab/given.js';
import { givenFolder, linkTo, startDaemon } from '../daemon.js';

const skip = await labSkip();

function siteOf(
  { ami, ari }: Asterisk,
  about: { ami?: string; ari?: string; agents?: string[] } = {},
): string {
  const { hostname, port } = new URL(ari.url);
  const agents = (about.agents ?? ['101']).map(
    id => `  - { phone: PJSIP/${id}, name: Agent ${id}, skills: { n1: 1 } }`,
  );
  return `
site: { name: Test, zone: Europe/Paris, languages: [fr, en], wrapUp: 0s }
asterisk:
  ami: { host: ${ami.host}, port: ${ami.port}, user: ${ami.user}, password: "${about.ami ?? ami.secret}" }
  ari: { host: ${hostname}, port: ${port}, user: ${ari.user}, password: "${about.ari ?? ari.password}" }
skills:
  n1: { en: Level 1, fr: Niveau 1 }
agents:
${agents.join('\n')}
flows:
  n1: { name: { en: Level 1, fr: Niveau 1 }, rings: [{ at: 0s, agents: n1 }] }
`;
}

t.test('wrong passwords, and agents who come by a reload', { skip, timeout: 90_000 }, async t => {
  const asterisk = await givenAsterisk(t);
  await givenPhone(t, asterisk, { id: '101' }, { kind: 'rings' });

  for (const wrong of [{ ami: 'nonsense' }, { ari: 'nonsense' }]) {
    const [link = ''] = Object.keys(wrong);
    await t.test(`a wrong ${link} password is named in the status, and in no other word`, async t => {
      const folder = givenFolder(t, siteOf(asterisk, wrong));
      const daemon = startDaemon(t, folder);
      const client = await linkTo(t, folder, daemon);
      const status = await until('it says why', async () => {
        const now = await client.ask('status', {});
        return now.switch.why !== null && now.alarms.length > 0 && now;
      });
      t.match(status.switch.why, new RegExp(link, 'i'));
      t.match(status.alarms, [{ kind: 'switch-away', text: { en: new RegExp(link, 'i') } }]);
      t.notMatch(daemon.output(), /nonsense/, 'the password itself is not');
      t.ok((await client.ask('agents', {})).agents.length === 1, 'the daemon serves on');
    });
  }

  await t.test('the phone of an agent who comes by a reload is known without an event of it', async t => {
    await givenPhone(t, asterisk, { id: '102' }, { kind: 'rings' });
    const folder = givenFolder(t, siteOf(asterisk));
    const client = await linkTo(t, folder, startDaemon(t, folder));
    const phones = async () => {
      const { agents } = await client.ask('agents', {});
      return Object.fromEntries(agents.map(({ agent, phone }) => [agent, phone]));
    };
    await until('the first phone is known', async () => (await phones())['101'] === 'idle');
    writeFileSync(`${folder}/site.yaml`, siteOf(asterisk, { agents: ['101', '102'] }));
    t.match(await client.ask('reload', {}), { ok: true });
    await until('the other one too', async () => (await phones())['102'] !== 'unknown', {
      withinMs: 15_000,
      context: phones,
    });
    t.strictSame(await phones(), { '101': 'idle', '102': 'idle' });
  });
});
