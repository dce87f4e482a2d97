// The lists of campaigns, wired for the command line: how a file is read, and by which rules.
import { assert } from './base/assert.js';
import { readList } from './campaigns/read-list.js';
import type { ReadList } from './ctl/campaign-lists.js';
import { csvRows, sizeOf } from './customers/csv-file.js';
import { countryOf } from './site/numbers.js';

export const readListFile: ReadList = async ({ file, site, kind, progress }) => {
  const { outbound } = site.core;
  assert(outbound !== null, 'a list is read where the site file says how customers are called');
  const { zone, numberZones } = site;
  const allBytes = sizeOf(file);
  return readList({
    pieces: csvRows(file),
    rules: { zone, numberZones, countryOf, numbers: outbound.numbers },
    kind,
    progress: (rows, readBytes) => progress(rows, readBytes, allBytes),
  });
};
