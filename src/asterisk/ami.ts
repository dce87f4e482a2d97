// What we use of AMI: variables of channels and globals, queue_log, states of devices. Device states come from here because
// asking ARI for them can dead-lock Asterisk (asterisk#2170).
import type { QueueLogRecord } from '../core/switch.js';
import type { AmiAnswer, AmiLink, AmiMessage } from './asterisk-manager.js';

export type Ami = {
  /** On a channel, named by its unique id. Not held up by what the channel is doing, as ARI's is. */
  readonly setVariable: (channel: string, variable: string, value: string) => Promise<AmiAnswer>;
  readonly setGlobal: (variable: string, value: string) => Promise<AmiAnswer>;
  /** Empty when it is not set. */
  readonly global: (variable: string) => Promise<string>;
  readonly writeQueueLog: (record: QueueLogRecord) => Promise<AmiAnswer>;
  /** By device, in Asterisk's words (`NOT_INUSE`, `UNAVAILABLE` …). */
  readonly deviceStates: () => Promise<ReadonlyMap<string, string>>;
  /** Empty where there is no chan_dahdi. */
  readonly dahdiChannels: () => Promise<readonly AmiMessage[]>;
  readonly dahdiSpans: () => Promise<readonly AmiMessage[]>;
};

export function amiOver(link: AmiLink): Ami {
  return {
    setVariable: (channel, variable, value) =>
      link.send('Setvar', { Channel: channel, Variable: variable, Value: value }),
    setGlobal: (variable, value) => link.send('Setvar', { Variable: variable, Value: value }),
    global: async variable => {
      const answer = await link.send('Getvar', { Variable: variable });
      return answer.fields.get('value') ?? '';
    },
    writeQueueLog: record =>
      link.send('QueueLog', {
        Queue: oneLine(record.queue),
        Event: oneLine(record.event),
        Uniqueid: oneLine(record.call),
        // Not given, Asterisk would write an empty field where readers of the log expect a name.
        Interface: record.agent === '' ? 'NONE' : oneLine(record.agent),
        Message: oneLine(record.message),
      }),
    deviceStates: async () => {
      const states = new Map<string, string>();
      for (const event of await link.list('DeviceStateList'))
        states.set(event.get('device') ?? '', event.get('state') ?? '');
      return states;
    },
    dahdiChannels: () => link.list('DAHDIShowChannels'),
    dahdiSpans: () => link.list('DAHDIShowStatus'),
  };
}

/** A caller's name may hold anything; the log is better off with a space than without the record. */
function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\0]/g, ' ');
}
