// What the desk says of a moment: the name of the tab, the state of a transfer, days of cases. Pure.
import { fill } from '../page/texts.js';
import type { Case, Desk, DeskCall } from './api.js';
import type { DeskTexts } from './texts.js';

/** Whom one talks with, as far as he is known. */
export function callerName({ customer, callerName, caller }: DeskCall, words: DeskTexts): string {
  return (
    [customer?.name, callerName, caller].find(one => one !== undefined && one !== '') ?? words.unknownCaller
  );
}

/** What the tab of the browser is called. */
export function titleOf({ agent, call }: Desk, words: DeskTexts, language: 'en' | 'fr'): string {
  const state = words.states[agent.state];
  if (call === null) return `${state} · ${words.title}`;
  const who = callerName(call, words);
  return call.stage === 'offered' ? `☎ ${call.flowName[language]} · ${who}` : `${state} · ${who}`;
}

/** Who hears whom. */
export function transferSays(
  { part, stage, manner, talksWith, toName, fromName }: NonNullable<DeskCall['transfer']>,
  words: DeskTexts,
  language: 'en' | 'fr',
): string {
  const { under } = words;
  const fillIn = (text: string) => fill(text, { TO: toName[language], FROM: fromName });
  if (part === 'target') return fillIn(manner === 'consultation' ? under.askedByOther : under.fromOther);
  if (stage === 'answered') return fillIn(under[talksWith]);
  return fillIn(manner === 'accompanied' ? under.soughtWithCaller : under.sought);
}

/** The case whose customer is to be called back next; `null`: nobody was promised that. */
export function nextCallBack(cases: readonly Case[]): Case | null {
  const promised = cases.filter(({ callBackAtMs, state }) => callBackAtMs !== null && state !== 'solved');
  promised.sort((a, b) => (a.callBackAtMs ?? 0) - (b.callBackAtMs ?? 0));
  return promised[0] ?? null;
}

/** An attribute of a customer, as people read it. */
export const attributeText = (value: string | number | boolean, words: DeskTexts): string =>
  typeof value === 'boolean' ? (value ? words.yes : words.no) : String(value);
