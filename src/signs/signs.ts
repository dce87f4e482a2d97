// The signs of a site: the one door of this room. Values go in, signs show them; nobody ever waits for a sign.
import { assert } from '../base/assert.js';
import type { Language } from '../base/language.js';
import type { Logger } from '../base/logger.js';
import { accentsOf, type Destination, type Wire } from './alpha/packet.js';
import type { Clock } from './clock.js';
import type { SignProgram } from './layout.js';
import { type LinkState, SignLine } from './line.js';
import type { StaleBecause } from './notice.js';
import { DEFAULT_PACING, type Pacing } from './sign.js';
import { dialTcp, placeText } from './tcp.js';
import type { SignValues } from './values.js';

/** Signs behind one adapter: it takes one client, so they share a connection. */
export interface SignLineSettings {
  readonly host: string;
  readonly port: number;
  readonly wire: Wire;
  readonly pacing?: Pacing;
  readonly signs: readonly LineSignSettings[];
}

/** One sign on its line. Several signs on one line need an address each. */
export interface LineSignSettings {
  readonly program: SignProgram;
  readonly destination: Destination;
  readonly language: Language;
  /** IANA zone of the sign's clock. */
  readonly zone: string;
  readonly refreshMs?: number;
}

/** One sign, by the id of its layout. */
export interface Sign {
  readonly id: string;
  /** Shows these figures instead of the last ones, and ends what `stale` began. */
  show(values: SignValues): void;
  /** Says that the figures are not renewed since then (epoch ms), until `show` is called. */
  stale(sinceMs: number, because: StaleBecause): void;
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
  const running = lines.map(settings => {
    const accents = accentsOf(settings.wire);
    const line = new SignLine(
      settings.signs.map(sign => ({ ...sign, accents })),
      {
        ...needs,
        place: placeText(settings),
        wire: settings.wire,
        dial: dialTcp({ host: settings.host, port: settings.port }),
        pacing: settings.pacing ?? DEFAULT_PACING,
      },
    );
    settings.signs.forEach(({ program: { id } }, index) => {
      assert(!signs.has(id), `two signs are called ${id}`);
      signs.set(id, {
        id,
        show: values => line.want(index, { values, staleSinceMs: undefined }),
        stale: (sinceMs, because) => line.want(index, { staleSinceMs: sinceMs, staleBecause: because }),
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
