// What one run of the fault machine knows: the world, the daemon of the moment, and the accounts that are kept of both.
import type { Site } from '../../src/core/site.js';
import type { State } from '../../src/core/state.js';
import type { Engine } from '../../src/engine/engine.js';
import type { VirtualClock } from '../../src/sim/clock.js';
import type { Pbx } from '../../src/sim/pbx.js';
import type { Promises } from '../../src/sim/promises.js';
import type { Process } from './daemon-time.js';
import type { Floor } from './floors.js';
import type { FaultyJournal } from './journal.js';
import type { FaultPlan } from './kinds.js';
import type { Wire } from './wire.js';

export type Daemon = { readonly engine: Engine; readonly wire: Wire; readonly life: Process };

/**
 * Promises that a fault makes unkeepable, each with its reason. What is excused is excused for one call, and nothing else is.
 * `command not done`: Asterisk did not do what it was told and nobody heard so; until the next snapshot a leg or a caller is
 * there that we have ended, and whatever follows may collide with it.
 * `arrival not heard`: until the next snapshot nobody renews his dead-man's switch, which lets him go as it should.
 * `facts lost`: the journal lost facts after their effects were done; a talk that nobody remembers is left alone, and its agent
 * may be rung beside it.
 */
export type Excuse = 'command not done' | 'arrival not heard' | 'facts lost';

export type Run = {
  readonly floor: Floor;
  readonly clock: VirtualClock;
  readonly plan: FaultPlan;
  readonly pbx: Pbx;
  readonly journal: FaultyJournal;
  readonly failures: string[];
  readonly excused: Map<string, Excuse>;
  /** Legs that nobody will answer. */
  readonly deafLegs: Set<string>;
  readonly untilMs: number;
  /** How far the machine's wall clock is from the truth. */
  readonly wall: { aheadMs: number; setForwardMs: number };
  promises: Promises;
  /** In force. */
  site: Site;
  daemon: Daemon | null;
  boots: number;
  /** Legs of which the core knows nothing, and since when. */
  readonly strays: Map<string, number>;
  overdueSinceMs: number | null;
  /** Of the world. */
  events: number;
  steps: number;
  calls: number;
  /** Something was decided since the last check. */
  stepped: boolean;
  /** The process is to be found dead when the event that goes on is over. */
  dying: (() => void) | null;
  /** When it is started again. */
  restartAtMs: number;
  mending: boolean;
  /** The state of the daemon that died, if everything that it had decided was written down. */
  beforeDeath: State | null;
  /** Recovery cannot come to the state that was: facts are lost, or read under another site file. */
  lossy: boolean;
  reloadSeq: number;
};
