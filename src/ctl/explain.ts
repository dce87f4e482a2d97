// `plateauctl explain CALL`: every decision about one call, in its order, with its reasons.

import type { CallView } from '../link/messages.js';
import type { Daemon } from './daemon.js';
import { Names } from './names.js';
import { near } from './near.js';
import { type Outcome, refused } from './outcome.js';
import { paint, type Screen } from './screen.js';
import { jsonStep, offset, printStep, type Step, toldSteps } from './story.js';
import { printable } from './text-width.js';
import { explainTexts } from './texts.js';
import { type Clock, clockIn } from './times.js';
import { whereNow } from './where-now.js';

export async function explain(daemon: Daemon, call: string, screen: Screen): Promise<Outcome> {
  const [{ facts }, status, floor] = await Promise.all([
    daemon.ask('explain', { call }),
    daemon.ask('status', {}),
    daemon.ask('agents', {}),
  ]);
  if (facts.length === 0) return unknownCall(call, (await daemon.ask('calls', {})).calls);
  const clock = clockIn(status.zone);
  const steps = toldSteps(facts, new Names(clock, status, floor));
  return {
    exit: 0,
    result: { call, zone: clock.zone, steps: steps.map(step => jsonStep(step, screen)) },
    print: () => printStory(call, steps, clock, status.nowMs, screen),
  };
}

function unknownCall(call: string, calls: readonly CallView[]): Outcome {
  const candidates = calls.map(one => ({
    id: one.call,
    words: [one.caller, one.dialled].filter(word => word !== ''),
  }));
  return refused({
    code: 'unknown-call',
    message: explainTexts.unknown(call),
    advice: explainTexts.unknownAdvice,
    near: near(call, candidates),
  });
}

function printStory(
  call: string,
  steps: readonly Step[],
  clock: Clock,
  nowMs: number,
  screen: Screen,
): string {
  const { language } = screen;
  const [first] = steps;
  const parts = [`${paint(printable(explainTexts.heading(call)[language]), 'strong', screen)}\n`];
  let day = '';
  for (const { step, repeats } of withoutRepeats(steps)) {
    const today = clock.day(step.atMs, language);
    if (today !== day) parts.push(`${day === '' ? '' : '\n'}${today} (${clock.zone})\n\n`);
    day = today;
    const second = first === undefined ? '' : offset(step.atMs - first.atMs, screen);
    const again = repeats.at(-1);
    const more = again === undefined ? [] : [explainTexts.again(repeats.length, clock.time(again.atMs))];
    const told = { text: step.told.text, details: [...step.told.details, ...more] };
    parts.push(printStep({ ...step, told }, { time: clock.time(step.atMs), second }, screen));
  }
  const now = whereNow(steps, nowMs);
  if (now !== null) parts.push(`\n${now[language]}\n`);
  return parts.join('');
}

type WithRepeats = { readonly step: Step; readonly repeats: Step[] };

/** A caller who waits for a partner asks anew every few seconds: the same answer again is told once. */
function withoutRepeats(steps: readonly Step[]): WithRepeats[] {
  const kept: WithRepeats[] = [];
  for (const step of steps) {
    const before = kept.at(-1);
    if (before !== undefined && isSameRefusal(before.step, step)) before.repeats.push(step);
    else kept.push({ step, repeats: [] });
  }
  return kept;
}

function isSameRefusal({ fact: a }: Step, { fact: b }: Step): boolean {
  if (a.type !== 'partners-exhausted' || b.type !== 'partners-exhausted') return false;
  const said = (fact: typeof a) => fact.refused.map(({ partner, because }) => `${partner} ${because}`).join();
  return said(a) === said(b);
}
