import t from 'tap';
import { LateRecords } from '../../src/asterisk/late-records.js';
import type { QueueLogRecord } from '../../src/core/switch.js';
import { quietLog } from '../quiet-log.js';

const record = (call: number): QueueLogRecord => ({
  queue: 'n1',
  event: 'ENTERQUEUE',
  call: `c${call}`,
  agent: 'NONE',
  message: '',
});

t.test('records made without AMI are written after the reconnection, in order, once', async t => {
  const log = quietLog();
  const late = new LateRecords(log);
  const written: QueueLogRecord[] = [];
  const write = (one: QueueLogRecord) => void written.push(one);
  late.handOver(write);
  t.strictSame(log.lines, [], 'nothing was late, nothing is said');
  for (const call of [1, 2, 3]) late.keep(record(call));
  late.handOver(write);
  late.handOver(write);
  t.strictSame(written, [1, 2, 3].map(record));
  t.match(log.lines, [{ level: 'info', fields: { written: 3 } }]);
});

t.test('their number is bounded: the oldest go, and how many is said', async t => {
  const log = quietLog();
  const late = new LateRecords(log);
  for (let call = 0; call < 10_007; call++) late.keep(record(call));
  const written: QueueLogRecord[] = [];
  late.handOver(one => void written.push(one));
  t.strictSame([written.length, written[0], written.at(-1)], [10_000, record(7), record(10_006)]);
  t.match(log.lines, [{ level: 'error', fields: { dropped: 7, written: 10_000 } }]);
});
