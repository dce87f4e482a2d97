// The kinds of alarms in words: complete, in both languages, and the README's table is that of the program.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { type AlarmCause, alarmKinds, usualAlarms } from '../../src/core/alarm-kinds.js';
import { alarmCatalogue, alarmSeverities } from '../../src/link/alarm-catalogue.js';
import { alarmAdvice, alarmText } from '../../src/link/alarm-words.js';
import { durationText } from '../../src/link/durations.js';
import { readRequest } from '../../src/link/requests.js';
import { alarmCauses } from './facts-alarms.js';

const readme = fileURLToPath(new URL('../../../README.md', import.meta.url));
const frame = /(<!-- alarms -->\n)([\s\S]*?)(<!-- \/alarms -->)/;

function tableOfAlarms(): string {
  const during = (ms: number) => (ms === 0 ? '' : `, for ${durationText(ms, 'en')}`);
  const rows = alarmKinds.map(kind => {
    const { severity, afterMs, clearAfterMs } = usualAlarms.kinds[kind];
    const { raised, cleared, todo } = alarmCatalogue[kind];
    const cells = [
      `\`${kind}\``,
      alarmSeverities[severity].en,
      `${raised.en}${during(afterMs)}`,
      `${cleared.en}${during(clearAfterMs)}`,
      todo.en,
    ];
    return `| ${cells.join(' | ')} |\n`;
  });
  return `| alarm | severity | raised when | cleared when | what to do |\n|---|---|---|---|---|\n${rows.join('')}`;
}

t.test('the README’s table of alarms is that of the program', async t => {
  const text = readFileSync(readme, 'utf8');
  if (process.env['PLATEAU_WRITE_GOLDEN'] === '1')
    writeFileSync(
      readme,
      text.replace(frame, (_, before: string, __, after: string) => before + tableOfAlarms() + after),
    );
  t.equal(frame.exec(readFileSync(readme, 'utf8'))?.[2], tableOfAlarms());
});

const say = {
  flow: (id: string) => ({ en: id, fr: id }),
  partner: (id: string) => id,
  trunk: (id: string) => id,
};

t.test('each kind says what was seen and what to do, in both languages', async t => {
  for (const kind of alarmKinds) {
    const texts = [
      alarmText(alarmCauses[kind], say),
      alarmAdvice(alarmCauses[kind]),
      alarmCatalogue[kind].name,
    ];
    for (const text of texts) {
      if (text === null) throw new Error(`${kind} has no advice`);
      t.not(text.en, text.fr, `${kind}: ${text.en}`);
      t.notMatch(`${text.en} ${text.fr}`, /undefined|null|NaN|\[object/);
    }
  }
});

t.test('a kind of a later version is said by its name', async t => {
  const later: AlarmCause = JSON.parse('{ "kind": "roof-leaks", "about": null }');
  t.strictSame(alarmText(later, say), { en: 'roof-leaks', fr: 'roof-leaks' });
  t.equal(alarmAdvice(later), null);
});

t.test('the panel reports its own kinds and no others, and an acknowledgement is one line', async t => {
  const reads = (ask: object) => readRequest(JSON.stringify({ id: 1, ...ask })).ok;
  const report = (...seen: object[]) => reads({ type: 'report-alarms', seen });
  t.ok(report());
  t.ok(report({ kind: 'sign-lost', about: 'hall', why: 'ECONNREFUSED' }));
  t.ok(report({ kind: 'certificate-ends', about: null, endsAtMs: 1_795_000_000_000 }));
  for (const endsAtMs of [null, 1.5, -1, 1e300])
    t.notOk(report({ kind: 'certificate-ends', about: null, endsAtMs }), String(endsAtMs));
  t.notOk(report({ kind: 'trunk-down', about: 'operator', why: null }), 'trunks are not its business');
  t.notOk(report({ kind: 'sign-lost', about: 'hall', why: 'two\nlines' }));
  t.notOk(report({ kind: 'sign-lost', about: '', why: 'x' }));
  const by = { kind: 'command-line', name: 'luc' };
  const acknowledge = (note: string | null) =>
    reads({ type: 'alarm-command', command: { kind: 'acknowledge', alarm: 'crm-away', note }, by });
  t.ok(acknowledge(null));
  t.ok(acknowledge('seen'));
  t.notOk(acknowledge('two\nlines'));
  t.notOk(acknowledge('x'.repeat(501)));
});
