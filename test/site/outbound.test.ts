// Calls to customers in the site file: what a technician writes, what it becomes, and when the law lets customers be called.

import t from 'tap';
import { must } from '../../src/base/assert.js';
import { fc } from '../properties.js';
import { compiled, edited, nowMs, saidOf } from './small-site.js';

const outbound = `trunks:
  out: { name: Out, kind: pjsip, endpoint: out, channels: 30 }
calendars:
  calling: { mon-fri: "09:00-20:00", sat: "09:00-18:00", holidays: closed }
outbound:
  trunk: out
  callerNumber: "0144000000"
  country: "+33"
  numbers: { allow: ["+33", "+262"], deny: ["+3389"] }
  callTimes: calling
  zones: [{ prefix: "+262", zone: Indian/Reunion }, { prefix: "+590", zone: America/Guadeloupe }]
  caps: { perDay: 100 }
flows:
`;
const callBack = '    callBack: { offerAbove: 3m }\n';
const withRules = (change: (text: string) => string = text => text) =>
  `${edited('flows:\n', change(outbound)).replace('zone: Europe/Paris', 'zone: Europe/Paris\n  holidays: { country: FR }')}${callBack}`;

t.test('the section becomes rules, with what is not written filled in', async t => {
  const { core } = await compiled(withRules());
  const { callTimes, ...rules } = must(core.outbound, 'rules');
  t.strictSame(rules, {
    trunk: 'out',
    callerNumber: '0144000000',
    numbers: { country: '+33', national: '0', allow: ['+33', '+262'], deny: ['+3389'] },
    dialAs: 'national',
    dialTimeoutMs: 30_000,
    caps: { concurrent: null, perMinute: null, perDay: 100 },
    retries: {
      busy: { afterMs: 300_000, times: 3 },
      'no-answer': { afterMs: 1_800_000, times: 2 },
      rejected: { afterMs: 3_600_000, times: 0 },
      unreachable: { afterMs: 3_600_000, times: 1 },
    },
    maximumTalkMs: 14_400_000,
    expiresMs: 86_400_000,
  });
  t.strictSame(
    callTimes.map(({ prefix }) => prefix),
    ['', '+262', '+590'],
  );
  t.strictSame(core.flows.get('n1')?.callBack, {
    offerAboveMs: 180_000,
    firstAfterMs: 20_000,
    prompt: 'plateau/callback-offer',
  });
  t.equal((await compiled(edited('n1:', 'n1:'))).core.outbound, null, 'without it nobody is called');
});

/** Day of the week and minute of the day as a clock on the wall shows them in the zone. */
function onTheWall(
  atMs: number,
  zone: string,
): { readonly day: string; readonly minute: number; readonly date: string } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
  }).formatToParts(atMs);
  const get = (type: string) => parts.find(part => part.type === type)?.value ?? '';
  return {
    day: get('weekday'),
    minute: Number(get('hour')) * 60 + Number(get('minute')),
    date: `${get('month')}-${get('day')}`,
  };
}

const holidays = new Set(['12-25', '01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11']);

t.test(
  'customers are called at the legal times of where they live, over every change of the clocks',
  async t => {
    const { core } = await compiled(withRules());
    const { callTimes } = must(core.outbound, 'rules');
    const zones = { '': 'Europe/Paris', '+262': 'Indian/Reunion', '+590': 'America/Guadeloupe' } as const;
    const changes = ['2026-11-22T12:00:00Z', '2027-03-28T01:00:00Z', '2027-10-31T01:00:00Z'].map(Date.parse);
    const instant = fc
      .tuple(fc.constantFrom(...changes), fc.integer({ min: -2 * 1_440, max: 3 * 1_440 }))
      .map(([changeMs, minutes]) => Math.max(nowMs, changeMs + minutes * 60_000));
    let [open, closed] = [0, 0];
    fc.assert(
      fc.property(instant, fc.constantFrom('', '+262', '+590'), (atMs, prefix) => {
        const hours = callTimes.find(one => one.prefix === prefix)?.hours ?? [];
        const isOpen = hours.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
        const { day, minute, date } = onTheWall(atMs, zones[prefix as keyof typeof zones]);
        const untilHour = day === 'Sat' ? 18 : day === 'Sun' || holidays.has(date) ? 0 : 20;
        // Easter moves: of Mondays nothing is said here.
        if (day === 'Mon' && !isOpen) return;
        if (isOpen) open++;
        else closed++;
        if (isOpen !== (minute >= 540 && minute < untilHour * 60))
          throw new Error(
            `${new Date(atMs).toISOString()} ${zones[prefix as keyof typeof zones]}: ${isOpen}`,
          );
      }),
      { numRuns: 600 },
    );
    t.ok(open > 50 && closed > 50, `${open} open, ${closed} closed`);
  },
);

t.test('what cannot be kept is refused, and what may cost much is doubted', async t => {
  const without = (key: RegExp) => withRules(text => text.replace(key, ''));
  t.match(
    await saidOf(edited('at: 0s', 'at: 0s') + callBack),
    [/outbound/],
    'an offer that nobody could keep',
  );
  t.match(await saidOf(without(/ {2}caps:.*\n/)), [/limit/]);
  t.match(await saidOf(without(/ {2}callTimes:.*\n/)), [/any hour/]);
  t.match(await saidOf(withRules(text => text.replace('trunk: out\n', 'trunk: oot\n'))), [/oot/]);
  t.match(await saidOf(withRules(text => text.replace('"+33", "+262"', '"0033"'))), [/0033/]);
  t.match(await saidOf(withRules(text => text.replace('callTimes: calling', 'callTimes: night'))), [/night/]);
});
