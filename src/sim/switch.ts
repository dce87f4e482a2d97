// `plateaud --simulated`: a PBX with agents and callers of its own in real time, for a demo where Asterisk cannot be had.
import type { Site } from '../core/site.js';
import type { Switch } from '../core/switch.js';
import { type RealClock, realClock } from './clock.js';
import { switchOn } from './connection.js';
import { addPhone, addTrunk } from './devices.js';
import { createPbx } from './pbx.js';
import { createRandom } from './random.js';
import { trafficOf } from './traffic.js';
import { populate } from './world.js';

export type SimulatedSwitchOptions = {
  /** The site in force when it is asked for. Who is on its rota is settled at the start. */
  readonly site: () => Site;
  /** The same seed brings the same people. */
  readonly seed: number;
  readonly clock?: RealClock;
  /** All flows together; absent: as many as keep nine tenths of the agents busy. */
  readonly callsPerHour?: number;
};

/**
 * A switch whose version is `simulated`. Agents log in by their phones' feature codes within five seconds of the connection,
 * and callers begin to call. Phones whose agents a reload adds are there after the next start.
 */
export function createSimulatedSwitch({
  site,
  seed,
  clock = realClock(),
  callsPerHour,
}: SimulatedSwitchOptions): Switch {
  const pbx = createPbx({ clock, random: createRandom(seed, 'pbx'), latency: { fromMs: 1, toMs: 4 } });
  const now = site();
  for (const { endpoint } of now.agents.values()) addPhone(pbx, endpoint);
  for (const trunk of now.trunks.values()) addTrunk(pbx, trunk);
  const traffic = trafficOf(now, {
    profile: 'flat',
    roughness: 1,
    ...(callsPerHour === undefined ? {} : { callsPerDay: callsPerHour * 24 }),
  });
  const { begin } = populate(pbx, {
    site,
    traffic,
    seed,
    untilMs: Number.POSITIVE_INFINITY,
    comeWithinMs: 5_000,
  });
  const plateau = switchOn(pbx);
  return {
    ...plateau,
    start: events =>
      plateau.start({
        ...events,
        connected: snapshot => {
          events.connected(snapshot);
          begin();
        },
      }),
    close: async () => {
      await plateau.close();
      clock.stop();
    },
  };
}
