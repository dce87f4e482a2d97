// The site's time of day, for the sign's clock and for what it says. Pure: the instant and the zone come in.
import { must } from '../base/assert.js';

/** A time of day in a zone. `weekday`: 1 = Sunday … 7 = Saturday, as signs count. */
export interface LocalTime {
  readonly hour: number;
  readonly minute: number;
  readonly weekday: number;
  /** `14:05`. */
  readonly text: string;
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const formats = new Map<string, Intl.DateTimeFormat>();

/** The local time at an instant (epoch ms) in an IANA zone that the site file has checked. */
export function localTime(atMs: number, zone: string): LocalTime {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(atMs)
      .map(part => [part.type, part.value]),
  );
  const hour = must(parts.get('hour'), 'hour');
  const minute = must(parts.get('minute'), 'minute');
  return {
    hour: Number(hour),
    minute: Number(minute),
    weekday: weekdays.indexOf(must(parts.get('weekday'), 'weekday')) + 1,
    text: `${hour}:${minute}`,
  };
}

/** Making a format costs far more than using it. */
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(zone, format);
  }
  return format;
}
