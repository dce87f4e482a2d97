import t from 'tap';
import type { TransferManner } from '../../src/core/facts-transfers.js';
import type { TransferTarget } from '../../src/core/site.js';
import { createQueueLog } from '../../src/engine/queue-log.js';
import { Floor, givenAgent, givenFlow, givenPartner, givenSite } from '../core/given.js';
import { CallingFloor, givenCallingSite } from '../core/given-outbound.js';

/** Runs a day on the floor and returns its queue_log: `event queue call agent message`. */
function logOf(day: (floor: Floor) => void): string[] {
  const ids = ['101', '102'];
  const flow = givenFlow({
    id: 'n1',
    rings: [
      { kind: 'agents', requirement: 'internet>=1', afterMs: 0, whenWaitingAtLeast: null },
      { kind: 'partners', partners: ['snt'], afterMs: 60_000, whenWaitingAtLeast: null },
    ],
  });
  const floor = new Floor(
    givenSite(
      [flow, givenFlow({ id: 'tv' })],
      ids.map(id => givenAgent(id, { internet: 1 })),
      [givenPartner('snt')],
    ),
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

const sends = (floor: Floor, to: TransferTarget, manner: TransferManner = 'blind') => {
  floor.arrives('c1', 'n1');
  floor.logsIn('101', '102');
  floor.answers('101');
  floor.command('102', { kind: 'not-ready', reason: 'lunch' });
  floor.passes(60_000);
  floor.facts = [];
  floor.command('101', { kind: 'transfer', manner, to });
};

/** Of a transfer: what came after the first CONNECT, without what is told of agents. */
const ofCalls = (lines: readonly string[]) =>
  lines.slice(lines.findIndex(line => line.startsWith('CONNECT'))).filter(line => !line.includes('PAUSE'));

t.test('a caller who is sent to another flow leaves the first queue once, and enters the second', async t => {
  const tv = { kind: 'flow', flow: 'tv' } as const;
  const blind = logOf(floor => {
    sends(floor, tv);
    floor.command('101', { kind: 'not-ready', reason: 'lunch' });
    floor.passes(20_000);
    floor.step({ type: 'caller-hung-up', call: 'c1' });
    floor.arrives('c2', 'n1');
    floor.arrives('c3', 'tv');
  });
  t.strictSame(ofCalls(blind), [
    'CONNECT n1 c1 PJSIP/101 0|c1.1|0',
    'COMPLETEAGENT n1 c1 PJSIP/101 0|60|1',
    'ENTERQUEUE tv c1 NONE |0612345678|1',
    'ABANDON tv c1 NONE 1|1|20',
    'ENTERQUEUE n1 c2 NONE |0612345678|1',
    'ENTERQUEUE tv c3 NONE |0612345678|1',
  ]);
  const cancelled = logOf(floor => {
    sends(floor, tv, 'consultation');
    floor.passes(20_000);
    floor.command('101', { kind: 'transfer-cancel' });
    floor.step({ type: 'caller-hung-up', call: 'c1' });
    floor.arrives('c2', 'tv');
  });
  t.strictSame(ofCalls(cancelled), [
    'CONNECT n1 c1 PJSIP/101 0|c1.1|0',
    'ENTERQUEUE tv c1 NONE |0612345678|1',
    'EXITWITHTIMEOUT tv c1 NONE 1|1|0',
    'COMPLETECALLER n1 c1 PJSIP/101 0|80|1',
    'ENTERQUEUE tv c2 NONE |0612345678|1',
  ]);
});

t.test('who is sent to a colleague is in no queue, and is in his own again when he comes back', async t => {
  const back = logOf(floor => {
    floor.arrives('c1', 'n1');
    floor.logsIn('101', '102');
    floor.answers('101');
    floor.passes(60_000);
    floor.command('101', { kind: 'transfer', manner: 'blind', to: { kind: 'agent', agent: '102' } });
    floor.command('101', { kind: 'not-ready', reason: 'lunch' });
    floor.passes(15_000);
    floor.step({ type: 'caller-hung-up', call: 'c1' });
  });
  t.strictSame(ofCalls(back), [
    'CONNECT n1 c1 PJSIP/101 0|c1.1|0',
    'COMPLETEAGENT n1 c1 PJSIP/101 0|60|1',
    'ENTERQUEUE n1 c1 NONE |0612345678|1',
    'ABANDON n1 c1 NONE 1|1|15',
  ]);
});

t.test('a caller whose agent hangs up while he is on hold enters the queue again', async t => {
  const lines = logOf(floor => {
    floor.arrives('c1', 'n1');
    floor.logsIn('101');
    floor.answers('101');
    floor.passes(60_000);
    floor.command('101', { kind: 'not-ready', reason: 'lunch' });
    floor.command('101', { kind: 'hold' });
    floor.step({ type: 'leg-ended', leg: 'c1.1', end: 'hung-up' });
    floor.arrives('c2', 'n1');
    floor.step({ type: 'caller-hung-up', call: 'c1' });
  });
  t.strictSame(ofCalls(lines), [
    'CONNECT n1 c1 PJSIP/101 0|c1.1|0',
    'COMPLETEAGENT n1 c1 PJSIP/101 0|60|1',
    'ENTERQUEUE n1 c1 NONE |0612345678|1',
    'ENTERQUEUE n1 c2 NONE |0612345678|2',
    'ABANDON n1 c1 NONE 1|1|0',
  ]);
});

t.test('a call to a customer is in no queue after a restart either', async t => {
  const floor = new CallingFloor(givenCallingSite());
  floor.wants('case-c7.1', { notBeforeMs: floor.nowMs + 60_000 });
  const log = createQueueLog(floor.state);
  floor.facts = [];
  floor.arrives('c1', 'n1');
  floor.step({ type: 'caller-hung-up', call: 'c1' });
  floor.logsIn('101');
  floor.passes(60_000);
  floor.step({ type: 'leg-ended', leg: floor.legTo('101'), end: 'busy' });
  const records = floor.facts.flatMap(fact => log.take(fact, floor.nowMs));
  t.strictSame(
    records.map(({ event, message }) => `${event} ${message}`),
    ['ENTERQUEUE |0612345678|1', 'ABANDON 1|1|0', 'ADDMEMBER '],
  );
});
