// Memory of the calls process with 1,000 agents and 500 live calls: 300 talks, 200 callers waiting, on the real Asterisk.
import { setTimeout as delay } from 'node:timers/promises';
import { crowdGroup, type Floor, hangUpAll, numberOf, phonesOf, plugIn } from './floor.js';
import { startPlateau } from './plateau.js';
import { memory } from './process-figures.js';
import type { BenchRow } from './row.js';
import { startCallers, startPhones } from './sipp.js';
import { figure } from './statistics.js';

const liveCalls = 500;
const loggedIn = 300;
const perSecond = 25;
/** For the calls to come in, and for what they leave behind to show. */
const arrivalMs = (liveCalls / perSecond) * 1000 + 15_000;
const watchMs = 10_000;
const pollMs = 250;
const targetMiB = 150;

/** About how long it takes, for the progress lines. */
export const memoryExpectedMs = 45_000;

/** Starts a daemon of its own for a site of 1,000 agents, and brings 500 calls. */
export async function measureMemory(floor: Floor, nodeArguments: readonly string[]): Promise<BenchRow> {
  await plugIn(floor, crowdGroup);
  const plateau = await startPlateau(floor.asterisk, [crowdGroup], nodeArguments);
  try {
    const agents = phonesOf(crowdGroup).slice(0, loggedIn);
    await plateau.logIn(agents);
    const empty = await memory(plateau.pid);
    const phones = await startPhones(floor.asterisk, floor.phonePort, { fromMs: 300_000, toMs: 300_000 });
    const callers = await startCallers(floor.asterisk, {
      number: numberOf('Plateau', crowdGroup),
      count: liveCalls,
      perSecond,
      firstCaller: 700_000_000,
    });
    const states = async (): Promise<{ talking: number; waiting: number }> => {
      const { calls } = await plateau.link.ask('calls', {});
      const talking = calls.filter(({ state }) => state === 'talking').length;
      return { talking, waiting: calls.length - talking };
    };
    const deadlineAtMs = Date.now() + arrivalMs;
    let now = await states();
    while (now.talking < loggedIn || now.talking + now.waiting < liveCalls) {
      if (Date.now() > deadlineAtMs)
        throw new Error(
          `bench: ${now.talking} talks and ${now.waiting} waiting callers instead of 500 calls`,
        );
      await delay(pollMs);
      now = await states();
    }
    const residentMiB = await highestResident(plateau.pid);
    const { peakMiB } = await memory(plateau.pid);
    await callers.stop();
    await phones.stop();
    return row(empty.residentMiB, residentMiB, peakMiB, now);
  } finally {
    await plateau.stop();
    await hangUpAll(floor);
  }
}

async function highestResident(pid: number): Promise<number> {
  const untilMs = Date.now() + watchMs;
  let highest = 0;
  while (Date.now() < untilMs) {
    highest = Math.max(highest, (await memory(pid)).residentMiB);
    await delay(pollMs);
  }
  return highest;
}

function row(
  emptyMiB: number,
  residentMiB: number,
  peakMiB: number,
  calls: { readonly talking: number; readonly waiting: number },
): BenchRow {
  return {
    what: 'memory of the calls process, 1,000 agents and 500 calls, resident',
    measured: figure(residentMiB, 'MB'),
    reference: null,
    ratio: null,
    target: `≤ ${targetMiB} MB`,
    ok: residentMiB <= targetMiB,
    note: `VmRSS of a real plateaud on the real Asterisk with ${calls.talking} talks and ${calls.waiting} waiting callers (SIPp), the highest of ${watchMs / 1000} s. ${figure(emptyMiB, 'MB')} before the first call, ${figure(peakMiB, 'MB')} at the peak (VmHWM). MB is 2^20 bytes.`,
  };
}
