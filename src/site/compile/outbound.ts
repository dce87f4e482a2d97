// From the section `outbound` to the core's rules: calling times in the zone of each customer.
import type { OpenInterval } from '../../core/site.js';
import type { OutboundRules } from '../../core/site-outbound.js';
import type { CalendarSection } from '../sections/calendars.js';
import type { OutboundSection } from '../sections/outbound.js';

/** `openings`: those of a calendar, read in a zone. */
export function compileOutbound(
  section: OutboundSection,
  calendars: ReadonlyMap<string, CalendarSection>,
  openings: (calendar: CalendarSection, zone: string) => readonly OpenInterval[],
  zone: string,
): OutboundRules | null {
  if (section === 'none') return null;
  const calendar = section.callTimes === undefined ? undefined : calendars.get(section.callTimes);
  const timesIn = (where: string) => (calendar === undefined ? null : openings(calendar, where));
  const { busy, noAnswer, rejected, unreachable } = section.notReached;
  const retry = ({ after, times }: typeof busy) => ({ afterMs: after, times });
  return {
    trunk: section.trunk,
    callerNumber: section.callerNumber,
    numbers: { country: section.country, national: section.national, ...section.numbers },
    dialAs: section.dialAs,
    callTimes: [
      { prefix: '', hours: timesIn(zone) },
      ...section.zones.map(one => ({ prefix: one.prefix, hours: timesIn(one.zone) })),
    ],
    dialTimeoutMs: section.dialTimeout,
    caps: {
      concurrent: section.caps.concurrent ?? null,
      perMinute: section.caps.perMinute ?? null,
      perDay: section.caps.perDay ?? null,
    },
    retries: {
      busy: retry(busy),
      'no-answer': retry(noAnswer),
      rejected: retry(rejected),
      unreachable: retry(unreachable),
    },
    maximumTalkMs: section.maximumTalk,
    expiresMs: section.expires,
  };
}
