// The signs of a site: the one door of this room. Values go in, signs show them; nobody ever waits for a sign.
import { assert } from '../base/assert.js';
import type { Logger } from '../base/logger.js';
import type { SignPlace } from '../site/site-file.js';
import type { Clock } from './clock.js';
import type { Wanted } from './driver.js';
import { type DrivenSign, dialOf, driverOf, lineText } from './drivers.js';
import { type LinkState, SignLine } from './line.js';

/** Signs of one place: an adapter takes one client, so they share a connection. */
export interface SignLineSettings {
  readonly place: SignPlace;
  /** Of the serial line, here or behind the adapter. */
  readonly baud: number | null;
  readonly signs: readonly DrivenSign[];
}

/** One sign, by the id of its layout. */
export interface Sign {
  readonly id: string;
  /** What it should show from now on; what is not given stays. */
  want(change: Partial<Wanted>): void;
  /** Clears it and sets it up from the start. */
  setUpAgain(): void;
  link(): LinkState;
}

/** The signs of a site, running. */
export interface Signs {
  readonly signs: ReadonlyMap<string, Sign>;
  /** Drops the connections. The signs go on showing what they have. */
  stop(): void;
}

/** Connects to every line and keeps its signs right. Ids must differ, and a line must have signs. */
export function startSigns(
  lines: readonly SignLineSettings[],
  needs: { readonly clock: Clock; readonly logger: Logger },
): Signs {
  const signs = new Map<string, Sign>();
  const running = lines.map(({ place, baud, signs: driven }) => {
    const line = new SignLine(
      driven.map(sign => driverOf(sign, needs.clock.now())),
      { ...needs, baud, place: lineText(place), dial: dialOf(place, baud) },
    );
    driven.forEach(({ program: { id } }, index) => {
      assert(!signs.has(id), `two signs are called ${id}`);
      signs.set(id, {
        id,
        want: change => line.want(index, change),
        setUpAgain: () => line.setUpAgain(index),
        link: () => line.link(index),
      });
    });
    return line;
  });
  for (const line of running) line.start();
  return {
    signs,
    stop: () => {
      for (const line of running) line.stop();
    },
  };
}
