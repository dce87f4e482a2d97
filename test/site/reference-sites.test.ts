// The five reference sites' files: they load without a warning, and have the sizes that the sites have.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { loadSiteFile } from '../../src/site/load.js';
import type { SiteFile } from '../../src/site/site-file.js';
import { nowMs } from './small-site.js';

const folder = fileURLToPath(new URL('../../../config/', import.meta.url));
const environment = { PLATEAU_AMI_PASSWORD: 'a', PLATEAU_ARI_PASSWORD: 'b' };

t.test('each site file in config/ loads without a warning', async t => {
  const sites = new Map<string, SiteFile>();
  for (const name of readdirSync(folder).filter(one => one.endsWith('.yaml'))) {
    const loaded = await loadSiteFile(`${folder}${name}`, { nowMs, environment });
    t.strictSame(loaded.ok ? loaded.warnings : loaded.problems, [], name);
    if (loaded.ok) sites.set(name.replace('.yaml', ''), loaded.site);
  }
  const agentsOf = (site: string, team?: string) =>
    [...(sites.get(site)?.core.agents.values() ?? [])].filter(
      ({ teams }) => team === undefined || teams.includes(team),
    ).length;
  const channels = (site: string) => sites.get(site)?.core.trunks.get('operator')?.channels;
  t.strictSame(
    [agentsOf('internet-provider'), channels('internet-provider')],
    [315, 210],
    '315 people, 7 T2',
  );
  const skilled = (site: string, skill: string) =>
    [...(sites.get(site)?.core.agents.values() ?? [])].filter(({ skills }) => (skills.get(skill) ?? 0) >= 2);
  t.ok(skilled('parcs', 'internet').length >= 1_600, 'parcs: 1,600 agents');
  const bienvenue = skilled('parcs', 'bienvenue');
  t.ok(bienvenue.length >= 600 && bienvenue.length <= 800, `Bienvenue: ${bienvenue.length} agents`);
  const both = bienvenue.filter(({ skills }) => (skills.get('internet') ?? 0) >= 1).length;
  t.ok(both >= 100 && both <= 200, `${both} of them do both`);
  const territories = [
    'bretagne',
    'normandie',
    'nord',
    'lorraine',
    'centre',
    'aquitaine',
    'rhone',
    'provence',
    'paris',
  ];
  for (const territory of territories)
    t.ok(
      agentsOf('convergent', territory) >= 120,
      `${territory}: ${agentsOf('convergent', territory)} agents`,
    );
  t.strictSame([...(sites.get('convergent')?.core.partners.keys() ?? [])], ['lannion', 'amiens', 'albi']);
});
