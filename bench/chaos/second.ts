// A second daemon beside the first, by mistake: on the same folder, where it must refuse to run, or on a folder of its own, where
// it takes over, and the first stops acting until it is gone.
import { startPlateau } from '../../lab/plateau.js';
import { connectedAfter, lastSeqOf, poll } from './control.js';
import type { Floor } from './floor.js';
import type { Done } from './kinds.js';

export async function besideIt(floor: Floor, journal: 'same-journal' | 'own-journal'): Promise<Done> {
  const { deadmanSeconds, links, plateau, site } = floor;
  if (journal === 'same-journal') {
    const data = floor.disk?.folder ?? plateau.folder;
    const second = await startPlateau(links, { site, deadmanSeconds, data }).catch(refusalOf);
    if (typeof second === 'string') return { controlMs: null, note: 'refused: the journal is taken' };
    await second.stop();
    throw new Error('a second daemon ran on the same journal');
  }
  const lastSeq = lastSeqOf(floor);
  const second = await startPlateau(links, { site, deadmanSeconds });
  await poll('the first has noticed', async () =>
    plateau.facts().some(({ seq, fact }) => seq > lastSeq && fact.type === 'switch-lost'),
  );
  await second.stop();
  const fromMs = Date.now();
  return { controlMs: (await connectedAfter(floor, lastSeq)) - fromMs, note: 'took over, and went' };
}

/** What the daemon printed when it refused; anything else is thrown on. */
function refusalOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  if (!said.startsWith('plateaud ended')) throw error;
  return said;
}
