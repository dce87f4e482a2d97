// One round: phones answer, callers call a contestant's number, and the traces of both tell the delays.
import { becomesQuiet, type Floor, hangUpAll, numberOf } from './floor.js';
import { type Round, type Test, waitingTest } from './plan.js';
import { cpuMs } from './process-figures.js';
import { startCallers, startPhones } from './sipp.js';
import { byeToInvite, type Delays, inviteToInvite } from './trace.js';

/** What a round has shown. */
export type RoundResult = Delays & {
  readonly round: Round;
  readonly calls: number;
  /** Why its figures are not what they should be: some callers were not served in time, or channels were left over. */
  readonly failure: string | null;
  /** CPU time used while the calls ran, from before the first one until no channel was left. */
  readonly asteriskCpuMs: number;
  readonly plateauCpuMs: number;
};

const quietMs = 5_000;
let firstCaller = 600_000_000;

/** A round takes no longer than this, whatever happens. */
export function longestMs({ expectedMs }: Test): number {
  return expectedMs * 2 + 20_000;
}

/** Runs a round. Whatever it leaves behind is hung up. */
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
  const inTime = await callers.finished(longestMs(test) - quietMs);
  const quiet = inTime && (await becomesQuiet(floor, quietMs));
  const after = await bothCpuMs(floor, plateauPid);
  const callersTrace = await callers.stop();
  const phonesTrace = await phones.stop();
  const delays =
    test === waitingTest
      ? { delaysMs: byeToInvite(phonesTrace), unserved: 0 }
      : inviteToInvite(callersTrace, phonesTrace);
  if (!quiet) await hangUpAll(floor);
  const failure = inTime
    ? `channels were left ${quietMs} ms after the last call`
    : 'not all callers were served in time';
  return {
    round,
    ...delays,
    calls: test.callers,
    failure: quiet ? null : failure,
    asteriskCpuMs: after.asterisk - before.asterisk,
    plateauCpuMs: after.plateau - before.plateau,
  };
}

async function bothCpuMs({ asterisk }: Floor, plateauPid: number | null) {
  return {
    asterisk: await cpuMs(asterisk.pid()),
    plateau: plateauPid === null ? 0 : await cpuMs(plateauPid),
  };
}
