// Trunks as the core wants to know them: calls on each, channels that can carry one, the alarm if there is one.
import type { Trunk, TrunkId } from '../core/site.js';
import type { AmiMessage } from './asterisk-manager.js';
import { type Dahdi, watchDahdi } from './dahdi.js';
import type { Lines } from './lines.js';

export type TrunkState = {
  readonly trunk: TrunkId;
  readonly inUse: number;
  readonly usable: number;
  readonly alarm: string | null;
};

export type Trunks = {
  readonly begin: (found: {
    readonly devices: ReadonlyMap<string, string>;
    readonly spans: readonly AmiMessage[];
    readonly channels: readonly AmiMessage[];
  }) => void;
  /** Takes in alarms, device states, and endpoints whose lines changed; gives what is new. */
  readonly event: (event: AmiMessage, changedLines: readonly string[]) => readonly TrunkState[];
  readonly all: () => readonly TrunkState[];
  /** What is otherwise than it was told, as after a reload of the site file. */
  readonly news: () => readonly TrunkState[];
};

export function watchTrunks(lines: Lines, trunks: () => ReadonlyMap<TrunkId, Trunk>): Trunks {
  const dahdi = watchDahdi();
  const devices = new Map<string, string>();
  const told = new Map<TrunkId, string>();
  const stateOf = (trunk: Trunk) =>
    trunk.kind === 'dahdi' ? dahdiState(trunk, lines, dahdi) : pjsipState(trunk, lines, devices);
  const news = () => [...trunks().values()].map(stateOf).filter(state => isNews(told, state));
  return {
    begin: ({ devices: found, spans, channels }) => {
      for (const [device, state] of found) devices.set(device, state);
      dahdi.begin(spans, channels);
    },
    event: (event, changedLines) => {
      const changed = [...changedLines];
      if (event.get('event') === 'DeviceStateChange') {
        const device = event.get('device') ?? '';
        devices.set(device, event.get('state') ?? '');
        changed.push(device);
      }
      const mayMatter = dahdi.event(event) || changed.some(endpoint => isOfTrunk(endpoint, trunks()));
      return mayMatter ? news() : [];
    },
    news,
    all: () => {
      const states = [...trunks().values()].map(stateOf);
      for (const state of states) isNews(told, state);
      return states;
    },
  };
}

/** Most events are of agents' phones: they are passed over quickly. */
function isOfTrunk(endpoint: string, trunks: ReadonlyMap<TrunkId, Trunk>): boolean {
  if (endpoint.startsWith('DAHDI/')) return true;
  for (const trunk of trunks.values()) if (endpoint === `PJSIP/${trunk.endpoint}`) return true;
  return false;
}

function isNews(told: Map<TrunkId, string>, state: TrunkState): boolean {
  const text = JSON.stringify(state);
  if (told.get(state.trunk) === text) return false;
  told.set(state.trunk, text);
  return true;
}

function pjsipState(trunk: Trunk, lines: Lines, devices: ReadonlyMap<string, string>): TrunkState {
  const endpoint = `PJSIP/${trunk.endpoint}`;
  const device = devices.get(endpoint);
  const down = device === 'UNAVAILABLE' || device === 'INVALID';
  return {
    trunk: trunk.id,
    inUse: lines.of(endpoint).length,
    usable: down ? 0 : trunk.channels,
    alarm: down ? device.toLowerCase() : null,
  };
}

/** An ISDN channel is named after its span: `DAHDI/i1/0145678900-2a`. */
function dahdiState(trunk: Trunk, lines: Lines, dahdi: Dahdi): TrunkState {
  const perSpan = trunk.spans.length === 0 ? 0 : trunk.channels / trunk.spans.length;
  let usable = 0;
  let inUse = 0;
  let alarm: string | null = null;
  for (const span of trunk.spans) {
    const { count, alarm: channelAlarm } = dahdi.channelAlarms(span);
    const spanAlarm = dahdi.alarmOf(span);
    usable += spanAlarm === null ? Math.max(0, perSpan - count) : 0;
    inUse += lines.beginning(`DAHDI/i${span}/`).length;
    const here = spanAlarm ?? channelAlarm;
    if (here !== null) alarm ??= `span ${span}: ${here}`;
  }
  return { trunk: trunk.id, inUse, usable: Math.floor(usable), alarm };
}
