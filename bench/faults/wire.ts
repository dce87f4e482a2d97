// Between the engine and the simulated PBX: where commands, events and links go wrong. What becomes of a command that Asterisk
// refuses, or does not answer, is told as asterisk/ tells it (legs.ts, join.ts): a leg that never was ends `lost`, nobody there
// is `unreachable`, a join that came to nothing is `bridge-failed`, of all else the next snapshot knows more.
import type { Input } from '../../src/core/inputs.js';
import type { FeatureRequest, Switch, SwitchEvents, SwitchSnapshot } from '../../src/core/switch.js';
import { switchOn } from '../../src/sim/connection.js';
import { callersAreForgotten, takeEffect } from '../../src/sim/promises.js';
import { exponential } from '../../src/sim/random.js';
import { performFaulty } from './command-faults.js';
import type { Process } from './daemon-time.js';
import { type EventWire, faultyEvents } from './event-faults.js';
import { counted } from './kinds.js';
import type { Run } from './run.js';

/** One connection of the daemon to the PBX. */
export type Connection = {
  readonly plateau: ReturnType<typeof switchOn>;
  readonly events: EventWire;
  /** The snapshot was given. */
  begun: boolean;
  /** So many effects are still carried out; then the link is gone. */
  effectsLeft: number;
  open: boolean;
};

export type Wire = Switch & {
  /** The links are gone; they are there again after `awayMs`. */
  readonly lose: (why: string, awayMs: number) => void;
  readonly isConnected: () => boolean;
  /** The process is dead. */
  readonly cut: () => void;
  /** The next connection gives its snapshot this late, and what has happened since behind it. */
  lateMs: number;
  /** The next connection is lost after so many effects; `null`: it is not. */
  breakAfter: number | null;
  /** Called before each effect; true: the process is dead, nothing more is done. */
  beforeEffect: (() => boolean) | null;
};

/** The links come back by themselves after this, about. */
const retryMs = 200;

export function wireTo(run: Run, life: Process): Wire {
  let connection: Connection | null = null;
  let told: SwitchEvents | null = null;
  const connect = (events: SwitchEvents): void => {
    if (!life.alive) return;
    const mine = connectionOf(run, life, events, wire.lateMs);
    connection = mine;
    if (wire.breakAfter !== null) mine.effectsLeft = wire.breakAfter;
    wire.breakAfter = null;
    wire.lateMs = 0;
  };
  const wire: Wire = {
    lateMs: 0,
    breakAfter: null,
    beforeEffect: null,
    start: events => {
      told = events;
      connect(events);
    },
    lose: (why, awayMs) => {
      const mine = connection;
      const events = told;
      if (events === null || mine?.open === false) return;
      connection = null;
      if (mine !== null) {
        mine.open = false;
        mine.plateau.cut();
      }
      callersAreForgotten(run.promises);
      life.do(() => events.lost(why));
      run.clock.at(run.clock.nowMs() + retryMs + awayMs, () => {
        if (connection === null) connect(events);
      });
    },
    cut: () => {
      if (connection !== null) connection.open = false;
      connection?.plateau.cut();
      callersAreForgotten(run.promises);
    },
    isConnected: () => connection?.begun === true,
    perform: effect => {
      if (wire.beforeEffect?.() === true || !life.alive) return;
      const mine = connection;
      if (mine === null || !mine.begun || mine.effectsLeft < 0) return;
      takeEffect(run.promises, effect);
      if (--mine.effectsLeft < 0) {
        counted(run.plan, 'link lost in reconcile');
        mine.begun = false;
        mine.plateau.cut();
        run.clock.at(run.clock.nowMs(), () => {
          if (connection === mine) wire.lose('lost in reconcile', exponential(run.plan.random, 2_000));
        });
      } else performFaulty(run, mine, effect);
    },
    writeQueueLog: () => undefined,
    close: async () => connection?.plateau.close(),
  };
  return wire;
}

function connectionOf(run: Run, life: Process, told: SwitchEvents, lateMs: number): Connection {
  const { clock, pbx } = run;
  const plateau = switchOn(pbx);
  const hear = (action: () => void) => {
    if (mine.open) life.do(() => mine.open && action());
  };
  /** What happens between the snapshot and its being given. */
  let early: (() => void)[] | null = [];
  const inTurn = (action: () => void) => {
    if (early === null) hear(action);
    else early.push(action);
  };
  const mine: Connection = {
    plateau,
    events: faultyEvents(run, (input: Input) => inTurn(() => told.input(input))),
    begun: false,
    effectsLeft: Number.POSITIVE_INFINITY,
    open: true,
  };
  const begin = (snapshot: SwitchSnapshot) =>
    hear(() => {
      mine.begun = true;
      told.connected(snapshot);
      const happened = early ?? [];
      early = null;
      for (const action of happened) if (mine.open) action();
    });
  plateau.start({
    input: input => mine.events.take(input),
    connected: snapshot => {
      if (lateMs === 0) begin(snapshot);
      else {
        counted(run.plan, 'snapshot behind events');
        clock.at(clock.nowMs() + lateMs, () => begin(snapshot));
      }
    },
    lost: () => undefined,
    featureCode: (request: FeatureRequest) => inTurn(() => told.featureCode(request)),
  });
  return mine;
}
