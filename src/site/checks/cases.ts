// Repeat callers and cases: colours are told apart, and nothing is asked for that cannot be.
import { type Complaint, doubtful, wrong, wrongKey } from '../problem.js';
import type { Draft } from '../read.js';
import type { Path } from '../source.js';
import { nearest } from '../suggest.js';
import { meant, said } from '../texts.js';
import { checkTexts } from '../texts-checks.js';

const colour = { en: 'colour', fr: 'de couleur' };
const noOutbound = said(
  {
    en: 'owners of cases are to call customers back, and nothing says how customers are called',
    fr: 'les pilotes de dossiers doivent rappeler les clients, et rien ne dit comment appeler les clients',
  },
  { en: 'add the section `outbound:`', fr: 'ajoutez la section `outbound:`' },
);
const noAgents = said(
  {
    en: 'no ring of this flow has agents who could make the call',
    fr: "aucun cercle de ce flux n'a d'agents qui pourraient passer l'appel",
  },
  { en: 'name a flow with agents', fr: 'nommez un flux avec des agents' },
);

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
    found.push(...checkCallBack(draft, cases.callBack?.flow));
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

function checkCallBack({ flows, outbound }: Draft, flow: string | undefined): Complaint[] {
  if (flow === undefined) return [];
  const found: Complaint[] = [];
  if (outbound === 'none') found.push(wrongKey(['cases', 'callBack'], noOutbound));
  const rings = flows.right.get(flow)?.rings;
  if (rings?.some(({ agents }) => agents !== undefined) === false)
    found.push(wrong(['cases', 'callBack', 'flow'], noAgents));
  return found;
}
