// The calls process' customers, wired: the directory in the data folder, the CRM of the site file.
import type { Logger } from './base/logger.js';
import { Directory, storeKind } from './customers/directory.js';
import { CustomerFinder } from './customers/search.js';
import type { CustomerSearch } from './engine/reception.js';
import type { Daemon } from './engine/requests.js';
import { openStore } from './journal/level.js';
import type { SiteFile } from './site/site-file.js';

export type DaemonCustomers = {
  readonly search: CustomerSearch;
  readonly desk: Daemon['customers'];
  readonly close: () => Promise<void>;
};

/** Opens the directory, if there is one. Never rejects: without it calls are decided all the same. */
export async function openDaemonCustomers(
  data: string,
  site: () => SiteFile,
  log: Logger,
): Promise<DaemonCustomers> {
  const directory = new Directory(data, async path => (await openStore(path, storeKind)).store, log);
  await directory.renew();
  const finder = new CustomerFinder({ directory, site, now: Date.now, log });
  return {
    search: { find: asked => finder.find(asked), deadlineMs: () => finder.deadlineMs() },
    desk: {
      state: () => ({
        isOn: site().customers.country !== null,
        directory: directory.info,
        trouble: directory.trouble,
        crm: site().customers.crm === null ? null : finder.crmState,
      }),
      renew: () => directory.renew(),
      find: async number => finder.find({ caller: '', keyed: number }),
    },
    close: async () => {
      finder.close();
      await directory.close();
    },
  };
}
