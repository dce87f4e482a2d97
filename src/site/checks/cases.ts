// Repeat callers and cases: colours are told apart, and nothing is asked for that cannot be.
import { type Complaint, doubtful, wrong } from '../problem.js';
import type { Draft } from '../read.js';
import type { Path } from '../source.js';
import { nearest } from '../suggest.js';
import { meant } from '../texts.js';
import { checkTexts } from '../texts-checks.js';

const colour = { en: 'colour', fr: 'de couleur' };

export function checkCases(draft: Draft, written: (path: Path) => boolean): Complaint[] {
  const { repeatCallers, cases } = draft;
  const found: Complaint[] = [];
  if (cases !== null && cases !== 'none') {
    const known = cases.colours.map(({ id }) => id);
    known.forEach((id, index) => {
      if (known.indexOf(id) < index)
        found.push(wrong(['cases', 'colours', index, 'id'], checkTexts.twice(id)));
    });
    const first = cases.firstColour;
    if (first !== undefined && !known.includes(first))
      found.push(
        wrong(
          ['cases', 'firstColour'],
          checkTexts.noSuch(colour, first, meant(nearest(first, known), known)),
        ),
      );
    if (cases.opens === 'repeat-call' && repeatCallers === 'none')
      found.push(doubtful(['cases'], checkTexts.casesOfNobody, 'key'));
  }
  if (
    repeatCallers !== null &&
    repeatCallers !== 'none' &&
    cases === 'none' &&
    written(['repeatCallers', 'owner'])
  )
    found.push(doubtful(['repeatCallers', 'owner'], checkTexts.ownerOfNothing, 'key'));
  return found;
}
