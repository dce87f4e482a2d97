// The phones and trunks of the simulated PBX. Only what is not our own doing is told of a phone: a leg of ours on it is no news.
import type { PhoneState } from '../core/facts.js';
import type { Trunk } from '../core/site.js';
import type { FeatureRequest } from '../core/switch.js';
import { delayMs, legEnds, type Pbx, type Phone, report, type SimulatedLeg, showLine } from './pbx.js';

/** The dialplan waits so long for the answer to a feature code. */
const featureMs = 5_000;

/** Plugs a phone in. */
export function addPhone(pbx: Pbx, endpoint: string): void {
  if (!pbx.phones.has(endpoint))
    pbx.phones.set(endpoint, { registered: true, outside: 0, legs: 0, shown: 'idle' });
}

export function addTrunk(pbx: Pbx, trunk: Trunk): void {
  if (!pbx.lines.has(trunk.id)) pbx.lines.set(trunk.id, { channels: trunk.channels, inUse: 0, alarm: null });
}

export function phoneState(phone: Phone): PhoneState {
  if (!phone.registered) return 'unavailable';
  return phone.outside > 0 ? 'busy' : 'idle';
}

function change(pbx: Pbx, endpoint: string, how: (phone: Phone) => void): void {
  const phone = pbx.phones.get(endpoint);
  if (phone === undefined) return;
  how(phone);
  const state = phoneState(phone);
  if (state === phone.shown) return;
  phone.shown = state;
  report(pbx, { type: 'phone-changed', endpoint, phone: state });
}

/** A call that is not ours begins (1) or ends (-1) on the phone. */
export function callOutside(pbx: Pbx, endpoint: string, by: 1 | -1): void {
  change(pbx, endpoint, phone => {
    phone.outside += by;
  });
}

/** The phone loses its registration, and its legs with it, or finds it again. */
export function setRegistered(pbx: Pbx, endpoint: string, registered: boolean): void {
  if (!registered) cut(pbx, ({ to }) => to.kind === 'phone' && to.endpoint === endpoint);
  change(pbx, endpoint, phone => {
    phone.registered = registered;
  });
}

function cut(pbx: Pbx, which: (leg: SimulatedLeg) => boolean): void {
  for (const leg of [...pbx.legs.values()])
    if (which(leg)) legEnds(pbx, leg, leg.state === 'up' ? 'hung-up' : 'unreachable');
}

/** The trunk goes into alarm, and its legs are cut; `null`: it is well again. */
export function setAlarm(pbx: Pbx, trunk: string, alarm: string | null): void {
  const line = pbx.lines.get(trunk);
  if (line === undefined) return;
  line.alarm = alarm;
  if (alarm !== null) cut(pbx, ({ to }) => to.kind === 'trunk' && to.trunk === trunk);
  showLine(pbx, trunk, line);
}

/** The agent dials a feature code, and is on the phone until the dialplan has told him the answer. */
export function dialsFeature(
  pbx: Pbx,
  endpoint: string,
  command: FeatureRequest['command'],
  reasonCode: string,
  answer: FeatureRequest['answer'] = () => undefined,
): void {
  callOutside(pbx, endpoint, 1);
  let over = false;
  const hangUp = () => {
    if (over) return;
    over = true;
    callOutside(pbx, endpoint, -1);
  };
  const { clock } = pbx;
  clock.at(clock.nowMs() + featureMs, hangUp);
  const tell = (result: string) => {
    answer(result);
    clock.at(clock.nowMs() + 1_000, hangUp);
  };
  clock.at(clock.nowMs() + delayMs(pbx), () => {
    if (pbx.events === null) hangUp();
    else pbx.events.featureCode({ endpoint, command, reasonCode, answer: tell });
  });
}
