import { writeFileSync } from 'node:fs';
import t from 'tap';
import type { Customer } from '../../src/core/customers.js';
import type { CustomersState } from '../../src/link/customer-messages.js';
import { smallSite } from '../site/small-site.js';
import { givenDaemon, givenFolder, run, runHere } from './daemon.js';
import { nowMs } from './scenario.js';

const importedAtMs = nowMs - 3_600_000;
const whole: CustomersState = {
  isOn: true,
  directory: { customers: 1_000_000, numbers: 1_333_334, importedAtMs, file: 'list.csv' },
  trouble: null,
  crm: { failingSinceMs: null, why: null, remembered: 12 },
};

t.test('how many customers are known, in both languages, and what is wrong', async t => {
  const count = async (state: CustomersState, language = 'en') => {
    const { socket } = await givenDaemon(t, { customers: () => state });
    return (await runHere(['customers', 'count', '--socket', socket, '--lang', language])).out.replaceAll(
      '\n',
      ' ',
    );
  };
  t.match(await count(whole), '1,000,000 customers with 1,333,334 numbers, imported from list.csv');
  t.match(await count(whole), 'The CRM is asked first; 12 of its answers are remembered.');
  t.match(await count(whole, 'fr'), /1.000.000 clients avec 1.333.334 numéros, importés de list.csv/);
  t.match(await count({ ...whole, directory: null, crm: null }), 'There is no directory yet');
  t.match(await count({ ...whole, isOn: false }), 'The site file looks for nobody');
  t.match(
    await count({ ...whole, trouble: 'store: nonsense' }),
    'The directory cannot be read: store: nonsense',
  );
  const away = { failingSinceMs: nowMs, why: 'no answer in 300 ms', remembered: 0 };
  t.match(await count({ ...whole, crm: away }), 'The CRM does not answer (no answer in 300 ms)');
});

t.test('whom a number finds', async t => {
  const asked: string[] = [];
  const { socket } = await givenDaemon(t, {
    customer: ({ number }) => {
      asked.push(number);
      const customer: Customer = {
        ...{ id: '4711', name: 'Camille', unit: null, attributes: { vip: true, debts: 3.5 } },
        ...{ found: 'keyed-number', source: 'crm' },
      };
      return { customer: number === '4711' ? customer : null };
    },
  });
  const show = (number: string) => runHere(['customers', 'show', number, '--socket', socket, '--lang', 'fr']);
  const found = await show('4711');
  t.strictSame([found.exit, found.err], [0, '']);
  t.equal(
    found.out,
    'Identifiant  4711\nNom          Camille\nUnité        -\nvip          oui\ndebts        3.5\nTrouvé dans  le CRM\n',
  );
  const nobody = await show('06\u001b[31m');
  t.equal(nobody.exit, 1);
  t.match(nobody.err, /^plateauctl: personne n’est connu sous 06/);
  t.notMatch(nobody.err, '\u001b');
  t.strictSame(asked, ['4711', '06\u001b[31m']);
});

t.test('a list that is wrong is refused with its lines, and the old directory stays', async t => {
  const folder = givenFolder(t);
  const [site, list] = [`${folder}/site.yaml`, `${folder}/list.csv`];
  writeFileSync(site, `${smallSite}customers: { country: FR, attributes: { vip: yes-no } }\n`);
  writeFileSync(list, 'id,numbers,vip\n1,0612345678,yes\n2,12,yes\n3,,perhaps\n');
  const imports = (...args: string[]) =>
    run(t, [
      'customers',
      'import',
      list,
      '--site',
      site,
      '--data',
      folder,
      '--socket',
      `${folder}/none`,
      ...args,
    ]);
  const refused = await imports();
  t.equal(refused.exit, 1);
  t.match(refused.out, `${list}:3: error: \`12\` is not a telephone number\n`);
  t.match(refused.out, `${list}:4: error: vip: \`perhaps\` is not yes or no\n`);
  t.match(refused.err, 'plateauctl: 2 row(s) are wrong: nothing was changed');
  const skipped = await imports('--skip-bad', '--json');
  t.equal(skipped.exit, 0);
  t.match(JSON.parse(skipped.out), {
    ok: true,
    result: { rows: 3, customers: 1, numbers: 1, bad: 2, switched: true, daemonTold: false },
  });
  writeFileSync(site, smallSite);
  t.match((await imports()).err, 'has no section customers');
  writeFileSync(site, 'site: {}\n');
  t.match((await imports()).err, /the site file .* is wrong: nothing\s+was\s+imported/);
});
