// What the tests of the contract begin with: a daemon, a caller who waits, a talk.
import type { Test } from 'tap';
import type { Input } from '../../src/core/inputs.js';
import type { Switch } from '../../src/core/switch.js';
import { until } from '../until.js';
import type { ContractPbx } from './pbx.js';
import { type Watch, watch } from './watch.js';

export const callerNumber = '0612345600';

/** A daemon that is connected, and closed when the test ends. */
export async function givenDaemon(t: Test, pbx: ContractPbx) {
  const daemon = await pbx.daemon();
  t.teardown(() => daemon.switch.close());
  return { ...daemon, seen: await watch(daemon.switch) };
}

export function hold(plateau: Switch, call: string): void {
  plateau.perform({ type: 'hold', call, music: 'default', language: 'fr' });
}

export function ring(plateau: Switch, call: string, leg: string, endpoint: string, timeoutMs = 20_000): void {
  plateau.perform({ type: 'ring', call, leg, endpoint, callerNumber, callerName: 'Jean', timeoutMs });
}

/** A caller who waits, held. */
export async function givenWaiting(pbx: ContractPbx, plateau: Switch, seen: Watch) {
  const caller = await pbx.caller();
  const { call } = await seen.next('call-arrived');
  hold(plateau, call);
  await until('the caller is answered', () => caller.state() === 'up');
  return { caller, call };
}

/** A caller who talks with an agent. */
export async function givenTalk(pbx: ContractPbx, plateau: Switch, seen: Watch) {
  const phone = await pbx.phone({ kind: 'answers' });
  const { caller, call } = await givenWaiting(pbx, plateau, seen);
  const leg = `${call}.1`;
  ring(plateau, call, leg, phone.endpoint);
  await seen.next('leg-answered');
  plateau.perform({ type: 'bridge', call, leg });
  await seen.next('bridged');
  return { caller, call, leg, phone };
}

export const types = (inputs: readonly Input[]) => inputs.map(({ type }) => type);
