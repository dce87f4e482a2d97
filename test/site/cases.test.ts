import t from 'tap';
import { compiled, saidOf, smallSite } from './small-site.js';

const cases = `cases:
  opens: by-hand
  callBack: { flow: n1, keepFree: 90s, late: 20m, ownerAway: wait }
`;
const outbound = `trunks:
  out: { name: Out, kind: pjsip, endpoint: out, channels: 30 }
calendars:
  calling: { mon-fri: 09:00-20:00 }
outbound:
  trunk: out
  callerNumber: "0144000000"
  country: "+33"
  numbers: { allow: ["+33"] }
  callTimes: calling
  caps: { perDay: 100 }
`;

t.test('how owners keep their promises stands in the site file', async t => {
  const { core } = await compiled(smallSite + outbound + cases);
  t.strictSame(core.cases?.callBack, {
    ...{ flow: 'n1', keepFreeMs: 90_000, lateAfterMs: 20 * 60_000, ownerAway: 'wait' },
  });
  const plain = await compiled(smallSite + outbound + cases.replace(/, keepFree.* \}/, ' }'));
  t.strictSame(plain.core.cases?.callBack, {
    ...{ flow: 'n1', keepFreeMs: 120_000, lateAfterMs: 15 * 60_000, ownerAway: 'deputy' },
  });
  t.equal((await compiled(smallSite + cases.replace(/ {2}callBack.*\n/, ''))).core.cases?.callBack, null);
});

t.test('a call-back that could not be made is refused', async t => {
  t.match(await saidOf(smallSite + cases), [
    /error cases\.callBack: owners of cases are to call customers back, and nothing says how customers are called/,
  ]);
  t.match(await saidOf(smallSite + outbound + cases.replace('flow: n1', 'flow: n9')), [
    /error cases\.callBack\.flow: there is no flow `n9` \(did you mean `n1`\?\)/,
  ]);
});
