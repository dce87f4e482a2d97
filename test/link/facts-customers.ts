// Examples of the facts about who calls.
const customer = {
  id: '48151623',
  name: 'Camille Dupont',
  unit: 'nord',
  attributes: { vip: true, debts: 42.5, orderedOn: '2026-11-03', offer: 'fibre' },
  found: 'caller-number',
  source: 'directory',
} as const;

export const customerFacts = {
  'caller-identified': [
    { type: 'caller-identified', call: 'c1', customer },
    {
      type: 'caller-identified',
      call: 'c1',
      customer: { id: 'A7', name: '', unit: null, attributes: {}, found: 'keyed-number', source: 'crm' },
    },
  ],
  'entry-rule-held': [
    { type: 'entry-rule-held', call: 'c1', rule: 2, when: 'customer.vip', flow: null, priority: 5 },
    { type: 'entry-rule-held', call: 'c1', rule: 3, when: 'dialled == "3204"', flow: 'n1', priority: null },
    { type: 'entry-rule-held', call: 'c1', rule: 1, when: 'customer.known', flow: 'n2', priority: 1 },
  ],
  'ring-skipped': [
    { type: 'ring-skipped', call: 'c1', ring: 0, unit: null, because: 'no-unit', next: 1 },
    { type: 'ring-skipped', call: 'c1', ring: 0, unit: 'est', because: 'unknown-unit', next: 2 },
    { type: 'ring-skipped', call: 'c9', ring: 1, unit: 'nord', because: 'nobody-of-unit', next: 2 },
    { type: 'ring-skipped', call: 'c1', ring: 1, unit: 'nord', because: 'nobody-of-unit', next: null },
  ],
} as const;
