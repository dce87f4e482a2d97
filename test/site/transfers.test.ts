import t from 'tap';
import { compiled, saidOf, smallSite } from './small-site.js';

const lines = `trunks:
  out: { name: Out, kind: pjsip, endpoint: out, channels: 30 }
partners:
  snt: { name: SNT, destinations: [{ trunk: out, number: "0145000000" }], caps: { concurrent: 2 } }
transfers:
  maximum: 3
  priority: 2
  prefix: "*5"
  numbers:
    bank: { name: Bank, trunk: out, number: "0140000002" }
  codes: { "91": flow:n1, "92": number:bank, "93": partner:snt, "94": agent:101 }
`;

t.test('where agents may send their callers stands in the site file', async t => {
  const { core } = await compiled(smallSite + lines);
  t.match(core.transfers, { maximum: 3, priority: 2, prefix: '*5' });
  t.strictSame(
    [...core.transfers.codes.entries()],
    [
      ['91', { kind: 'flow', flow: 'n1' }],
      ['92', { kind: 'number', number: 'bank' }],
      ['93', { kind: 'partner', partner: 'snt' }],
      ['94', { kind: 'agent', agent: '101' }],
    ],
  );
  t.match(core.partners.get('bank'), {
    destinations: [{ trunk: 'out', number: '0140000002' }],
    caps: { concurrent: 2, perMinute: 10 },
    maximumTalkMs: 3_600_000,
  });
});

t.test('a file that says nothing of transfers allows them within the site', async t => {
  const { core } = await compiled(smallSite);
  t.match(core.transfers, { maximum: 8, priority: 1, prefix: '*2', codes: new Map(), numbers: new Set() });
});

t.test(
  'targets that do not exist, digits that mean two things and numbers without a trunk are refused',
  async t => {
    const wrong = lines
      .replace('flow:n1', 'flow:n2')
      .replace('"93": partner:snt', '"101": partner:snt')
      .replace('"94": agent:101', 'four: flow:n1')
      .replace('bank: { name: Bank, trunk: out', 'snt: { name: Bank, trunk: away');
    t.strictSame(await saidOf(smallSite + wrong), [
      '26:5 error transfers.numbers.snt: there is a partner `snt` as well (give the number another id)',
      '26:31 error transfers.numbers.snt.trunk: there is no trunk `away` (allowed here: `out`)',
      '27:18 error transfers.codes.91: there is no flow `n2` (did you mean `n1`?)',
      '27:33 error transfers.codes.92: there is no number under `transfers.numbers` `bank` (allowed here: `snt`)',
      '27:46 error transfers.codes.101: `101` is the phone of agent 101 already (choose other digits)',
      '27:66 error transfers.codes.four: `four` cannot be pressed (digits only, between quotes, e.g. "92")',
    ]);
  },
);
