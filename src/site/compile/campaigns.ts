// From the section `campaigns` to what the feeder and the core work with.
import type { OpenInterval } from '../../core/site.js';
import type { CampaignId, CampaignRules } from '../../core/site-campaigns.js';
import type { CalendarSection } from '../sections/calendars.js';
import type { CampaignSection } from '../sections/campaigns.js';
import type { OutboundSection } from '../sections/outbound.js';
import type { CampaignSetup } from '../site-file.js';
import { dayEndMs, dayStartMs, isZone } from './days.js';

export function campaignRules(id: CampaignId, section: CampaignSection): CampaignRules {
  const { within = 30_000, otherwise = 'skip' } = section.preview ?? {};
  return {
    id,
    keepReady: section.keepReady,
    callerNumber: section.callerNumber ?? null,
    preview: section.mode === 'preview' ? { withinMs: within, otherwise } : null,
  };
}

export type CampaignTimes = {
  readonly zone: string;
  readonly outbound: OutboundSection;
  readonly calendars: ReadonlyMap<string, CalendarSection>;
  /** A calendar, read in a zone. */
  readonly openings: (calendar: CalendarSection, zone: string) => readonly OpenInterval[];
};

export function compileCampaign(
  id: CampaignId,
  section: CampaignSection,
  { zone, outbound, calendars, openings }: CampaignTimes,
): CampaignSetup {
  const named = section.times ?? (outbound === 'none' ? undefined : outbound.callTimes);
  const calendar = named === undefined ? undefined : calendars.get(named);
  const known = new Map<string, readonly OpenInterval[] | 'no-zone'>();
  const { busy, noAnswer, rejected, unreachable, skipped } = section.notReached;
  const again = ({ after, times }: typeof busy) => ({ afterMs: after, times });
  return {
    id,
    name: section.name,
    flow: section.flow,
    mode: section.mode,
    fromMs: section.from === undefined ? null : dayStartMs(section.from, zone),
    untilMs: section.until === undefined ? null : dayEndMs(section.until, zone),
    maximumAtOnce: section.maximumAtOnce,
    attempts: section.attempts,
    retries: {
      busy: again(busy),
      'no-answer': again(noAnswer),
      rejected: again(rejected),
      unreachable: again(unreachable),
      skipped: again(skipped),
    },
    timesIn: where => {
      if (calendar === undefined) return null;
      let times = known.get(where);
      if (times === undefined) {
        times = isZone(where) ? openings(calendar, where) : 'no-zone';
        known.set(where, times);
      }
      return times;
    },
  };
}
