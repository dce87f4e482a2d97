import t from 'tap';
import { must } from '../../src/base/assert.js';
import { momentOf } from '../../src/ctl/moments.js';
import { casesView } from '../../src/engine/case-views.js';
import { Floor, noon } from '../core/given.js';
import { dayMs, givenRepeatSite } from '../core/given-cases.js';
import { givenDaemon, runHere } from './daemon.js';

const zone = 'Europe/Paris';

/** A daemon whose cases are those of a floor of the core's; `ctl` runs plateauctl on it. */
async function givenCases(t: Parameters<typeof givenDaemon>[0]) {
  const floor = new Floor(givenRepeatSite({}, { maximumOpen: 1 }));
  const { socket } = await givenDaemon(t, {
    cases: ({ case: only }) => ({ ...casesView(floor.state, only, floor.nowMs), zone }),
    'case-command': ({ command, by }) => {
      floor.step({ type: 'case-command', command, by });
      return must(floor.caseAnswer, 'an answer');
    },
  });
  const ctl = (...args: string[]) => runHere(['--socket', socket, '--no-color', ...args]);
  return { floor, ctl };
}

t.test('a case from its opening to its end, as the technician writes it', async t => {
  const { floor, ctl } = await givenCases(t);
  const contact = await ctl('contact', 'add', '48151623', '--channel', 'chat', '--at', '11:00');
  t.match(contact, { exit: 1, err: /has not come yet/ }, 'eleven has not struck again');
  t.match(await ctl('contact', 'add', '48151623', '--channel', 'chat'), { exit: 0, out: 'Recorded.\n' });
  t.match(floor.take('contact-recorded'), [{ customer: '48151623', channel: 'chat', by: { name: 'luc' } }]);
  t.match(await ctl('case', 'open', '48151623', '--name', 'Dupont', '--agent', '101', '--note', 'line cut'), {
    exit: 0,
    out: /^Case +K1\nCustomer +48151623 Dupont\nOwner +101\nColour +Green\n/,
  });
  t.match(await ctl('case', 'colour', 'K1', 'rd'), { exit: 1, err: /no such colour[\s\S]*red/ });
  t.match(await ctl('case', 'colour', 'K1', 'red'), { exit: 0 });
  t.match(await ctl('case', 'callback', 'K1', '2026-11-24T10:30'), {
    exit: 0,
    out: /Call-back .*24 November 2026 10:30:00/,
  });
  t.match(await ctl('case', 'wait', 'K1', 'network'), { exit: 0 });
  t.match(await ctl('case', 'list'), {
    exit: 0,
    out: /K1 +Red +waits \(network\) +48151623 Dupont +101[\s\S]*Open cases: .*101.* 1; at most 1 for each agent/,
  });
  t.match(await ctl('case', 'list', '--agent', '102'), { out: 'No case is open.\n' });
  t.match(await ctl('--lang', 'fr', 'case', 'close', 'K1'), { exit: 1, err: /n’est pas résolu/ });
  t.match(await ctl('case', 'solve', 'K1'), { exit: 0, out: /State +solved/ });
  t.match(await ctl('case', 'show', 'K1'), { out: /Note +.*luc: line cut/ });
  t.match(await ctl('case', 'close', 'K1'), { exit: 0, out: 'Case K1 is closed.\n' });
  t.match(await ctl('case', 'show', 'K1'), { exit: 1, err: /no such case/ });
});

t.test('what is refused says why, and what to do', async t => {
  const { ctl } = await givenCases(t);
  await ctl('case', 'open', 'anne', '--agent', '101');
  t.match(await ctl('case', 'open', 'anne'), { exit: 1, err: /K1 of this customer is there already/ });
  t.match(await ctl('case', 'open', 'bob', '--agent', '101'), {
    exit: 1,
    err: /as many open cases as he may/,
  });
  t.match(await ctl('case', 'callback', 'K1', 'tomorrow'), { exit: 2, err: /not understood[\s\S]*10:00/ });
  t.match(await ctl('--json', 'case', 'callback', 'K1', 'none'), { exit: 0, out: /"callBackAtMs":null/ });
});

t.test('moments are read in the zone of the site', async t => {
  const at = (written: string) => momentOf(written, noon, zone);
  t.equal(at('2h'), noon + 7_200_000);
  t.equal(at('13:00'), noon + 3_600_000, 'it is noon in Paris');
  t.equal(at('12:00'), noon + dayMs);
  t.equal(at('2026-12-01 08:00'), Date.UTC(2026, 11, 1, 7));
  for (const wrong of ['25:00', '2026-13-01T00:00', 'x', '']) t.equal(at(wrong), null, wrong);
});
