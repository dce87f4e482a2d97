// From shares as written to shares of the core.
import type { OpenInterval, Share } from '../../core/site.js';
import type { ShareSection } from '../sections/shares.js';

export function compileShare(
  section: ShareSection,
  calendars: ReadonlyMap<string, readonly OpenInterval[]>,
): Share {
  const { during, inHouse, partnersAtMost, per, overflow, proportions } = section;
  return {
    during: during === undefined ? null : (calendars.get(during) ?? []),
    target:
      inHouse !== undefined
        ? { kind: 'target', inHousePercent: inHouse }
        : partnersAtMost !== undefined
          ? { kind: 'limit', inHousePercent: 100 - partnersAtMost }
          : null,
    per,
    softMs: overflow.soft,
    hardMs: overflow.hard ?? null,
    proportions: new Map(Object.entries(proportions)),
  };
}
