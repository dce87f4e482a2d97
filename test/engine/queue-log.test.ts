import t from 'tap';
import { createQueueLog } from '../../src/engine/queue-log.js';
import { Floor, givenAgent, givenFlow, givenPartner, givenSite } from '../core/given.js';

/** Runs a day on the floor and returns its queue_log: `event queue call agent message`. */
function logOf(day: (floor: Floor) => void): string[] {
  const flow = givenFlow({
    id: 'n1',
    rings: [
      { kind: 'agents', requirement: 'internet>=1', afterMs: 0, whenWaitingAtLeast: null },
      { kind: 'partners', partners: ['snt'], afterMs: 60_000, whenWaitingAtLeast: null },
    ],
  });
  const floor = new Floor(
    givenSite([flow, givenFlow({ id: 'tv' })], [givenAgent('101', { internet: 1 })], [givenPartner('snt')]),
  );
  const log = createQueueLog(floor.state);
  const lines: string[] = [];
  const step = floor.step.bind(floor);
  floor.step = input => {
    const before = floor.facts.length;
    step(input);
    for (const fact of floor.facts.slice(before)) {
      for (const { event, queue, call, agent, message } of log.take(fact, floor.nowMs))
        lines.push(`${event} ${queue} ${call} ${agent} ${message}`);
    }
  };
  day(floor);
  return lines;
}

t.test('a call that is answered: ENTERQUEUE, CONNECT with hold and ring time, COMPLETECALLER', async t => {
  const lines = logOf(floor => {
    floor.arrives('c1', 'n1');
    floor.passes(12_000);
    floor.logsIn('101');
    floor.passes(4_000);
    floor.answers('101');
    floor.passes(95_000);
    floor.step({ type: 'caller-hung-up', call: 'c1' });
  });
  t.strictSame(lines, [
    'ENTERQUEUE n1 c1 NONE |0612345678|1',
    'ADDMEMBER n1 NONE PJSIP/101 ',
    'ADDMEMBER tv NONE PJSIP/101 ',
    'CONNECT n1 c1 PJSIP/101 16|c1.1|4',
    'COMPLETECALLER n1 c1 PJSIP/101 16|95|1',
  ]);
});

t.test('RINGNOANSWER in milliseconds, PAUSEALL by the rule, ABANDON with both positions', async t => {
  const lines = logOf(floor => {
    floor.arrives('c1', 'n1');
    floor.arrives('c2', 'n1');
    floor.logsIn('101');
    floor.passes(15_000);
    floor.step({ type: 'caller-hung-up', call: 'c1' });
    floor.passes(1_000);
    floor.step({ type: 'caller-hung-up', call: 'c2' });
  });
  t.strictSame(lines.slice(4), [
    'RINGNOANSWER n1 c1 PJSIP/101 15000',
    'PAUSEALL NONE NONE PJSIP/101 no-answer',
    'PAUSE n1 NONE PJSIP/101 no-answer',
    'PAUSE tv NONE PJSIP/101 no-answer',
    'ABANDON n1 c1 NONE 1|1|15',
    'ABANDON n1 c2 NONE 1|2|16',
  ]);
});

t.test('a call that a partner answers leaves the queue by EXITWITHTIMEOUT', async t => {
  const lines = logOf(floor => {
    floor.arrives('c1', 'n1');
    floor.passes(65_000);
    floor.step({ type: 'leg-answered', leg: 'c1.1' });
    floor.step({ type: 'bridged', call: 'c1', leg: 'c1.1' });
    floor.step({ type: 'leg-ended', leg: 'c1.1', end: 'hung-up' });
  });
  t.strictSame(lines, ['ENTERQUEUE n1 c1 NONE |0612345678|1', 'EXITWITHTIMEOUT n1 c1 NONE 1|1|65']);
});

t.test('text from outside cannot forge a field', async t => {
  const floor = new Floor(givenSite([givenFlow({ id: 'n1' })], []));
  const log = createQueueLog(floor.state);
  floor.step({
    type: 'call-arrived',
    call: 'c1',
    channel: 'c1',
    flow: 'n1',
    caller: '06|99\r\nAction: x',
    callerName: '',
    dialled: '1',
    trunk: 't',
    language: 'fr',
    choice: '',
  });
  t.strictSame(
    floor.facts.flatMap(fact => log.take(fact, 0)).map(record => record.message),
    ['|06_99__Action: x|1'],
  );
});
