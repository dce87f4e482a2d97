// Shares make sense: they say something, can be kept by the flow's ring of partners, and none stands where it never comes into force.
import { type Complaint, doubtful, wrong, wrongKey } from '../problem.js';
import type { Draft } from '../read.js';
import type { FlowSection } from '../sections/flows.js';
import type { ShareSection } from '../sections/shares.js';
import type { Path } from '../source.js';
import { shareTexts } from '../texts-shares.js';

export function checkShares(draft: Draft, written: (path: Path) => boolean): Complaint[] {
  const found: Complaint[] = [];
  for (const [id, flow] of draft.flows.right) {
    const path: Path = ['flows', id, 'shares'];
    if (flow.shares.length === 0) continue;
    found.push(...checkRing(path, id, flow));
    flow.shares.forEach((share, index) => {
      found.push(...checkShare([...path, index], share, flow, written));
      if (share.during === undefined && index < flow.shares.length - 1)
        found.push(wrongKey([...path, index + 1], shareTexts.neverInForce));
    });
  }
  return found;
}

function checkRing(path: Path, id: string, flow: FlowSection): Complaint[] {
  const rings = flow.rings.filter(ring => ring.partners !== undefined);
  if (rings.length !== 1) return [wrongKey(path, shareTexts.oneRing(rings.length))];
  const index = flow.rings.findIndex(ring => ring.partners !== undefined);
  const ring = flow.rings[index];
  const steered = flow.shares.some(
    ({ inHouse, partnersAtMost }) => inHouse !== undefined || partnersAtMost !== undefined,
  );
  return steered && ring?.whenWaiting !== undefined
    ? [doubtful(['flows', id, 'rings', index, 'whenWaiting'], shareTexts.whenWaiting, 'key')]
    : [];
}

function checkShare(
  path: Path,
  share: ShareSection,
  flow: FlowSection,
  written: (path: Path) => boolean,
): Complaint[] {
  const found: Complaint[] = [];
  const { inHouse, partnersAtMost, overflow, proportions } = share;
  const names = Object.keys(proportions);
  if (inHouse !== undefined && partnersAtMost !== undefined)
    found.push(wrongKey([...path, 'partnersAtMost'], shareTexts.twoTargets));
  const steered = inHouse !== undefined || partnersAtMost !== undefined;
  if (!steered && names.length === 0) found.push(wrongKey(path, shareTexts.saysNothing));
  if (!steered && written([...path, 'overflow']))
    found.push(doubtful([...path, 'overflow'], shareTexts.overflowWithoutEffect, 'key'));
  if (overflow.hard !== undefined && overflow.hard < overflow.soft)
    found.push(wrong([...path, 'overflow', 'hard'], shareTexts.hardBeforeSoft));
  const offered = flow.rings.flatMap(ring => ring.partners ?? []);
  for (const name of names)
    if (!offered.includes(name))
      found.push(wrongKey([...path, 'proportions', name], shareTexts.notInRing(name, offered)));
  if (names.length > 0)
    for (const name of offered)
      if (!names.includes(name))
        found.push(doubtful([...path, 'proportions'], shareTexts.noPart(name), 'key'));
  return found;
}
