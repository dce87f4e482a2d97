// Commands that go wrong between the engine and the PBX, and people who do something right behind a command.
import type { Effect } from '../../src/core/effects.js';
import type { Input, LegEnd } from '../../src/core/inputs.js';
import { laneOf } from '../../src/sim/commands.js';
import { renewDeadMan } from '../../src/sim/dead-man.js';
import { callOutside, dialsFeature, setRegistered } from '../../src/sim/devices.js';
import { armDeadMan, callerHangsUp, legAnswers, legEnds, type Pbx } from '../../src/sim/pbx.js';
import { between, pick } from '../../src/sim/random.js';
import { type CommandFault, commandFaults, counted, draw, type GapFault, gapFaults, isDue } from './kinds.js';
import { needsMending } from './mending.js';
import type { Run } from './run.js';
import type { Connection } from './wire.js';

/** A command that is not answered is given up after this. */
const deadlineMs = 5_000;
/** The asterisk room looks for a leg of which it has heard nothing this much later. */
const looksAfterMs = 1_000;

export function performFaulty(run: Run, connection: Connection, effect: Effect): void {
  const { plan } = run;
  if (isDue(run)) {
    const gap = draw(plan, gapFaults);
    if (gap !== null && fillGap(run, effect, gap)) counted(plan, gap);
  }
  const kind = isDue(run) ? draw(plan, commandFaults) : null;
  if (kind !== null && inject(run, connection, effect, kind)) counted(plan, kind);
  else connection.plateau.perform(effect);
}

/** Done once, a second time is refused by Asterisk. */
const startsOnce: ReadonlySet<Effect['type']> = new Set([
  'ring',
  'dial',
  'ring-first',
  'dial-customer',
  'ring-supervisor',
]);

/** False when the fault does not fit the command: then it is done as it should be. */
function inject(run: Run, connection: Connection, effect: Effect, kind: CommandFault): boolean {
  const { pbx, plan, clock } = run;
  const { plateau, events } = connection;
  const starts = startsOnce.has(effect.type);
  // Begun once, whatever is said twice: asterisk/ keeps a book of what is recorded.
  const isBookkept = starts || effect.type === 'record';
  switch (kind) {
    case 'command delayed': {
      const call = laneOf(effect);
      if (!pbx.callers.has(call)) return false;
      const fromMs = Math.max(pbx.queues.get(call) ?? 0, clock.nowMs());
      pbx.queues.set(call, fromMs + between(plan.random, 20, 3_000));
      plateau.perform(effect);
      return true;
    }
    case 'command doubled':
      if (isBookkept) return false;
      plateau.perform(effect);
      plateau.perform(effect);
      return true;
    case 'answered 409, leg lives':
      if (!starts) return false;
      plateau.perform(effect);
      return true;
    case 'command done, answer lost':
      if (effect.type === 'bridge' || effect.type === 'join') events.lateJoins.add(effect.leg);
      plateau.perform(effect);
      return true;
    case 'answered 404':
      if (!targetGoes(pbx, effect)) return false;
      plateau.perform(effect);
      return true;
    default:
      return refuse(run, connection, effect, kind);
  }
}

/** What the command is for is gone a moment before it comes. */
function targetGoes(pbx: Pbx, effect: Effect): boolean {
  if (
    effect.type === 'bridge' ||
    effect.type === 'join' ||
    effect.type === 'cancel' ||
    effect.type === 'ask-confirmation'
  ) {
    const leg = pbx.legs.get(effect.leg);
    if (leg === undefined) return false;
    legEnds(pbx, leg, leg.state === 'up' ? 'hung-up' : 'rejected');
    return true;
  }
  const caller = pbx.callers.get(laneOf(effect));
  if (caller === undefined) return false;
  callerHangsUp(pbx, caller);
  return true;
}

/** The command is not done. What is said of it, and when, is what asterisk/ says. */
function refuse(run: Run, connection: Connection, effect: Effect, kind: CommandFault): boolean {
  const { pbx, clock, plan } = run;
  const unanswered = kind === 'command lost';
  const say = (input: () => Input, laterMs: number) =>
    clock.at(clock.nowMs() + between(plan.random, 0, 5) + laterMs, () => {
      if (connection.open) connection.events.tell(input());
    });
  switch (effect.type) {
    case 'ring':
    case 'dial':
    case 'ring-first':
    case 'dial-customer': {
      const end: LegEnd = kind === 'answered 500' ? 'unreachable' : 'lost';
      say(() => ({ type: 'leg-ended', leg: effect.leg, end }), unanswered ? deadlineMs + looksAfterMs : 0);
      return true;
    }
    case 'bridge': {
      const { call, leg } = effect;
      const gone = () =>
        !pbx.callers.has(call) ? 'caller' : pbx.legs.get(leg)?.state === 'up' ? 'unknown' : 'leg';
      const caller = pbx.callers.get(call);
      if (caller !== undefined) caller.deadManAtMs = null;
      say(() => ({ type: 'bridge-failed', call, leg, gone: gone() }), unanswered ? deadlineMs : 0);
      return true;
    }
    case 'join': {
      const { call, leg } = effect;
      say(() => ({ type: 'bridge-failed', call, leg, gone: 'unknown' }), unanswered ? deadlineMs : 0);
      return true;
    }
    case 'cancel':
      if (!pbx.legs.has(effect.leg)) return false;
      run.excused.set(laneOf(effect), 'command not done');
      needsMending(run);
      return true;
    case 'release':
    case 'hang-up': {
      const caller = pbx.callers.get(effect.call);
      if (caller === undefined) return false;
      run.excused.set(effect.call, 'command not done');
      if (effect.type === 'release') armDeadMan(pbx, caller);
      needsMending(run);
      return true;
    }
    case 'hold': {
      // His dead-man's switch goes over the other link.
      const caller = pbx.callers.get(effect.call);
      if (caller === undefined || caller.joinedWith !== null) return false;
      renewDeadMan(pbx, caller);
      return true;
    }
    case 'park': {
      const caller = pbx.callers.get(effect.call);
      if (caller === undefined) return false;
      run.excused.set(effect.call, 'command not done');
      renewDeadMan(pbx, caller);
      needsMending(run);
      return true;
    }
    case 'stop-recording':
      run.excused.set(effect.call, 'command not done');
      needsMending(run);
      return true;
    case 'gather': {
      const { call, target } = effect;
      say(() => ({ type: 'gather-failed', call, target }), unanswered ? deadlineMs : 0);
      return true;
    }
    default:
      return true;
  }
}

/** False when the effect leaves no such gap. */
function fillGap(run: Run, effect: Effect, kind: GapFault): boolean {
  const { pbx, clock, plan } = run;
  const { random } = plan;
  const soon = (action: () => void, withinMs = 6) =>
    clock.at(clock.nowMs() + between(random, 0, withinMs), action);
  const leg = 'leg' in effect ? pbx.legs.get(effect.leg) : undefined;
  const endpoint =
    effect.type === 'ring' || effect.type === 'ring-first'
      ? effect.endpoint
      : leg?.to.kind === 'phone'
        ? leg.to.endpoint
        : undefined;
  switch (kind) {
    case 'caller hangs up in a gap': {
      const caller = pbx.callers.get(laneOf(effect));
      if (caller === undefined) return false;
      soon(() => callerHangsUp(pbx, caller));
      return true;
    }
    case 'leg ends in a gap':
      if (leg === undefined) return false;
      soon(() => legEnds(pbx, leg, leg.state === 'up' ? 'hung-up' : 'rejected'));
      return true;
    case 'feature code at a bad moment':
      if (endpoint === undefined) return false;
      soon(
        () =>
          dialsFeature(
            pbx,
            endpoint,
            pick(random, ['login', 'logout', 'pause', 'ready'] as const) ?? 'ready',
            '1',
          ),
        50,
      );
      return true;
    case 'phone unregisters in a gap':
      if (endpoint === undefined) return false;
      soon(() => setRegistered(pbx, endpoint, false));
      clock.at(clock.nowMs() + between(random, 2_000, 30_000), () => setRegistered(pbx, endpoint, true));
      return true;
    case 'leg answers as it is cancelled':
      if (effect.type !== 'cancel' || leg === undefined || leg.state === 'up') return false;
      legAnswers(pbx, leg);
      return true;
    case 'phone is busy':
      if (effect.type !== 'ring' && effect.type !== 'ring-first') return false;
      callOutside(pbx, effect.endpoint, 1);
      clock.at(clock.nowMs() + between(random, 100, 20_000), () => callOutside(pbx, effect.endpoint, -1));
      return true;
    case 'phone rejects':
      if (effect.type !== 'ring' && effect.type !== 'ring-first') return false;
      clock.at(clock.nowMs() + between(random, 10, 2_000), () => {
        const rung = pbx.legs.get(effect.leg);
        if (rung !== undefined && rung.state !== 'up') legEnds(pbx, rung, 'rejected');
      });
      return true;
    case 'phone never answers':
      if (effect.type !== 'ring' && effect.type !== 'ring-first') return false;
      run.deafLegs.add(effect.leg);
      return true;
  }
}
