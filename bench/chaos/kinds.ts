// What is done to Plateau in a cycle, and how long it was without control.
import { setTimeout as delay } from 'node:timers/promises';
import { unreachable } from '../../src/base/assert.js';
import { between, chance, type Random } from '../../src/sim/random.js';
import { connectedAfter, inControl, lastSeqOf, poll } from './control.js';
import type { Floor } from './floor.js';
import { besideIt } from './second.js';

export const kinds = [
  'kill',
  'upgrade',
  'stop',
  'cut-websocket',
  'cut-ami',
  'restart-asterisk',
  'disk-full',
  'second-daemon',
] as const;
export type Kind = (typeof kinds)[number];

export type Done = {
  /** From the moment from which control could be had (a new start, the wire whole again) until it was; null where it never went. */
  readonly controlMs: number | null;
  readonly note: string;
};

const stepMs = 10;

/** Does it, and resolves when Plateau is in control again. Throws when it does not come back. */
export function disturb(kind: Kind, floor: Floor, random: Random): Promise<Done> {
  switch (kind) {
    case 'kill':
      return kill(floor);
    case 'upgrade':
      return upgrade(floor);
    case 'stop':
      return stop(floor, random);
    case 'cut-websocket':
      return cut(floor, 'ari', between(random, 0, 1_500));
    case 'cut-ami':
      return cut(floor, 'ami', between(random, 0, 1_500));
    case 'restart-asterisk':
      return restartAsterisk(floor);
    case 'disk-full':
      return fillDisk(floor, between(random, 500, 2_500));
    case 'second-daemon':
      return besideIt(floor, chance(random, 0.5) ? 'same-journal' : 'own-journal');
    default:
      return unreachable(kind);
  }
}

async function kill(floor: Floor): Promise<Done> {
  await floor.plateau.kill();
  const fromMs = Date.now();
  const lastSeq = lastSeqOf(floor);
  await floor.plateau.start();
  return { controlMs: (await connectedAfter(floor, lastSeq)) - fromMs, note: '' };
}

/** A clean stop and a start, as an upgrade is. The time is the whole time without control. */
async function upgrade(floor: Floor): Promise<Done> {
  const fromMs = Date.now();
  await floor.plateau.end();
  const lastSeq = lastSeqOf(floor);
  await floor.plateau.start();
  return { controlMs: (await connectedAfter(floor, lastSeq)) - fromMs, note: '' };
}

/** Half the time for longer than the dead-man's switch waits: then the callers must have gone to the fall-back by themselves. */
async function stop(floor: Floor, random: Random): Promise<Done> {
  const deadmanMs = floor.deadmanSeconds * 1000;
  const ms = chance(random, 0.5)
    ? between(random, 300, deadmanMs / 2)
    : between(random, deadmanMs + 500, deadmanMs + 3_000);
  floor.plateau.signal('SIGSTOP');
  await delay(ms);
  floor.plateau.signal('SIGCONT');
  const fromMs = Date.now();
  await inControl(floor);
  return { controlMs: Date.now() - fromMs, note: `${(ms / 1000).toFixed(1)} s` };
}

async function cut(floor: Floor, link: 'ari' | 'ami', forMs: number): Promise<Done> {
  const lastSeq = lastSeqOf(floor);
  const untilMs = Date.now() + forMs;
  do {
    floor[link].drop();
    await delay(stepMs);
  } while (Date.now() < untilMs);
  const fromMs = Date.now();
  return {
    controlMs: (await connectedAfter(floor, lastSeq)) - fromMs,
    note: `${(forMs / 1000).toFixed(1)} s`,
  };
}

async function restartAsterisk(floor: Floor): Promise<Done> {
  const lastSeq = lastSeqOf(floor);
  await floor.asterisk.kill();
  let bootedMs = 0;
  await floor.replaceSipp(async () => {
    await floor.asterisk.restart();
    bootedMs = Date.now();
  });
  return { controlMs: (await connectedAfter(floor, lastSeq)) - bootedMs, note: '' };
}

async function fillDisk(floor: Floor, forMs: number): Promise<Done> {
  const { disk, plateau } = floor;
  if (disk === null) throw new Error('no disk of its own');
  const untilMs = Date.now() + forMs;
  let troubled = false;
  do {
    await disk.fill();
    const { store } = await plateau.ask('status', {});
    troubled ||= !store.ok;
    await delay(stepMs);
  } while (Date.now() < untilMs);
  await disk.free();
  const fromMs = Date.now();
  await poll('the journal is on its disk again', async () => (await plateau.ask('status', {})).store.ok);
  return {
    controlMs: null,
    note: troubled ? `back on the disk after ${Date.now() - fromMs} ms` : 'nothing was written meanwhile',
  };
}
