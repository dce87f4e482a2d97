// The rules under `entry`: the first that holds and names a flow decides the flow; the first that holds and names a priority, that.
import type { EntryRule } from '../../core/facts-customers.js';
import { type Attributes, type Condition, conditions, type Facts } from '../cel.js';
import type { EntrySection } from '../sections/flows.js';
import type { CallAttributes, Route } from '../site-file.js';

type Rule = Omit<EntryRule, 'rule'> & { readonly number: number; readonly condition: Condition };

/** A rule whose condition is wrong (refused by checks/flows.ts) never holds. */
export function router(
  rules: readonly EntrySection[],
  attributes: Attributes | null,
  zone: string,
): (call: CallAttributes) => Route {
  const compile = conditions(attributes);
  const compiled = rules.flatMap(({ when, flow = null, priority = null }, index): Rule[] => {
    const read = compile(when);
    return read.ok ? [{ number: index + 1, when, flow, priority, condition: read.condition }] : [];
  });
  const usesClock = compiled.some(({ condition }) => condition.usesClock);
  const clock = clockIn(zone);
  return ({ atMs, ...about }) => {
    const facts: Facts = { ...about, ...(usesClock ? clock(atMs) : { hour: 0, today: '' }) };
    return decide(compiled, facts);
  };
}

function decide(rules: readonly Rule[], facts: Facts): Route {
  let flow: string | null = null;
  let priority: number | null = null;
  const held: EntryRule[] = [];
  for (const rule of rules) {
    const decides: Pick<EntryRule, 'flow' | 'priority'> = {
      flow: flow === null ? rule.flow : null,
      priority: priority === null ? rule.priority : null,
    };
    if ((decides.flow === null && decides.priority === null) || !rule.condition.holds(facts)) continue;
    flow ??= decides.flow;
    priority ??= decides.priority;
    held.push({ rule: rule.number, when: rule.when, ...decides });
    if (flow !== null && priority !== null) break;
  }
  return { flow, priority, rules: held };
}

/** The local hour and day. */
function clockIn(zone: string): (atMs: number) => Pick<Facts, 'hour' | 'today'> {
  const digits = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' } as const;
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...digits, hourCycle: 'h23' });
  return atMs => {
    const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
    const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? '';
    return { hour: Number(part('hour')), today: `${part('year')}-${part('month')}-${part('day')}` };
  };
}
