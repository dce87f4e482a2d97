// The agents' phones as the core wants to know them: busy means in a call that is not ours.
import type { PhoneState } from '../core/facts.js';
import type { AmiMessage } from './asterisk-manager.js';
import type { Lines } from './lines.js';

type PhoneChange = { readonly endpoint: string; readonly phone: PhoneState };

export type Phones = {
  /** States of devices as AMI lists them, before any event. */
  readonly begin: (states: ReadonlyMap<string, string>) => void;
  /** Takes in `DeviceStateChange`, and endpoints whose lines changed; gives what is new. */
  readonly event: (event: AmiMessage, changedLines: readonly string[]) => readonly PhoneChange[];
  readonly all: () => readonly PhoneChange[];
  /** When other phones matter, after the site file was read again: all of them, as an agent may have got another one's. Else none. */
  readonly added: () => readonly PhoneChange[];
};

/**
 * Channel drivers that tell the state of an idle phone. What they have said nothing of since we connected may not be rung: nobody
 * knows whether it is there. Of the others (chan_dahdi, Local) Asterisk never knows more than the calls on their lines.
 */
const tellsItsState = /^(PJSIP|SIP|IAX2|SCCP)\//;

/** `endpoints` says which phones matter; asked each time, because the site file may be read again: then it gives another set. */
export function watchPhones(lines: Lines, endpoints: () => ReadonlySet<string>): Phones {
  const devices = new Map<string, string>();
  const told = new Map<string, PhoneState>();
  let known = endpoints();
  const stateOf = (endpoint: string) => {
    const phone = phoneStateOf(
      devices.get(endpoint),
      lines.of(endpoint).some(line => !line.ours),
    );
    return phone === 'unknown' && tellsItsState.test(endpoint) ? 'unavailable' : phone;
  };
  const tell = (endpoint: string) => {
    const phone = stateOf(endpoint);
    told.set(endpoint, phone);
    return { endpoint, phone };
  };
  return {
    begin: states => {
      for (const [device, state] of states) devices.set(device, state);
    },
    event: (event, changedLines) => {
      const changed = new Set(changedLines);
      if (event.get('event') === 'DeviceStateChange') {
        const device = event.get('device') ?? '';
        devices.set(device, event.get('state') ?? '');
        changed.add(device);
      }
      const changes: PhoneChange[] = [];
      const wanted = changed.size === 0 ? undefined : endpoints();
      for (const endpoint of changed) {
        const phone = stateOf(endpoint);
        if (wanted?.has(endpoint) !== true || told.get(endpoint) === phone) continue;
        told.set(endpoint, phone);
        changes.push({ endpoint, phone });
      }
      return changes;
    },
    all: () => [...endpoints()].map(tell),
    added: () => {
      const now = endpoints();
      const isNew = now !== known;
      known = now;
      return [...now].filter(endpoint => isNew || !told.has(endpoint)).map(tell);
    },
  };
}

/**
 * In Asterisk's own words a phone that rings for us is in use; lines tell our calls from others. `BUSY` without a call is a
 * phone that does not want to be disturbed.
 */
export function phoneStateOf(device: string | undefined, inForeignCall: boolean): PhoneState {
  if (device === 'UNAVAILABLE' || device === 'INVALID') return 'unavailable';
  if (inForeignCall || device === 'BUSY') return 'busy';
  return device === undefined || device === 'UNKNOWN' ? 'unknown' : 'idle';
}
