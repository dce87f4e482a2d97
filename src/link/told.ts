// What a sentence about a fact is made of: names for ids, and lines in both languages.
import type { Text } from '../base/language.js';
import type { CallId, Fact, LegId } from '../core/facts.js';
import type { AgentId, FlowId, PartnerId, Ring, TrunkId } from '../core/site.js';
import { durationText } from './durations.js';

/** Who is at the other end of a leg. */
export type Callee =
  | { readonly kind: 'agent'; readonly agent: AgentId }
  | { readonly kind: 'partner'; readonly partner: PartnerId };

/** How ids, moments and rings are said. What is not known is said by its id, or left out. */
export interface Naming {
  /** A clock time, e.g. `14:03:20`. */
  clock(atMs: number): string;
  agent(agent: AgentId): string;
  flow(flow: FlowId): Text;
  partner(partner: PartnerId): string;
  trunk(trunk: TrunkId): string;
  /** A reason for being not-ready. */
  reason(reason: string): Text;
  /** What a call was about. */
  wrapUpCode(code: string): Text;
  ring(call: CallId, ring: number): Ring | null;
  callee(leg: LegId): Callee | null;
}

/** A sentence, and what there is to know beside it; each a line of its own, in the language asked for by its reader. */
export type Told = { readonly text: Text; readonly details: readonly Text[] };

/** A sentence for each type of fact of the union. */
export type Sentences<F extends Fact> = {
  readonly [T in F['type']]: (fact: Extract<F, { readonly type: T }>, say: Naming, atMs: number) => Told;
};

/** Details that are `null` have nothing to say. */
export function told(text: Text, details: readonly (Text | null)[] = []): Told {
  return { text, details: details.filter(detail => detail !== null) };
}

/** The same in both languages: names and numbers. */
export function same(text: string): Text {
  return { en: text, fr: text };
}

export function duration(ms: number): Text {
  return { en: durationText(ms, 'en'), fr: durationText(ms, 'fr') };
}

/** Texts one after another, as in a list. */
export function joined(texts: readonly Text[], separator: string): Text {
  return { en: texts.map(({ en }) => en).join(separator), fr: texts.map(({ fr }) => fr).join(separator) };
}
