// The simulated PBX passes the contract that the real Asterisk passes, and lives by itself for `plateaud --simulated`.
import t from 'tap';
import type { Input } from '../../src/core/inputs.js';
import type { FeatureRequest } from '../../src/core/switch.js';
import { virtualClock } from '../../src/sim/clock.js';
import { createSimulatedSwitch } from '../../src/sim/switch.js';
import { switchContract } from '../contract/switch.js';
import { simulatedPbx } from './simulated-pbx.js';
import { dayMs, shapes } from './sites.js';

t.test('a switch on the simulated PBX', async t => {
  let pbx: ReturnType<typeof simulatedPbx> | undefined;
  t.afterEach(() => {
    pbx?.stop();
    pbx = undefined;
  });
  switchContract(t, async () => {
    pbx = simulatedPbx();
    return pbx;
  });
});

t.test('the simulated switch brings agents who log in by themselves, and callers', async t => {
  const site = shapes['oneLine']?.();
  if (site === undefined) throw new Error('no such shape');
  const clock = virtualClock(dayMs);
  const plateau = createSimulatedSwitch({
    site: () => site,
    seed: 1,
    clock: { ...clock, stop: () => undefined },
    callsPerHour: 3_600,
  });
  const inputs: Input[] = [];
  const features: FeatureRequest[] = [];
  const versions: string[] = [];
  plateau.start({
    input: input => inputs.push(input),
    connected: ({ version }) => versions.push(version),
    lost: () => undefined,
    featureCode: request => features.push(request),
  });
  while (clock.nowMs() < dayMs + 60_000) clock.runNext();
  await plateau.close();
  t.strictSame(versions, ['simulated']);
  t.ok(features.filter(({ command }) => command === 'login').length > 5, 'agents log in');
  const calls = inputs.filter(({ type }) => type === 'call-arrived').length;
  t.ok(calls > 30 && calls < 100, `about one call a second: ${calls} in a minute`);
});
