// What agents said calls were about, by flow, on one of the days that are kept.
import type { FlowId } from '../core/site.js';
import type { WrapUpCodeId } from '../core/site-wrap-up.js';
import type { Floor } from './floor.js';

export type KeptCodes = {
  /** Days that are kept, in their order. */
  readonly dates: readonly string[];
  /** Flows of which something was said, or was not though it was asked. */
  readonly flows: readonly {
    readonly flow: FlowId;
    readonly codes: Readonly<Record<WrapUpCodeId, number>>;
    readonly notCoded: number;
  }[];
};

/** `today` is among the days, whether or not a call has come. */
export function codesOn({ days }: Floor, today: string, date: string): KeptCodes {
  const dates = new Set([...days.values()].map(day => day.date)).add(today);
  const flows = [...days.values()].flatMap(({ date: on, flow, counts: { codes, notCoded } }) =>
    on === date && (notCoded > 0 || Object.keys(codes).length > 0) ? [{ flow, codes, notCoded }] : [],
  );
  return { dates: [...dates].sort(), flows: flows.sort((a, b) => (a.flow < b.flow ? -1 : 1)) };
}
