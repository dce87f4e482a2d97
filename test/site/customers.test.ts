import t from 'tap';
import type { Customer } from '../../src/core/customers.js';
import { numberReader } from '../../src/site/numbers.js';
import { fillIn } from '../../src/site/screen-page.js';
import type { CallAttributes } from '../../src/site/site-file.js';
import { compiled, nowMs, saidOf, smallSite } from './small-site.js';

const parcs = `${smallSite
  .replace('agents:\n', 'teams: { lille: Lille, nice: Nice, metz: Metz }\nagents:\n')
  .replace('{ n1: 2 } }\n', '{ n1: 2 }, teams: [lille] }\n')}units:
  nord: { name: { en: North, fr: Nord }, teams: [lille] }
  sud: { name: { en: South, fr: Sud }, teams: [nice, metz] }
customers:
  country: FR
  attributes: { vip: yes-no, debts: number, orderedOn: date, offer: text }
`;
const withRings = (rings: string) => parcs.replace('{ at: 0s, agents: n1 }', rings);

t.test('a ring of the caller’s own unit is one requirement for each unit', async t => {
  const site = await compiled(
    withRings('{ at: 0s, agents: n1 >= 2 & unit:own }\n      - { at: 30s, agents: "unit : nord & n1" }'),
  );
  const skills = (level: number) => [{ skill: 'n1', level }];
  t.strictSame(
    [...site.core.requirements.values()],
    [
      {
        id: 'n1>=2 & unit:own',
        ...{ skills: skills(2), teams: null },
        byUnit: new Map([
          ['nord', { id: 'n1>=2 & unit:nord', skills: skills(2), teams: null, unitTeams: ['lille'] }],
          ['sud', { id: 'n1>=2 & unit:sud', skills: skills(2), teams: null, unitTeams: ['nice', 'metz'] }],
        ]),
      },
      { id: 'n1>=1 & unit:nord', skills: skills(1), teams: null, unitTeams: ['lille'] },
    ],
  );
  t.strictSame(site.core.units?.get('sud'), {
    id: 'sud',
    name: { en: 'South', fr: 'Sud' },
    teams: ['nice', 'metz'],
  });
});

const call: CallAttributes = {
  ...{ dialled: '3200', choice: '', caller: '0612345678', language: 'fr', trunk: 'operator' },
  ...{ atMs: Date.parse('2026-11-22T23:30:00Z'), customer: null },
};
const customer: Customer = {
  ...{ id: '4711', name: 'Camille', unit: 'nord', found: 'caller-number', source: 'directory' },
  attributes: { vip: true, debts: 12.5, orderedOn: '2026-10-24', offer: 'fibre' },
};

t.test('what a condition sees of a customer, known or not', async t => {
  const wanted: readonly (readonly [condition: string, known: boolean, unknown: boolean])[] = [
    ['customer.known', true, false],
    ['customer.id == "4711" && customer.name == "Camille"', true, false],
    ['customer.unit in ["nord", "sud"]', true, false],
    ['customer.vip', true, false],
    ['!customer.vip', false, true],
    ['customer.debts > 12 && customer.debts < 12.6', true, false],
    ['customer.debts < 1', false, false],
    ['customer.offer == "fibre"', true, false],
    ['customer.offer == ""', false, true],
    ['daysSince(customer.orderedOn) == 30', true, false],
    ['daysSince(customer.orderedOn) > 1', true, false],
    ['daysSince(customer.orderedOn) > 1 || dialled == "3200"', true, true],
    ['has(customer.debts)', true, false],
    ['!has(customer.orderedOn)', false, true],
  ];
  for (const [condition, known, unknown] of wanted) {
    const site = await compiled(`${parcs}entry:\n  - { when: '${condition}', flow: n1 }\n`);
    const flow = (who: Customer | null) => site.route({ ...call, customer: who }).flow === 'n1';
    t.strictSame([flow(customer), flow(null)], [known, unknown], condition);
  }
});

t.test('conditions about customers are checked against what is declared', async t => {
  const said = (condition: string, site = parcs) =>
    saidOf(`${site}entry:\n  - { when: '${condition}', flow: n1 }\n`).then(all =>
      all.filter(line => line.includes('entry')).join(),
    );
  t.match(await said('customer.age > 3'), 'this condition is wrong: No such key: age');
  t.match(await said('customer.vip == "yes"'), 'no such overload: bool == string');
  t.match(await said('daysSince(customer.debts) < 3'), /this condition is wrong/);
  t.match(await said('customer'), 'its value is of type Customer');
  t.match(await said('customer.offer.matches("^(a+)+$")'), '`matches` is not available here');
  t.match(await said('daysSince(1) > 1', smallSite), '`daysSince` is not available here');
  t.match(await said('customer.known', smallSite), '`customer` is not known of a call');
});

t.test('flow and priority may come from different rules, and it is told from which', async t => {
  const site = await compiled(`${parcs}  
entry:
  - { when: 'customer.vip', priority: 5 }
  - { when: 'dialled == "3204"', flow: n1, priority: 1 }
  - { when: 'true', flow: n1, priority: 2 }
`);
  const route = (about: Partial<CallAttributes>) => site.route({ ...call, ...about });
  const [vip, short, any] = ['customer.vip', 'dialled == "3204"', 'true'];
  t.strictSame(route({ dialled: '3204', customer }), {
    ...{ flow: 'n1', priority: 5 },
    rules: [
      { rule: 1, when: vip, flow: null, priority: 5 },
      { rule: 2, when: short, flow: 'n1', priority: null },
    ],
  });
  t.strictSame(route({ dialled: '3204' }), {
    ...{ flow: 'n1', priority: 1 },
    rules: [{ rule: 2, when: short, flow: 'n1', priority: 1 }],
  });
  t.strictSame(route({}).rules, [{ rule: 3, when: any, flow: 'n1', priority: 2 }]);
  const none = await compiled(smallSite);
  t.strictSame(none.route(call), { flow: null, priority: null, rules: [] });
});

t.test('units, customers and screens that do not fit are complained of in their place', async t => {
  const cases: readonly (readonly [content: string, said: readonly string[]])[] = [
    [
      withRings('{ at: 0s, agents: n1 & unit:own }'),
      [
        '17:27 warning flows.n1.rings[0].agents: every ring is of the caller’s own unit: who belongs to none finds nobody (add a ring without unit:own, with partners, or `maximumWait`)',
      ],
    ],
    [
      withRings('{ at: 0s, agents: n1 & unit:est }'),
      ['17:37 error flows.n1.rings[0].agents: there is no unit `est` (allowed here: `nord`, `sud`)'],
    ],
    [
      withRings('{ at: 0s, agents: n1 & unit:own & unit:nord }'),
      ['17:43 error flows.n1.rings[0].agents: `unit:nord`: a unit is named once'],
    ],
    [
      smallSite.replace('agents: n1 }', 'agents: n1 & unit:own }'),
      ['16:27 error flows.n1.rings[0].agents: there are no units (write them under `units:`)'],
    ],
    [
      parcs.replace('  sud:', '  own:'),
      ['20:3 error units.own: no unit can be called `own` (`unit:own` is the unit of whoever calls)'],
    ],
    [
      parcs.replace('[nice, metz]', '[nice, meta]'),
      ['20:54 error units.sud.teams[1]: there is no team `meta` (did you mean `metz`?)'],
    ],
    [
      `${smallSite}customers: { attributes: { vip: yes-no } }\n`,
      [
        '17:1 error customers: the key `country` is missing (numbers are compared as that country writes them: country: FR)',
      ],
    ],
    [
      `${smallSite}customers: { country: XX }\n`,
      ['17:23 error customers.country: numbers of `XX` are not known'],
    ],
    [
      `${smallSite}customers: { country: FR, attributes: { id: text, b-c: text } }\n`,
      [
        '17:41 error customers.attributes.id: `id` cannot be an attribute (a small letter, then letters and digits, at most 32; not id, name, unit, numbers or known)',
        '17:51 error customers.attributes.b-c: `b-c` cannot be an attribute (a small letter, then letters and digits, at most 32; not id, name, unit, numbers or known)',
      ],
    ],
    [
      `${smallSite}customers: { country: FR, attributes: { ok: colour } }\n`,
      [
        '17:45 error customers.attributes.ok: `colour` is not possible here (allowed here: `yes-no`, `number`, `date`, `text`)',
      ],
    ],
    [
      `${smallSite}customers: { country: FR, crm: { url: "https://crm/x?n={phone}", deadline: 5s } }\n`,
      [
        '17:76 error customers.crm.deadline: `5s` is not a time of 0.1s to 3s (write for instance `0.3s`, `1s`)',
      ],
    ],
    [
      `${smallSite}customers: { country: FR, crm: { url: "https://crm:99999/{number}" } }\n`,
      [
        '17:39 error customers.crm.url: there can be no such web address (look at the host name and the port)',
      ],
    ],
    [
      `${smallSite}customers: { country: FR, crm: { url: "http://[x/{number}" } }\n`,
      [
        '17:39 error customers.crm.url: there can be no such web address (look at the host name and the port)',
      ],
    ],
    [
      `${smallSite}customers: { country: FR, crm: { url: "https://crm/x?n={phone}" } }\n`,
      [
        '17:39 error customers.crm.url: the address has no `{number}` (e.g. https://crm.example.net/customers?number={number})',
        '17:56 error customers.crm.url: `{phone}` stands for nothing here (known: `number`, `kind`)',
      ],
    ],
    [
      `${smallSite}screen: { page: "https://{caller}/x" }\n`,
      [
        '17:17 error screen.page: `https://{caller}/x` is not a web address (write for instance `"https://crm.example.net/customers?number={number}"`)',
      ],
    ],
    [
      `${smallSite}screen: { page: "https://crm/{customer.vip}" }\n`,
      [
        '17:30 error screen.page: `{customer.vip}` stands for nothing here (known: `call`, `caller`, `dialled`, `choice`, `flow`, `agent`, `customer.id`, `customer.name`, `customer.unit`)',
      ],
    ],
  ];
  for (const [content, said] of cases)
    t.strictSame(
      (await saidOf(content)).filter(line => !line.includes('no agent is in a team of this unit')),
      said,
    );
  t.match(await saidOf(parcs), [
    '20:3 warning units.sud: no agent is in a team of this unit (its customers go on to the next ring at once)',
  ]);
});

t.test('the password of the CRM does not change the name of the content; its address does', async t => {
  const crm = (about: string) => compiled(`${smallSite}customers: { country: FR, crm: { ${about} } }\n`);
  const url = 'url: "https://crm/x?n={number}"';
  const [plain, secret, other] = await Promise.all([
    crm(url),
    crm(`${url}, password: sesame`),
    crm(url.replace('crm/x', 'crm/y')),
  ]);
  t.equal(plain?.core.revision, secret?.core.revision);
  t.not(plain?.core.revision, other?.core.revision);
  t.strictSame(secret?.customers, {
    ...{ country: 'FR', attributes: {} },
    crm: { url: 'https://crm/x?n={number}', deadlineMs: 300, rememberMs: 300_000, token: 'sesame' },
  });
});

t.test('numbers have one spelling', t => {
  const france = numberReader('FR');
  const same = [
    '0612345678',
    '06 12 34 56 78',
    '+33612345678',
    '0033612345678',
    '33612345678',
    '+33 (0)6-12-34-56-78',
  ];
  for (const written of same) t.equal(france(written), '+33612345678', written);
  t.equal(numberReader('CM')('677123456'), '+237677123456');
  const nobody = [
    '',
    'anonymous',
    'Restricted',
    '3204',
    '0',
    '+',
    '06123456789012345',
    '061234567',
    'sip:bob@x',
  ];
  for (const written of [...nobody, '9'.repeat(1_000_000)])
    t.equal(france(written), null, written.slice(0, 20));
  t.end();
});

t.test('what is put into an address cannot lead it elsewhere', t => {
  t.equal(
    fillIn('https://crm/c/{customer.id}?from={caller}&x={nope}', {
      'customer.id': '../é?a=b#c',
      caller: '+336',
    }),
    'https://crm/c/..%2F%C3%A9%3Fa%3Db%23c?from=%2B336&x=',
  );
  t.ok(nowMs > 0);
  t.end();
});
