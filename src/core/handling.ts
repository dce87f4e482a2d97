// What handling a call of a flow takes and how patient its callers are, learnt from the facts alone, so that a replay comes to the same figure whatever the site file says now.
import type { FlowId } from './site.js';
import type { State } from './state.js';

/** The newest call weighs 1/20, before that many calls the mean is plain. */
const weightLimit = 20;

/** A talk of the flow with an agent has ended. */
export function learnTalk(state: State, flow: FlowId, talkMs: number): void {
  const before = state.handling.get(flow) ?? { averageMs: 0, count: 0 };
  const count = before.count + 1;
  const averageMs = before.averageMs + (talkMs - before.averageMs) / Math.min(count, weightLimit);
  state.handling.set(flow, { averageMs, count });
}

/** The wrap-up that follows the talk which was learnt last: it belongs to the same call, so it is added with the same weight. */
export function learnWrapUp(state: State, flow: FlowId, wrapUpMs: number): void {
  const known = state.handling.get(flow);
  if (known !== undefined) known.averageMs += wrapUpMs / Math.min(known.count, weightLimit);
}

/** The newest wait weighs 1/50. */
const waitDecay = 0.98;

/** A wait in the flow is over: he was answered, or he hung up. */
export function learnWait(state: State, flow: FlowId, waitedMs: number, hungUp: boolean): void {
  const before = state.patience.get(flow) ?? { hangUps: 0, waitedMs: 0 };
  state.patience.set(flow, {
    hangUps: before.hangUps * waitDecay + (hungUp ? 1 : 0),
    waitedMs: before.waitedMs * waitDecay + waitedMs,
  });
}
