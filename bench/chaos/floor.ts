// What the kill loop runs on: one real Asterisk, agents' phones and callers on SIPp, the daemon behind wires that can be cut.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Asterisk, startAsterisk } from '../../lab/asterisk.js';
import type { Calls } from '../../lab/callers.js';
import type { LabPrograms } from '../../lab/install.js';
import { type AsteriskLinks, type Plateau, startPlateau } from '../../lab/plateau.js';
import { type Relay, relayTo } from '../../lab/relay.js';
import { importCustomers } from './customers.js';
import { type Disk, tmpfsDisk } from './disk.js';
import { type EveryCall, Lines } from './lines.js';
import { startCampaigns } from './lists.js';
import { agents, callersAtOnce, extensions, siteText } from './site.js';

export type Floor = {
  readonly asterisk: Asterisk;
  readonly plateau: Plateau;
  /** Asterisk as the daemon sees it. */
  readonly links: AsteriskLinks;
  readonly ari: Relay;
  readonly ami: Relay;
  readonly deadmanSeconds: number;
  /** Where the journal is; null where a disk of its own cannot be mounted. */
  readonly disk: Disk | null;
  /** The site file without what leads to Asterisk. */
  readonly site: string;
  readonly phones: () => Calls;
  readonly callers: () => Calls;
  /** Of the customers whom Plateau calls over the operator's trunk. */
  readonly customers: () => Calls;
  /** All calls at phones and customers so far, over all SIPp processes. */
  readonly everyCall: () => EveryCall;
  /** Customers of the lists; and the numbers that no campaign may call from the start. */
  readonly listed: number;
  readonly barred: readonly string[];
  /** New SIPp processes, when Asterisk has died under the old ones; `between` runs when those are gone. */
  readonly replaceSipp: (between: () => Promise<void>) => Promise<void>;
  readonly stop: () => Promise<void>;
};

export type FloorOptions = {
  readonly programs: LabPrograms;
  readonly deadmanSeconds: number;
  /** The journal on a small disk of its own, which can be filled. */
  readonly ownDisk: boolean;
  readonly atOnce?: number;
  /** Nobody is logged in: all who call wait, and nobody is called. */
  readonly noAgents?: boolean;
  /** Customers of the lists; no campaign runs if not given. */
  readonly listed?: number;
  /** Asterisk logs warnings and errors only. */
  readonly quiet?: boolean;
};

/** Starts it all; callers call from now on. Nothing is left running when it rejects. */
export async function startFloor(options: FloorOptions): Promise<Floor> {
  const asterisk = await startAsterisk({
    programs: options.programs,
    extensions,
    quiet: options.quiet ?? false,
  });
  const endings: (() => Promise<unknown>)[] = [() => asterisk.stop()];
  const stop = async () => {
    // Each, whatever becomes of the one before.
    const failed: unknown[] = [];
    for (const end of endings.splice(0).reverse()) await end().catch(error => failed.push(error));
    if (failed.length > 0) throw failed[0];
  };
  try {
    const ari = await relayTo('127.0.0.1', Number(new URL(asterisk.ari.url).port));
    const ami = await relayTo(asterisk.ami.host, asterisk.ami.port);
    const links: AsteriskLinks = {
      ami: { ...asterisk.ami, port: ami.port },
      ari: { ...asterisk.ari, url: `http://127.0.0.1:${ari.port}` },
    };
    const port = await asterisk.freePort();
    const [plan] = await asterisk.addPhones(agents.map(id => ({ id, port })));
    if (plan === undefined) throw new Error('no phones');
    const disk = options.ownDisk ? await tmpfsDisk() : null;
    if (disk !== null) endings.push(() => disk.remove());
    const { deadmanSeconds } = options;
    const data = disk === null ? {} : { data: disk.folder };
    // Not on the small disk, where there is never room for them.
    const recordings = await mkdtemp(join(tmpdir(), 'plateau-recordings-'));
    endings.push(() => rm(recordings, { recursive: true, force: true }));
    const site = siteText({ recordings, callBacks: options.noAgents !== true });
    const plateau = await startPlateau(links, { site, deadmanSeconds, ...data });
    endings.push(() => plateau.stop());
    await importCustomers(plateau, disk?.folder ?? plateau.folder);
    if (options.noAgents !== true) await plateau.logIn(...agents);
    const lines = await Lines.start(asterisk, plan, options.atOnce ?? callersAtOnce);
    const { listed = 0 } = options;
    const barred = listed === 0 ? [] : await startCampaigns(plateau, listed);
    return {
      ...{ asterisk, plateau, links, ari, ami, deadmanSeconds, disk, site, stop, listed, barred },
      phones: () => lines.phones,
      callers: () => lines.callers,
      customers: () => lines.customers,
      everyCall: () => lines.everyCall(),
      replaceSipp: between => lines.replace(between),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
