// The figures of the dead-man's switch: the daemon dies, or hangs, with twenty callers waiting, time after time. How long until each of them is
// in Asterisk's own queue, on record there, and still on the line?
import { setTimeout as delay } from 'node:timers/promises';
import type { LabPrograms } from '../../lab/install.js';
import { between, createRandom, type Random } from '../../src/sim/random.js';
import { percentile } from '../statistics.js';
import { connectedAfter, inControl, lastSeqOf, poll } from './control.js';
import { keepEvidence } from './evidence.js';
import { type Floor, startFloor } from './floor.js';
import { fallbackRecords, look } from './look.js';

export type Ending = 'death' | 'hang';

export type Round = {
  readonly ending: Ending;
  /** From the death to the fall-back, of each caller. */
  readonly afterMs: readonly number[];
  /** Callers to whom an announcement was being played, or had been a moment before. */
  readonly told: number;
  readonly wrong: readonly string[];
};

export type DeadmanOptions = {
  readonly programs: LabPrograms;
  /** Deaths, and as many hangs. */
  readonly times: number;
  readonly seed: number;
  readonly deadmanSeconds: number;
  readonly tell: (line: string) => void;
};

const callersWaiting = 20;
/** Of the first announcement to who has waited 3 s, most play still. */
const justToldMs = 3_000;
const momentMs = 4_000;
const pollMs = 50;
/** To be waited for at most; the figures say how long it took. */
const patienceMs = 30_000;

/** Deaths and hangs in turn. `evidence`: where it is kept what went wrong; null when nothing did. */
export async function measureDeadman(
  options: DeadmanOptions,
): Promise<{ readonly rounds: readonly Round[]; readonly evidence: string | null }> {
  const { programs, times, seed, deadmanSeconds, tell } = options;
  const floor = await startFloor({
    ...{ programs, deadmanSeconds, ownDisk: false, noAgents: true, quiet: true },
    atOnce: callersWaiting,
  });
  try {
    const rounds: Round[] = [];
    for (let index = 0; index < times * 2; index++) {
      const ending = index % 2 === 0 ? 'death' : 'hang';
      const round = await runRound(floor, ending, createRandom(seed, `round ${index}`));
      rounds.push(round);
      const wrong = round.wrong.map(what => `\n  ${what}`).join('');
      tell(
        `${index + 1}/${times * 2} ${ending}: ${round.afterMs.length} in the fall-back after ${Math.min(...round.afterMs)} to ${Math.max(...round.afterMs)} ms, ${round.told} with an announcement${wrong}`,
      );
    }
    const atTheEnd = rounds.flatMap(({ wrong }) => wrong);
    return {
      rounds,
      evidence: atTheEnd.length === 0 ? null : await keepEvidence(floor, { seed, cycles: rounds, atTheEnd }),
    };
  } finally {
    await floor.stop();
  }
}

async function runRound(floor: Floor, ending: Ending, random: Random): Promise<Round> {
  const { plateau } = floor;
  const waiting = await poll(`${callersWaiting} wait`, async () => {
    const { calls } = await plateau.ask('calls', {});
    return calls.length === callersWaiting && calls.map(({ call }) => call);
  });
  const live = liveCallers(floor);
  await delay(between(random, 0, momentMs));
  const atMs = Date.now();
  if (ending === 'death') await plateau.kill();
  else plateau.signal('SIGSTOP');
  const told = plateau
    .facts()
    .filter(({ fact, atMs: saidMs }) => fact.type === 'call-announced' && saidMs > atMs - justToldMs).length;
  const arrivals = await arrivalsOf(floor, waiting);
  const wrong = await wrongWith(floor, waiting, arrivals);
  const lastSeq = lastSeqOf(floor);
  if (ending === 'death') await plateau.start();
  else plateau.signal('SIGCONT');
  await connectedAfter(floor, lastSeq);
  await inControl(floor);
  await Promise.all(live.map(call => floor.callers().hangUp(call)));
  return { ending, afterMs: [...arrivals.values()].map(ms => ms - atMs), told, wrong };
}

function liveCallers(floor: Floor) {
  return floor
    .callers()
    .calls()
    .filter(({ end }) => end === undefined);
}

/** When each came to the fall-back, by the line that the dialplan writes into Asterisk's log. */
async function arrivalsOf(floor: Floor, waiting: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const deadlineAtMs = Date.now() + patienceMs;
  for (;;) {
    const seen = await look(floor.asterisk);
    const names = new Map([...seen.values()].map(({ channel, name }) => [name, channel]));
    const arrivals = new Map<string, number>();
    for (const line of (await floor.asterisk.log()).split('\n')) {
      const found = /^\[(\S+ \S+)\] WARNING.*Plateau is silent: (\S+) of flow/.exec(line);
      const channel = names.get(found?.[2] ?? '');
      if (found?.[1] !== undefined && channel !== undefined && waiting.includes(channel))
        arrivals.set(channel, Date.parse(found[1].replace(' ', 'T')));
    }
    if (arrivals.size === waiting.length || Date.now() > deadlineAtMs) return arrivals;
    await delay(pollMs);
  }
}

/** Each must be in the queue, on record in queue_log, and on the line. */
async function wrongWith(
  floor: Floor,
  waiting: readonly string[],
  arrivals: ReadonlyMap<string, number>,
): Promise<readonly string[]> {
  const [seen, records] = await Promise.all([look(floor.asterisk), fallbackRecords(floor.asterisk)]);
  const places = new Map([...seen.values()].map(({ channel, place }) => [channel, place]));
  const wrong: string[] = [];
  for (const call of waiting) {
    const place = places.get(call);
    if (!arrivals.has(call)) wrong.push(`${call} did not come to the fall-back in ${patienceMs} ms`);
    else if (place?.kind !== 'fallback') wrong.push(`${call} is not in the queue (${place?.kind ?? 'gone'})`);
    if (records.get(call)?.[0]?.event !== 'PLATEAUAWAY') wrong.push(`${call} is not on record in queue_log`);
  }
  const up = liveCallers(floor).length;
  if (up !== callersWaiting) wrong.push(`${up} of ${callersWaiting} callers are still on the line`);
  return wrong;
}

/** As Markdown. */
export function deadmanTable(rounds: readonly Round[], deadmanSeconds: number): string {
  const row = (ending: Ending) => {
    const some = rounds.filter(round => round.ending === ending);
    const afterMs = some.flatMap(round => round.afterMs);
    const told = some.reduce((sum, round) => sum + round.told, 0);
    const lost = some.reduce((sum, round) => sum + round.wrong.length, 0);
    const cells = [
      `${ending} (${ending === 'death' ? 'kill -9' : 'SIGSTOP'})`,
      some.length,
      afterMs.length,
      told,
      lost,
      `${percentile(afterMs, 0.5)} ms`,
      `${percentile(afterMs, 1)} ms`,
    ];
    return `| ${cells.join(' | ')} |`;
  };
  return [
    `Dead-man's switch of ${deadmanSeconds} s, ${callersWaiting} callers waiting each time.`,
    '',
    '| what | times | callers | with an announcement in their ear | not in the fall-back, on record and up | until the fall-back, median | maximum |',
    '|---|---|---|---|---|---|---|',
    row('death'),
    row('hang'),
    '',
  ].join('\n');
}
