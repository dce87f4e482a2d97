// `node dist/bench/customers.js [--customers N]`: imports a list of a million customers by plateauctl's own process, first into nothing and
// then over itself, while this process, as the daemon would, looks callers up in the directory that is in force. Says how fast, with how much
// memory, and what the look-ups and this process' event loop feel of the import.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Directory, storeKind } from '../src/customers/directory.js';
import { openStore } from '../src/journal/level.js';
import { createLogger } from '../src/logging.js';
import { percentile } from './statistics.js';

const { values } = parseArgs({ options: { customers: { type: 'string', default: '1000000' } } });
const count = Number(values.customers);
const folder = mkdtempSync(join(tmpdir(), 'plateau-customers-'));
const list = join(folder, 'list.csv');
const site = join(folder, 'site.yaml');
const program = fileURLToPath(new URL('../src/plateauctl.js', import.meta.url));

/** A mobile number for each: French ones begin with 06 and 07. */
const numberOf = (index: number) => `0${6 + (index % 2)}${String(10_000_000 + Math.floor(index / 2) * 7)}`;

const siteText = `
site: { name: Bench, zone: Europe/Paris, languages: [fr] }
asterisk: { ami: { password: x }, ari: { password: x } }
teams: { a: A, b: B }
units: { nord: { name: Nord, teams: [a] }, sud: { name: Sud, teams: [b] } }
customers: { country: FR, attributes: { vip: yes-no, debts: number, orderedOn: date, offer: text } }
agents: [{ phone: PJSIP/101, name: A, teams: [a, b] }]
flows: { n1: { name: N1, rings: [{ at: 0s, agents: any }] } }
`;

async function writeList(): Promise<void> {
  const out = createWriteStream(list);
  out.write('id;numbers;name;unit;vip;debts;orderedOn;offer\n');
  for (let index = 0; index < count; index++) {
    const second = index % 3 === 0 ? `|01${String(40_000_000 + index)}` : '';
    const unit = index % 2 === 0 ? 'nord' : 'sud';
    const row = `${index};${numberOf(index)}${second};Customer ${index};${unit};${index % 50 === 0 ? 'oui' : 'non'};${index % 90},50;2026-11-0${1 + (index % 9)};fibre\n`;
    if (!out.write(row)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

type Imported = { readonly seconds: number; readonly cpuSeconds: number; readonly peakMegabytes: number };

/** Runs the import to its end; `busy` goes on meanwhile. */
async function importOnce(): Promise<Imported> {
  const startedAtMs = performance.now();
  const args = [
    'customers',
    'import',
    list,
    '--site',
    site,
    '--data',
    folder,
    '--socket',
    join(folder, 'none'),
  ];
  const child = spawn(process.execPath, [program, ...args, '--lang', 'en'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', text => {
    said += text;
  });
  let peak = 0;
  let cpuSeconds = 0;
  const watching = setInterval(() => {
    const kilobytes = Number(/VmHWM:\s+(\d+)/.exec(textOf(`/proc/${child.pid}/status`))?.[1] ?? 0);
    peak = Math.max(peak, kilobytes / 1000);
    cpuSeconds = Math.max(cpuSeconds, cpuOf(child.pid));
  }, 100);
  const [code] = (await once(child, 'close')) as [number | null];
  clearInterval(watching);
  if (code !== 0) throw new Error(`the import ended with ${code}: ${said}`);
  return { seconds: (performance.now() - startedAtMs) / 1000, cpuSeconds, peakMegabytes: peak };
}

/** User and system time of all its threads: clock ticks of 10 ms, fields 14 and 15 of proc(5). */
function cpuOf(pid: number | undefined): number {
  const [, fields = ''] = textOf(`/proc/${pid}/stat`).split(') ');
  const [user = 0, system = 0] = fields.split(' ').slice(11, 13).map(Number);
  return (user + system) / 100;
}

/** Empty when the process has ended. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error) return '';
    throw error;
  }
}

/** Looks up callers, a hundred a second, until it is told to end; every tenth of them is nobody. */
function lookUps(directory: Directory) {
  const delaysMs: number[] = [];
  let missed = 0;
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  const timer = setInterval(() => {
    const index = Math.floor(Math.random() * count);
    const isKnown = index % 10 !== 0;
    const number = isKnown ? `+33${numberOf(index).slice(1)}` : '+33699999999';
    const startedAtMs = performance.now();
    void directory.byNumber(number).then(found => {
      delaysMs.push(performance.now() - startedAtMs);
      if ((found !== null) !== isKnown) missed++;
    });
  }, 10);
  return () => {
    clearInterval(timer);
    loop.disable();
    const ms = (value: number) => `${value.toFixed(2)} ms`;
    return `${delaysMs.length} look-ups: p50 ${ms(percentile(delaysMs, 0.5))}, p99 ${ms(percentile(delaysMs, 0.99))}, longest ${ms(Math.max(...delaysMs))}, wrong ${missed}; event loop late by p99 ${ms(loop.percentile(99) / 1e6)}, at most ${ms(loop.max / 1e6)}`;
  };
}

function say(what: string, { seconds, cpuSeconds, peakMegabytes }: Imported): void {
  const perSecond = (of: number) => Math.round(count / of).toLocaleString('en-GB');
  console.log(
    `${what}: ${seconds.toFixed(1)} s, ${perSecond(seconds)} rows/s (${perSecond(cpuSeconds)} a second of CPU), ${peakMegabytes.toFixed(0)} MB at most`,
  );
}

try {
  writeFileSync(site, siteText);
  await writeList();
  console.log(`${count.toLocaleString('en-GB')} customers, ${(statSync(list).size / 1e6).toFixed(0)} MB`);
  say('import', await importOnce());
  const open = async (path: string) => (await openStore(path, storeKind)).store;
  const directory = new Directory(folder, open, createLogger('error'));
  const openedAtMs = performance.now();
  await directory.renew();
  console.log(`opened in ${(performance.now() - openedAtMs).toFixed(0)} ms`);
  const quiet = lookUps(directory);
  await new Promise(resolve => setTimeout(resolve, 10_000));
  console.log(`without an import, ${quiet()}`);
  const busy = lookUps(directory);
  const again = await importOnce();
  console.log(`while importing, ${busy()}`);
  say('import again', again);
  const switchedAtMs = performance.now();
  await directory.renew();
  console.log(
    `switched in ${(performance.now() - switchedAtMs).toFixed(0)} ms; this process: ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`,
  );
  await directory.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
