// The site file, for the two commands that read it themselves.
import type { LoadResult } from '../site/load.js';

/**
 * Loads the file without its passwords: they are the daemon's. What it takes to read a site file (expressions, holidays, schemas) is
 * brought in here and not before: it would triple the time that every other command takes to start.
 */
export async function siteFileAt(file: string, nowMs: number): Promise<LoadResult> {
  const { loadSiteFile } = await import('../site/load.js');
  return loadSiteFile(file, { nowMs, secrets: 'skip' });
}
