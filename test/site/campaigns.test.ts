// The section `campaigns` of a site file.
import t from 'tap';
import { compiled, saidOf, smallSite } from './small-site.js';

const rest = `trunks:
  out: { name: Out, kind: pjsip, endpoint: out, channels: 30 }
calendars:
  calling: { mon-fri: "10:00-20:00" }
outbound:
  trunk: out
  callerNumber: "0144000000"
  country: "+33"
  numbers: { allow: ["+33"] }
  caps: { perDay: 100 }
  callTimes: calling
`;

const campaigns = `campaigns:
  welcome:
    name: { en: Welcome, fr: Bienvenue }
    flow: n1
    mode: preview
    preview: { within: 20s, otherwise: dial }
    from: 2026-11-23
    until: 2026-11-24
    keepReady: 2
    maximumAtOnce: 4
    callerNumber: "0144000001"
    attempts: 5
    notReached: { busy: { after: 5m, times: 9 } }
`;

t.test('a campaign’s rules, and the hours of each customer’s zone', async t => {
  const site = await compiled(smallSite + rest + campaigns);
  t.strictSame(
    [...(site.core.campaigns?.values() ?? [])],
    [
      {
        ...{ id: 'welcome', keepReady: 2, callerNumber: '0144000001' },
        preview: { withinMs: 20_000, otherwise: 'dial' },
      },
    ],
  );
  const campaign = site.campaigns.get('welcome');
  t.match(campaign, {
    ...{ flow: 'n1', mode: 'preview', maximumAtOnce: 4, attempts: 5 },
    fromMs: Date.UTC(2026, 10, 22, 23),
    untilMs: Date.UTC(2026, 10, 24, 23),
    retries: { busy: { afterMs: 300_000, times: 9 }, 'no-answer': { afterMs: 7_200_000, times: 2 } },
  });
  const firstIn = (zone: string) => {
    const times = campaign?.timesIn(zone) ?? [];
    return times === 'no-zone' ? times : times.find(({ fromMs }) => fromMs > Date.UTC(2026, 10, 23));
  };
  t.strictSame(['Europe/Paris', 'America/New_York', 'CST', 'Nowhere/X'].map(firstIn), [
    { fromMs: Date.UTC(2026, 10, 23, 9), toMs: Date.UTC(2026, 10, 23, 19) },
    { fromMs: Date.UTC(2026, 10, 23, 15), toMs: Date.UTC(2026, 10, 24, 1) },
    ...['no-zone', 'no-zone'],
  ]);
});

t.test('what does not fit together is refused, with its place', async t => {
  const wrong = campaigns
    .replace('flow: n1', 'flow: n2')
    .replace('mode: preview', 'mode: progressive')
    .replace('until: 2026-11-24', 'until: 2026-11-22')
    .replace('attempts: 5', 'times: nights');
  t.strictSame(await saidOf(smallSite + rest + wrong), [
    '31:11 error campaigns.welcome.flow: there is no flow `n2` (did you mean `n1`?)',
    '33:5 error campaigns.welcome.preview: in a progressive campaign the agent is not shown the customer first (write `mode: preview`, or take `preview` out)',
    '35:12 error campaigns.welcome.until: it ends before it begins (`until` is a day after `from`, or the same)',
    '39:12 error campaigns.welcome.times: there is no calendar `nights` (allowed here: `calling`)',
  ]);
  t.strictSame(await saidOf(smallSite + campaigns), [
    '18:3 error campaigns.welcome: a campaign calls customers, and nothing says how they are called (add the section `outbound:`)',
  ]);
  const anyHour = rest.replace('  callTimes: calling\n', '');
  t.match(
    (await saidOf(smallSite + anyHour + campaigns)).filter(line => line.includes('campaigns')),
    [/^28:3 warning campaigns.welcome: customers may be called at any hour/],
  );
});
