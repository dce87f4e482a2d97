// DAHDI cards as AMI tells of them (channels/chan_dahdi.c): spans and single channels in alarm. Which span a channel number is on
// is not in those messages: it is learnt from `DAHDIChannel` events, and until then reckoned as on E1 cards.
import type { AmiMessage } from './asterisk-manager.js';

/** Time slots of an E1 (a French T2): 30 channels for calls and one for signalling. */
const slotsOfE1 = 31;

export type Dahdi = {
  /** `DAHDIShowStatus` and `DAHDIShowChannels`, as lists at connect. */
  readonly begin: (spans: readonly AmiMessage[], channels: readonly AmiMessage[]) => void;
  /** `SpanAlarm`, `SpanAlarmClear`, `Alarm`, `AlarmClear`, `DAHDIChannel`. True when something changed. */
  readonly event: (event: AmiMessage) => boolean;
  readonly alarmOf: (span: number) => string | null;
  /** How many of a span's channels are in alarm one by one, and why. */
  readonly channelAlarms: (span: number) => { readonly count: number; readonly alarm: string | null };
};

export function watchDahdi(): Dahdi {
  const spanAlarms = new Map<number, string>();
  const channelAlarms = new Map<number, string>();
  const spanOfChannel = new Map<number, number>();
  const spanOf = (channel: number) => spanOfChannel.get(channel) ?? Math.ceil(channel / slotsOfE1);
  return {
    begin: (spans, channels) => {
      for (const span of spans) set(spanAlarms, numberOf(span, 'span'), alarmIn(span.get('alarms')));
      for (const channel of channels)
        set(channelAlarms, numberOf(channel, 'dahdichannel'), alarmIn(channel.get('alarm')));
    },
    event: event => {
      switch (event.get('event')) {
        case 'SpanAlarm':
          return set(spanAlarms, numberOf(event, 'span'), event.get('alarm') ?? 'unknown');
        case 'SpanAlarmClear':
          return set(spanAlarms, numberOf(event, 'span'), null);
        case 'Alarm':
          return set(channelAlarms, numberOf(event, 'dahdichannel'), event.get('alarm') ?? 'unknown');
        case 'AlarmClear':
          return set(channelAlarms, numberOf(event, 'dahdichannel'), null);
        case 'DAHDIChannel': {
          const channel = numberOf(event, 'dahdichannel');
          // A call without a channel of its own says `no-media (n)` or `pseudo`.
          if (channel > 0) spanOfChannel.set(channel, numberOf(event, 'dahdispan'));
          return false;
        }
        default:
          return false;
      }
    },
    alarmOf: span => spanAlarms.get(span) ?? null,
    channelAlarms: span => {
      const alarms = [...channelAlarms].filter(([channel]) => spanOf(channel) === span);
      return { count: alarms.length, alarm: alarms[0]?.[1] ?? null };
    },
  };
}

/** `No Alarm` of a channel and `OK` of a span are none; `UNCONFIGURED` and `Unknown Alarm` are. */
function alarmIn(text: string | undefined): string | null {
  return text === undefined || text === '' || /^(no alarm|none|ok)$/i.test(text) ? null : text;
}

function set(alarms: Map<number, string>, key: number, alarm: string | null): boolean {
  if (!(key > 0) || (alarms.get(key) ?? null) === alarm) return false;
  if (alarm === null) alarms.delete(key);
  else alarms.set(key, alarm);
  return true;
}

function numberOf(event: AmiMessage, field: string): number {
  return Number(event.get(field) ?? Number.NaN);
}
