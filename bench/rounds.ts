// One round: phones answer, callers call a contestant's number, and the traces of both tell the delays.
import { becomesQuiet, type Contestant, type Floor, numberOf } from './floor.js';
import { type Round, type Test, waitingTest } from './plan.js';
import { cpuMs } from './process-figures.js';
import { startCallers, startPhones } from './sipp.js';
import { byeToInvite, type Delays, inviteToInvite } from './trace.js';

/** What a round has shown. */
export type RoundResult = Delays & {
  readonly round: Round;
  readonly calls: number;
  /** CPU time used while the calls ran, from before the first one until no channel was left. */
  readonly asteriskCpuMs: number;
  readonly plateauCpuMs: number;
};

/** Beyond the time that calls must take, before a round counts as failed. */
const patienceMs = 15_000;
const quietMs = 5_000;
let firstCaller = 600_000_000;

/** Runs a round. Throws when callers are left unserved by then, or channels are left over. */
export async function runRound(floor: Floor, round: Round, plateauPid: number | null): Promise<RoundResult> {
  const { test, contestant } = round;
  const { asterisk } = floor;
  const phones = await startPhones(asterisk, floor.phonePort, test.talk);
  const before = await bothCpuMs(floor, plateauPid);
  firstCaller += test.callers;
  const callers = await startCallers(asterisk, {
    number: numberOf(contestant, test.group),
    count: test.callers,
    perSecond: test.perSecond,
    firstCaller,
  });
  const inTime = await callers.finished(test.expectedMs * 2 + patienceMs);
  const quiet = inTime && (await becomesQuiet(floor, quietMs));
  const after = await bothCpuMs(floor, plateauPid);
  const callersTrace = await callers.stop();
  const phonesTrace = await phones.stop();
  if (!inTime) throw failed(test, contestant, 'not all callers were served in time');
  if (!quiet) throw failed(test, contestant, `channels were left ${quietMs} ms after the last call`);
  const delays =
    test === waitingTest
      ? { delaysMs: byeToInvite(phonesTrace), unserved: 0 }
      : inviteToInvite(callersTrace, phonesTrace);
  return {
    round,
    ...delays,
    calls: test.callers,
    asteriskCpuMs: after.asterisk - before.asterisk,
    plateauCpuMs: after.plateau - before.plateau,
  };
}

function failed(test: Test, contestant: Contestant, why: string): Error {
  return new Error(`bench: ${contestant}, ${test.name}: ${why}`);
}

async function bothCpuMs({ asterisk }: Floor, plateauPid: number | null) {
  return {
    asterisk: await cpuMs(asterisk.pid()),
    plateau: plateauPid === null ? 0 : await cpuMs(plateauPid),
  };
}
