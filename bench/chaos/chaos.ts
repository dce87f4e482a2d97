// `npm run chaos`: the daemon is killed, stopped, cut off and starved beside a real Asterisk with real calls, cycle after cycle, and
// every caller is asked for. Exit code 1, with the evidence kept, when one was lost or a promise broken.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { installLab, type LabPrograms } from '../../lab/install.js';
import { deadmanTable, measureDeadman } from './deadman.js';
import { type Kind, kinds } from './kinds.js';
import { isKind, runChaos } from './run.js';
import { chaosTable } from './table.js';

const usage = `npm run chaos -- [--cycles N] [--seed S] [--kind KIND]… [--write FILE]
npm run chaos -- --deadman N [--seed S] [--write FILE]
  --cycles N      so many disturbances; 20 if not given
  --seed S        chance follows from it; taken from the clock if not given
  --kind KIND     only this kind: ${kinds.join(', ')}; all of them if not given
  --deadman N     instead: N deaths and N hangs with 20 callers waiting, and how long until they are in the fall-back
  --write FILE    also write the table to FILE`;

const deadmanSeconds = 10;
/** For the figures of the switch itself: shorter, because each round waits for it. */
const shortDeadmanSeconds = 5;

type Options = {
  readonly cycles: number;
  readonly seed: number;
  readonly kinds: readonly Kind[];
  readonly deadman: number | null;
  readonly write: string | undefined;
};

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      cycles: { type: 'string', default: '20' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      kind: { type: 'string', multiple: true, default: ['all'] },
      deadman: { type: 'string' },
      write: { type: 'string' },
    },
  });
  const number = (name: string, text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} wants a number from 1 on`);
    return value;
  };
  const chosen = values.kind.includes('all')
    ? kinds
    : values.kind.map(kind => {
        if (!isKind(kind)) throw new Error(`no kind "${kind}"`);
        return kind;
      });
  const { write } = values;
  return {
    cycles: number('cycles', values.cycles),
    seed: number('seed', values.seed),
    kinds: chosen,
    deadman: values.deadman === undefined ? null : number('deadman', values.deadman),
    write,
  };
}

async function measure(times: number, { seed, write }: Options): Promise<void> {
  const command = `npm run chaos -- --deadman ${times} --seed ${seed}`;
  console.log(command);
  const { rounds, evidence } = await measureDeadman({
    ...{ programs: await lab(), times, seed, deadmanSeconds: shortDeadmanSeconds },
    tell: line => console.log(line),
  });
  const text = `${new Date().toISOString()}. \`${command}\`. ${deadmanTable(rounds, shortDeadmanSeconds)}`;
  console.log(`\n${text}`);
  if (write !== undefined) await writeFile(write, text);
  if (evidence === null) return;
  console.log(`the evidence is in ${evidence}`);
  process.exitCode = 1;
}

async function lab(): Promise<LabPrograms> {
  const installed = await installLab(line => console.log(line.en));
  if (!installed.ok) throw new Error(installed.reason.en);
  return installed.programs;
}

async function main(options: Options): Promise<void> {
  const { cycles, seed, kinds: chosen, write } = options;
  const programs = await lab();
  const startedAtMs = Date.now();
  const command = `npm run chaos -- --cycles ${cycles} --seed ${seed}${chosen.length === kinds.length ? '' : chosen.map(kind => ` --kind ${kind}`).join('')}`;
  console.log(`${command}: dead-man's switch ${deadmanSeconds} s, Asterisk ${programs.asteriskVersion}`);
  const report = await runChaos({
    ...{ programs, cycles, seed, kinds: chosen, deadmanSeconds },
    tell: line => console.log(line),
  });
  const minutes = ((Date.now() - startedAtMs) / 60_000).toFixed(1);
  const text = `${new Date().toISOString()}. \`${command}\`, ${minutes} min.\n\n${chaosTable(report)}`;
  console.log(`\n${text}`);
  if (write !== undefined) await writeFile(write, text);
  for (const wrong of report.atTheEnd) console.log(wrong);
  if (report.evidence === null) return;
  console.log(`seed ${seed}, cycle ${report.cycles.length}: the evidence is in ${report.evidence}`);
  process.exitCode = 1;
}

let options: Options;
try {
  options = readOptions();
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  process.exit(1);
}
try {
  if (options.deadman === null) await main(options);
  else await measure(options.deadman, options);
} catch (error) {
  console.error(error);
  // What is still running of the floor ends with us.
  process.exit(1);
}
