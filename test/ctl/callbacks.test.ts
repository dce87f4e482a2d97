// plateauctl callbacks: whom the site is to call, and who is to be called no more.
import t from 'tap';
import { must } from '../../src/base/assert.js';
import { outboundList } from '../../src/engine/outbound-views.js';
import { noon } from '../core/given.js';
import { CallingFloor, givenCallingSite, minute } from '../core/given-outbound.js';
import { givenDaemon, runHere } from './daemon.js';

const zone = 'Europe/Paris';

/** A daemon whose calls are those of a floor of the core's; `ctl` runs plateauctl on it. */
async function givenCallBacks(t: Parameters<typeof givenDaemon>[0], floor: CallingFloor) {
  const { socket } = await givenDaemon(t, {
    outbound: () => ({ ...outboundList(floor.state, floor.nowMs), zone }),
    'outbound-cancel': ({ call, by }) => {
      floor.step({ type: 'outbound-cancel', call, by });
      return must(floor.answer, 'an answer');
    },
  });
  return (...args: string[]) => runHere(['--socket', socket, '--no-color', ...args]);
}

t.test('calls to customers are listed by their places, with what they wait for, and cancelled', async t => {
  const floor = new CallingFloor(givenCallingSite());
  const ctl = await givenCallBacks(t, floor);
  t.match(await ctl('callbacks'), { exit: 0, out: 'Nobody is to be called.\n' });
  floor.wants('case-c7.2', { number: '0612345679', notBeforeMs: noon + 90 * minute });
  floor.wants('case-c7.1');
  floor.logsIn('101');
  const listed = await ctl('callbacks');
  t.match(listed.out, /case-c7\.1 +case +n1 +\+33612345678 +Camille +an agent is rung +101 +0 +12:00:00/);
  t.match(listed.out, /case-c7\.2 +case +n1 +\+33612345679 +Camille +rests until 13:30:00/);
  t.ok(listed.out.indexOf('case-c7.1') < listed.out.indexOf('case-c7.2'));
  t.match(await ctl('--lang', 'fr', 'callbacks'), { out: /en repos jusqu’à 13:30:00/ });
  t.match(await ctl('callbacks', 'cancel', 'case-c7.2'), { exit: 0, out: 'case-c7.2 is cancelled.\n' });
  t.match(floor.take('outbound-ended'), [{ end: 'cancelled', by: { kind: 'command-line', name: 'luc' } }]);
  t.match(await ctl('callbacks', 'cancel', '612345678'), { exit: 1, err: /no such call[\s\S]*case-c7\.1/ });
  floor.talks('case-c7.1', '101');
  t.match(await ctl('callbacks', 'cancel', 'case-c7.1'), { exit: 1, err: /talk already/ });
  t.match(await ctl('--json', 'callbacks'), { out: /"state":"talking"/ });
});

t.test('a site that calls nobody says so', async t => {
  const floor = new CallingFloor({ ...givenCallingSite(), outbound: null });
  const ctl = await givenCallBacks(t, floor);
  t.match(await ctl('callbacks'), { exit: 0, out: /no section `outbound:`/ });
});
