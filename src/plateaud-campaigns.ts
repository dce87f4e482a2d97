// The calls process' campaigns, wired: their store in the data folder, the core, the journal, and who has a number.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from './base/logger.js';
import { CampaignDesk } from './campaigns/desk.js';
import { storeKind } from './campaigns/lists.js';
import type { Engine } from './engine/engine.js';
import type { SiteInForce } from './engine/site-in-force.js';
import type { Journal } from './journal/journal.js';
import { openStore } from './journal/level.js';
import type { DaemonCustomers } from './plateaud-customers.js';

export type CampaignParts = {
  /** Plateau's data folder. */
  readonly data: string;
  readonly site: SiteInForce;
  readonly engine: Engine;
  readonly journal: Journal;
  readonly customers: DaemonCustomers;
  readonly logger: Logger;
};

export function createCampaigns({
  data,
  site,
  engine,
  journal,
  customers,
  logger,
}: CampaignParts): CampaignDesk {
  const folder = join(data, 'campaigns');
  return new CampaignDesk({
    open: () => openStore(folder, storeKind),
    exists: () => existsSync(folder),
    site: () => site.file,
    engine: {
      state: engine.state,
      isConnected: () => engine.switchHealth.connected,
      now: () => engine.now(),
      ask: input => engine.ask(input),
    },
    journal,
    find: number => customers.search.find({ caller: number, keyed: '' }),
    log: logger.child({ room: 'campaigns' }),
  });
}
