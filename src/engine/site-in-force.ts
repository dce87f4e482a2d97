// The site file in force: read at the start, again on request, and compiled afresh every night. With problems the old one stays.
import { compileSite } from '../site/compile/site.js';
import { type LoadedSite, type LoadResult, loadSiteFile } from '../site/load.js';
import type { Problem } from '../site/problem.js';
import type { SiteFile } from '../site/site-file.js';

export class SiteInForce {
  readonly #load: () => Promise<LoadResult>;
  /** What the links to Asterisk were made with. */
  readonly #atStart: string;
  #loaded: LoadedSite;
  #sinceMs: number;

  constructor(load: () => Promise<LoadResult>, loaded: LoadedSite) {
    this.#load = load;
    this.#loaded = loaded;
    this.#atStart = JSON.stringify(loaded.site.asterisk);
    this.#sinceMs = Date.now();
  }

  get file(): SiteFile {
    return this.#loaded.site;
  }

  /** Since when this content is in force, epoch ms. */
  get sinceMs(): number {
    return this.#sinceMs;
  }

  get needsRestart(): boolean {
    return JSON.stringify(this.file.asterisk) !== this.#atStart;
  }

  get warnings(): readonly Problem[] {
    return this.#loaded.warnings;
  }

  /** Reads the file again; resolves to its problems, errors among them, when the old one stays in force. */
  async reload(): Promise<readonly Problem[]> {
    const loaded = await this.#load();
    if (!loaded.ok) return loaded.problems;
    if (loaded.site.core.revision !== this.#loaded.site.core.revision) this.#sinceMs = Date.now();
    this.#loaded = loaded;
    return [];
  }

  /** Works out openings and days anew: they are compiled for a year ahead only. */
  recompile(nowMs: number): void {
    this.#loaded = { ...this.#loaded, site: compileSite(this.#loaded.checked, { nowMs }) };
  }
}

/** Loads the file at `path`; `secrets` as in `loadSiteFile`. Resolves to its problems when it cannot be put in force. */
export async function loadSiteInForce(
  path: string,
  secrets: 'read' | 'skip',
): Promise<SiteInForce | { readonly problems: readonly Problem[] }> {
  const load = () => loadSiteFile(path, { nowMs: Date.now(), secrets });
  const loaded = await load();
  return loaded.ok ? new SiteInForce(load, loaded) : loaded;
}
