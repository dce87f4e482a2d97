// The rules under `entry`: the first whose condition holds names the flow.
import type { FlowId } from '../../core/site.js';
import { type Condition, compileCondition } from '../cel.js';
import type { EntrySection } from '../sections/flows.js';
import type { CallAttributes } from '../site-file.js';

/** A rule whose condition is wrong (refused by checks/flows.ts) never holds. */
export function flowChooser(
  rules: readonly EntrySection[],
  zone: string,
): (call: CallAttributes) => FlowId | null {
  const compiled: { readonly condition: Condition; readonly flow: FlowId }[] = rules.flatMap(rule => {
    const read = compileCondition(rule.when);
    return read.ok ? [{ condition: read.condition, flow: rule.flow }] : [];
  });
  const usesHour = compiled.some(({ condition }) => condition.usesHour);
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' });
  return ({ atMs, ...attributes }) => {
    const facts = { ...attributes, hour: usesHour ? Number(clock.format(atMs)) : 0 };
    return compiled.find(({ condition }) => condition.holds(facts))?.flow ?? null;
  };
}
