// The floor on which both contestants compete: one Asterisk, 50 phones that both ring, one more for which callers wait, and a
// dialled number for each contestant on the same trunk.
import { type Asterisk, startAsterisk } from '../lab/asterisk.js';
import type { LabPrograms } from '../lab/install.js';
import { bareExtension } from './bare-ari.js';

/** A row of phones with one skill, one queue and one flow of its own. */
export type Group = { readonly name: string; readonly first: number; readonly count: number };

/** The 50 agents. */
export const idleGroup: Group = { name: 'bench', first: 1001, count: 50 };
/** The one for whom callers wait. */
export const soloGroup: Group = { name: 'solo', first: 1100, count: 1 };
/** The agents of a large floor, for the test of memory. */
export const crowdGroup: Group = { name: 'crowd', first: 2001, count: 1000 };

/** The names of a group's phones, which are the ids of its agents. */
export function phonesOf({ first, count }: Group): readonly string[] {
  return Array.from({ length: count }, (_, index) => String(first + index));
}

/** Who distributes the calls. */
export type Contestant = 'app_queue' | 'Plateau' | 'bare ARI';

const digits: Readonly<Record<Contestant, number>> = { app_queue: 7, Plateau: 8, 'bare ARI': 9 };

/** What callers dial: a digit for the contestant, and the group's first phone. */
export function numberOf(contestant: Contestant, { first }: Group): string {
  return `${digits[contestant]}${first}`;
}

/** How both queues are set, in one line for the report. */
export const queueSettings =
  'Queue() without Answer(), which would wait for media; strategy=rrmemory, autofill=yes, ringinuse=no, timeout=15, retry=1, wrapuptime=0, no announcements';

const queues = `
[bench-floor](!)
strategy = rrmemory
autofill = yes
ringinuse = no
timeout = 15
retry = 1
wrapuptime = 0
joinempty = yes
leavewhenempty = no
announce-frequency = 0
announce-position = no
${[idleGroup, soloGroup].map(queueConf).join('')}`;

function queueConf(group: Group): string {
  const members = phonesOf(group).map(phone => `member => PJSIP/${phone}\n`);
  return `[${group.name}](bench-floor)\n${members.join('')}`;
}

const extensions = `
[from-operator](+)
exten => ${numberOf('app_queue', idleGroup)},1,Queue(${idleGroup.name})
exten => ${numberOf('app_queue', soloGroup)},1,Queue(${soloGroup.name})
exten => ${numberOf('Plateau', idleGroup)},1,Goto(plateau-queue,${idleGroup.name},1)
exten => ${numberOf('Plateau', soloGroup)},1,Goto(plateau-queue,${soloGroup.name},1)
exten => ${numberOf('bare ARI', idleGroup)},1,${bareExtension}
exten => ${numberOf('Plateau', crowdGroup)},1,Goto(plateau-queue,${crowdGroup.name},1)
`;

export type Floor = {
  readonly asterisk: Asterisk;
  /** Where all phones of the bench are. */
  readonly phonePort: number;
};

/** An Asterisk with both contestants' dialplan, and the phones of `bench` and `solo`. Its end is the caller's to bring about. */
export async function startFloor(programs: LabPrograms): Promise<Floor> {
  const asterisk = await startAsterisk({ programs, extensions, queues, mediaPorts: 4000 });
  try {
    const floor = { asterisk, phonePort: await asterisk.freePort() };
    await plugIn(floor, idleGroup);
    await plugIn(floor, soloGroup);
    return floor;
  } catch (error) {
    await asterisk.stop();
    throw error;
  }
}

/** Makes a group's phones known to Asterisk. */
export async function plugIn({ asterisk, phonePort }: Floor, group: Group): Promise<void> {
  await asterisk.addPhones(phonesOf(group).map(id => ({ id, port: phonePort })));
}

/** Resolves to whether no channel is left, after `withinMs` at most. */
export async function becomesQuiet({ asterisk }: Floor, withinMs: number): Promise<boolean> {
  const deadlineAtMs = Date.now() + withinMs;
  do {
    if ((await channels(asterisk)) === 0) return true;
  } while (Date.now() < deadlineAtMs);
  return false;
}

/** Ends all calls; throws when some are still there after 10 s. */
export async function hangUpAll(floor: Floor): Promise<void> {
  await floor.asterisk.cli('channel request hangup all');
  if (!(await becomesQuiet(floor, 10_000))) throw new Error('bench: calls cannot be hung up');
}

/** How many channels there are. */
async function channels(asterisk: Asterisk): Promise<number> {
  const said = await asterisk.cli('core show channels count');
  return Number(/^(\d+) active channel/m.exec(said)?.[1] ?? Number.NaN);
}
