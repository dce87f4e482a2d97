// The demo's copy of config/site.yaml: the very file, but for ports that are taken and for hours when the floor would be closed.
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMap, parseDocument } from 'yaml';
import type { LoadedSite } from '../src/site/load.js';
import { loadSiteFile } from '../src/site/load.js';
import type { Asterisk } from './asterisk.js';
import type { LabText } from './texts.js';

const shipped = fileURLToPath(new URL('../../config/site.yaml', import.meta.url));

export type DemoSite = {
  readonly path: string;
  readonly site: LoadedSite['site'];
  readonly panelPort: number;
  readonly boardsPort: number;
  readonly notes: readonly LabText[];
};

/** What the site file asks of the environment. */
export function demoEnvironment(asterisk: Asterisk | null, ports: DemoPorts): Record<string, string> {
  const [sign1, sign2, sign3, sign4] = ports.signs;
  return {
    PLATEAU_AMI_PORT: String(asterisk?.ami.port ?? 1),
    PLATEAU_AMI_PASSWORD: asterisk?.ami.secret ?? 'none',
    PLATEAU_ARI_PORT: asterisk === null ? '1' : new URL(asterisk.ari.url).port,
    PLATEAU_ARI_PASSWORD: asterisk?.ari.password ?? 'none',
    PLATEAU_SIGN1_PORT: String(sign1),
    PLATEAU_SIGN2_PORT: String(sign2),
    PLATEAU_SIGN3_PORT: String(sign3),
    PLATEAU_SIGN4_PORT: String(sign4),
    PLATEAU_BOARD_PORT: String(ports.board),
    PLATEAU_PANEL_PORT: String(ports.panel),
    PLATEAU_BOARDS_PORT: String(ports.boards),
  };
}

export type DemoPorts = {
  readonly signs: readonly number[];
  readonly board: number;
  readonly panel: number;
  readonly boards: number;
};

/** The usual port where it is free, else any. */
export async function demoPorts(): Promise<DemoPorts> {
  const signs: number[] = [];
  for (const usual of [3001, 3002, 3003, 3004]) signs.push(await freePort(usual));
  return { signs, board: await freePort(8101), panel: await freePort(8080), boards: await freePort(8081) };
}

function freePort(usual: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', error =>
      'code' in error && error.code === 'EADDRINUSE' && usual !== 0
        ? freePort(0).then(resolve, reject)
        : reject(error),
    );
    probe.listen(usual, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : usual));
    });
  });
}

/** Copies the demo's site file into `folder`; a floor that is closed at this hour is opened, and it is said. */
export async function writeDemoSite(
  folder: string,
  environment: Record<string, string>,
  ports: DemoPorts,
): Promise<DemoSite> {
  const path = join(folder, 'site.yaml');
  const text = await readFile(shipped, 'utf8');
  await writeFile(path, text);
  const load = async () => {
    const loaded = await loadSiteFile(path, {
      nowMs: Date.now(),
      environment: { ...process.env, ...environment },
    });
    if (!loaded.ok)
      throw new Error(
        `config/site.yaml: ${loaded.problems.map(problem => `${problem.line}: ${problem.text.en}`).join('; ')}`,
      );
    return loaded.site;
  };
  let site = await load();
  const closed = [...site.core.flows.values()].some(
    ({ hours }) =>
      hours !== null && !hours.some(({ fromMs, toMs }) => fromMs <= Date.now() && Date.now() < toMs),
  );
  const notes: LabText[] = [];
  if (closed) {
    const document = parseDocument(text);
    const calendars = document.get('calendars');
    if (isMap(calendars))
      for (const { key } of calendars.items)
        document.setIn(['calendars', String(key)], { 'every-day': '00:00-24:00', holidays: 'ordinary' });
    await writeFile(path, document.toString());
    site = await load();
    notes.push({
      en: 'By its site file this floor is closed at this hour: the demo opens it around the clock.',
      fr: 'D’après son fichier de site, ce plateau est fermé à cette heure : la démonstration l’ouvre jour et nuit.',
    });
  }
  return { path, site, panelPort: ports.panel, boardsPort: ports.boards, notes };
}
