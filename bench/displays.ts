// Does a storm of polling displays cost a call anything? The daemon decides about calls of a PBX that is played, as in `storm.ts`, while
// the boards' server, a process of its own as the panel is, has polls, silent connections and slow attackers; in turns with quiet.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { BoardPorts } from './boards-server.js';
import { type LoadResult, load } from './displays-plan.js';
import { phonesOf } from './floor.js';
import { startPlateau } from './plateau.js';
import type { BenchRow } from './row.js';
import { figure, percentile } from './statistics.js';
import { callGroup, callsPerTurn, startPbx, turn } from './storm.js';

const turns = 3;
/** Nobody on a floor notices less. */
const targetRatio = 1.5;

/** About how long `measureDisplays` takes. */
export const displaysExpectedMs = 2 * turns * callsPerTurn * 23 + 10_000;

const program = (name: string) => fileURLToPath(new URL(`${name}.js`, import.meta.url));
const start = (name: string) => fork(program(name), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });

/** Rows for the report. */
export async function measureDisplays(nodeArguments: readonly string[]): Promise<readonly BenchRow[]> {
  const pbx = await startPbx();
  const boards = start('boards-server');
  try {
    const [{ boards: port }] = (await once(boards, 'message')) as [BoardPorts];
    const plateau = await startPlateau(pbx.asterisk, [callGroup], nodeArguments);
    await plateau.logIn([...phonesOf(callGroup)]);
    const quiet: number[] = [];
    const polled: number[] = [];
    const loads: LoadResult[] = [];
    await turn(pbx, []);
    for (let time = 0; time < turns; time += 1) {
      await turn(pbx, quiet);
      const displays = start('displays-load');
      displays.send({ port });
      await turn(pbx, polled);
      loads.push(await resultOf(displays));
    }
    await plateau.stop();
    return rowsOf(quiet, polled, loads);
  } finally {
    boards.disconnect();
    await pbx.stop();
  }
}

async function resultOf(displays: ChildProcess): Promise<LoadResult> {
  displays.send('stop');
  const [result] = (await once(displays, 'message')) as [LoadResult];
  return result;
}

function rowsOf(
  quiet: readonly number[],
  polled: readonly number[],
  loads: readonly LoadResult[],
): readonly BenchRow[] {
  const sum = (key: 'answers' | 'failures') => loads.reduce((total, one) => total + one[key], 0);
  const least = (key: 'idle' | 'slow') => Math.min(...loads.map(one => one[key]));
  const note = `${quiet.length} calls each, ${turns} turns of each kind. Meanwhile ${(load.polling * 1_000) / load.everyMs} polls a second (${sum('answers')} answered, ${sum('failures')} not, p99 ${figure(Math.max(...loads.map(one => one.p99Ms)), 'ms')}), ${least('idle')} silent connections, ${least('slow')} that send a byte each ${load.byteEveryMs} ms and are opened again when they are cut.`;
  return [0.5, 0.99].map(share => {
    const [calm, busy] = [percentile(quiet, share), percentile(polled, share)];
    return {
      what: `event to decision while displays poll (reference: the same without), p${100 * share}`,
      measured: figure(busy, 'ms'),
      reference: figure(calm, 'ms'),
      ratio: busy / calm,
      target: share === 0.5 ? `p50 ≤ ${targetRatio} × the same without` : null,
      ok: share === 0.5 ? busy / calm <= targetRatio && sum('failures') === 0 : null,
      note: share === 0.5 ? note : '',
    };
  });
}
