// Wrap-up codes: each is asked for somewhere, and where one is required there is a wrap-up in which to give it.
import { type Complaint, doubtful } from '../problem.js';
import type { Draft } from '../read.js';
import { checkTexts } from '../texts-checks.js';

export function checkWrapUp(draft: Draft): Complaint[] {
  const found: Complaint[] = [];
  const asked = new Set<string>();
  for (const [id, { wrapUp, wrapUpCodes }] of draft.flows.right) {
    for (const code of wrapUpCodes?.codes ?? []) asked.add(code);
    if (wrapUpCodes?.required && (wrapUp ?? draft.site?.wrapUp) === 0)
      found.push(doubtful(['flows', id, 'wrapUpCodes', 'required'], checkTexts.requiredWithoutWrapUp));
  }
  if (draft.sound.has('flows'))
    for (const id of draft.wrapUpCodes.names)
      if (!asked.has(id)) found.push(doubtful(['wrapUpCodes', id], checkTexts.codeOfNoFlow, 'key'));
  return found;
}
