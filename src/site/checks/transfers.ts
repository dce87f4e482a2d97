// The section `transfers` against the rest of the file: its targets exist, its digits mean one thing.
import { listAgents } from '../compile/agents.js';
import { type Complaint, wrong, wrongKey } from '../problem.js';
import type { Draft } from '../read.js';
import { nearest } from '../suggest.js';
import { targetOf } from '../target.js';
import { meant } from '../texts.js';
import { checkTexts, things } from '../texts-checks.js';
import { transferTexts } from '../texts-transfers.js';

export function checkTransfers(draft: Draft): Complaint[] {
  const { transfers } = draft;
  if (transfers === null) return [];
  const found: Complaint[] = [];
  for (const [id, { trunk }] of Object.entries(transfers.numbers)) {
    const path = ['transfers', 'numbers', id];
    if (draft.partners.names.has(id)) found.push(wrongKey(path, transferTexts.alsoAPartner(id)));
    if (!/^[a-z][a-z0-9-]{0,31}$/.test(id)) found.push(wrongKey(path, transferTexts.badId(id)));
    const trunks = [...draft.trunks.names];
    if (!trunks.includes(trunk))
      found.push(
        wrong(
          [...path, 'trunk'],
          checkTexts.noSuch(things.trunk, trunk, meant(nearest(trunk, trunks), trunks)),
        ),
      );
  }
  const phones = new Map(
    listAgents(draft.agents).map(({ id, endpoint }) => [endpoint.slice(endpoint.indexOf('/') + 1), id]),
  );
  for (const [digits, written] of Object.entries(transfers.codes)) {
    const path = ['transfers', 'codes', digits];
    if (!/^[0-9]{1,12}$/.test(digits)) found.push(wrongKey(path, transferTexts.notDigits(digits)));
    const agent = phones.get(digits);
    if (agent !== undefined) found.push(wrongKey(path, transferTexts.alsoAPhone(digits, agent)));
    found.push(...unknownTarget(draft, path, written));
  }
  return found;
}

function unknownTarget(draft: Draft, path: string[], written: string): Complaint[] {
  const to = targetOf(written);
  if (to === null) return [];
  const known: Readonly<Record<typeof to.kind, readonly string[]>> = {
    agent: listAgents(draft.agents).map(({ id }) => id),
    flow: [...draft.flows.names],
    partner: [...draft.partners.names],
    number: Object.keys(draft.transfers?.numbers ?? {}),
  };
  const id = written.slice(written.indexOf(':') + 1);
  const names = known[to.kind];
  if (names.includes(id)) return [];
  return [wrong(path, checkTexts.noSuch(transferTexts.kinds[to.kind], id, meant(nearest(id, names), names)))];
}
