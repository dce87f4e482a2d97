// Turns what the rounds have shown into lines of the report.
import type { Contestant } from './floor.js';
import { queueSettings } from './floor.js';
import { idleTests, type Test, waitingTest } from './plan.js';
import type { RoundResult } from './rounds.js';
import type { BenchRow } from './row.js';
import { figure, percentile, ratio } from './statistics.js';

const cpuTargetMs = 2;

/** All lines that the rounds give; tests without rounds of both contestants are left out. */
export function rowsOf(results: readonly RoundResult[]): readonly BenchRow[] {
  const counted = results.filter(({ round }) => round.counts);
  const ran = (test: Test): boolean => counted.some(({ round }) => round.test === test);
  return [
    ...idleTests
      .filter(ran)
      .flatMap(test => [
        compared(counted, test, 'INVITE to INVITE, p50', 0.5, 1.1, 'p50 ≤ 1.1 × app_queue'),
        compared(counted, test, 'INVITE to INVITE, p99', 0.99, 0.5, 'p99 ≤ 0.5 × app_queue'),
        ...[0.5, 0.99].map(share => besideBare(counted, test, share)),
      ]),
    ...[waitingTest]
      .filter(ran)
      .map(test => compared(counted, test, 'BYE to next INVITE, p50', 0.5, 1 / 50, 'p50 ≤ app_queue / 50')),
    ...cpuRows(counted.filter(({ round }) => round.test === idleTests.at(-1))),
  ];
}

function compared(
  results: readonly RoundResult[],
  test: Test,
  between: string,
  share: number,
  limit: number,
  target: string,
): BenchRow {
  const of = (contestant: Contestant): readonly RoundResult[] =>
    results.filter(({ round }) => round.test === test && round.contestant === contestant);
  const pooled = (rounds: readonly RoundResult[]): number[] => rounds.flatMap(({ delaysMs }) => delaysMs);
  const plateau = percentile(pooled(of('Plateau')), share);
  const appQueue = percentile(pooled(of('app_queue')), share);
  const factor = ratio(plateau, appQueue);
  const failures = [...of('Plateau'), ...of('app_queue')].flatMap(({ round, failure, unserved }) => [
    ...(failure === null ? [] : [`${round.contestant}: ${failure}.`]),
    ...(unserved === 0 ? [] : [`${round.contestant}: ${unserved} callers reached no phone.`]),
  ]);
  const byRound = (contestant: Contestant): string =>
    of(contestant)
      .map(({ delaysMs }) => figure(percentile(delaysMs, share), 'ms'))
      .join(', ');
  return {
    what: `${test.name}: ${between}`,
    measured: figure(plateau, 'ms'),
    reference: figure(appQueue, 'ms'),
    ratio: factor,
    target,
    ok: factor !== null && factor <= limit && failures.length === 0,
    note: `${pooled(of('Plateau')).length} and ${pooled(of('app_queue')).length} delays (Plateau and app_queue). By round: Plateau ${byRound('Plateau')}; app_queue ${byRound('app_queue')}.${failures.map(failure => ` ${failure}`).join('')}`,
  };
}

/** Plateau beside the least that can be done behind ARI: what is above 1 is ours to mend, and the rest is not. */
function besideBare(results: readonly RoundResult[], test: Test, share: number): BenchRow {
  const of = (contestant: Contestant): number =>
    percentile(
      results
        .filter(({ round }) => round.test === test && round.contestant === contestant)
        .flatMap(({ delaysMs }) => delaysMs),
      share,
    );
  const [plateau, bare, appQueue] = [of('Plateau'), of('bare ARI'), of('app_queue')];
  const factor = ratio(bare, appQueue);
  return {
    what: `${test.name}: INVITE to INVITE (reference: bare ARI), p${100 * share}`,
    measured: figure(plateau, 'ms'),
    reference: figure(bare, 'ms'),
    ratio: ratio(plateau, bare),
    target: null,
    ok: null,
    note: `Bare ARI is ${factor === null ? 'not to be compared' : `${factor.toFixed(2)} ×`} app_queue here: an application that rings the next phone as soon as it hears of a caller, and does nothing else (bench/bare-ari.ts).`,
  };
}

function cpuRows(results: readonly RoundResult[]): readonly BenchRow[] {
  if (results.length === 0) return [];
  const perCall = (contestant: Contestant, of: 'plateauCpuMs' | 'asteriskCpuMs'): number => {
    const rounds = results.filter(({ round }) => round.contestant === contestant);
    const calls = rounds.reduce((sum, round) => sum + round.calls, 0);
    return rounds.reduce((sum, round) => sum + round[of], 0) / calls;
  };
  const daemonMs = perCall('Plateau', 'plateauCpuMs');
  const asteriskMs = perCall('Plateau', 'asteriskCpuMs');
  const alone = perCall('app_queue', 'asteriskCpuMs');
  return [
    {
      what: "daemon's CPU per call, arrival to end",
      measured: figure(daemonMs, 'ms'),
      reference: null,
      ratio: null,
      target: `≤ ${cpuTargetMs} ms`,
      ok: daemonMs <= cpuTargetMs,
      note: 'utime + stime of plateaud (/proc/PID/stat, all threads, 10 ms steps), from before the first call until no channel was left, at 30 calls/s, divided by the calls. Idling, journal and log included.',
    },
    {
      what: "Asterisk's CPU per call",
      measured: figure(asteriskMs, 'ms'),
      reference: figure(alone, 'ms'),
      ratio: ratio(asteriskMs, alone),
      target: null,
      ok: null,
      note: 'The same of Asterisk, in the same rounds.',
    },
  ];
}

/** How the delays were taken and what app_queue was given; stands above the table. */
export const method = [
  'Delays: message traces of the SIPp processes of callers and phones, one clock, stamped in microseconds; the same for both.',
  "A caller's INVITE belongs to the phone's INVITE that carries his number. Rounds take turns on one Asterisk, with the same phones.",
  `app_queue: ${queueSettings}.`,
];
