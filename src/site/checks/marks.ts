// Signs of one colour: whether there is room for the mark that says red.
import { numberSpellings } from '../../base/number-spellings.js';
import { compileThreshold } from '../compile/displays.js';
import { compileSign } from '../compile/signs.js';
import { type Complaint, doubtful } from '../problem.js';
import type { Draft } from '../read.js';
import { type Row, spelledAs } from '../sign-text.js';
import type { Threshold } from '../site-file.js';
import type { Path } from '../source.js';
import { displayTexts } from '../texts-displays.js';

export function checkMarks(draft: Draft): Complaint[] {
  const thresholds = new Map(
    [...draft.thresholds.right].flatMap(([key, section]) =>
      compileThreshold(key, section).map(threshold => [key, threshold] as const),
    ),
  );
  return [...draft.signs.right].flatMap(([id, sign]) => {
    if (compileSign(id, sign).colours) return [];
    return sign.pages.flatMap((page, index) => {
      const path: Path = ['signs', id, 'pages', index];
      if (!Array.isArray(page)) return checkRow(path, page, thresholds);
      return page.flatMap((row, at) => checkRow([...path, at], row, thresholds));
    });
  });
}

function checkRow(path: Path, { parts }: Row, thresholds: ReadonlyMap<string, Threshold>): Complaint[] {
  return parts.flatMap(part => {
    if (part.kind !== 'figure') return [];
    const name = `${part.flow}.${part.figure}`;
    const threshold = thresholds.get(name);
    if (threshold === undefined) return [];
    const least = markedWidth(threshold);
    return part.width < least ? [doubtful(path, displayTexts.noRoomForMark(name, least))] : [];
  });
}

/** Characters of a value that is red, up to twice the limit, with its mark. */
function markedWidth({ unit, bad, red }: Threshold): number {
  const worst = bad === 'above' ? 2 * red : Math.max(0, red - 1);
  const shown = unit === 'time' ? Math.round(worst / 1000) : worst;
  return 1 + Math.min(...numberSpellings(spelledAs[unit], shown).map(text => text.length));
}
