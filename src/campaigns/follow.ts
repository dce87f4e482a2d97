// What the facts of calls mean for the records of lists: pure.
import type { Fact } from '../core/facts.js';
import type { CampaignId } from '../core/site-campaigns.js';
import type { CampaignSetup } from '../site/site-file.js';
import { settle } from './plan.js';
import type { CampaignRecord } from './records.js';

/** The record that a fact is about; `null`: it is about none. The id of a campaign's call is `out-<campaign>.<record>.<serial>`. */
export function recordOf(
  fact: Fact,
): { readonly campaign: CampaignId; readonly id: number; readonly serial: number } | null {
  if (!('call' in fact) || typeof fact.call !== 'string') return null;
  const [, campaign, id, serial] = /^out-([a-z][a-z0-9-]*)\.(\d+)\.(\d+)$/.exec(fact.call) ?? [];
  if (campaign === undefined) return null;
  return { campaign, id: Number(id), serial: Number(serial) };
}

/** The record after the fact; the same one where it means nothing for it. */
export function follow(
  record: CampaignRecord,
  fact: Fact,
  atMs: number,
  campaign: CampaignSetup | null,
): CampaignRecord {
  switch (fact.type) {
    case 'outbound-queued': {
      const serial = Math.max(record.serial, recordOf(fact)?.serial ?? 0);
      if (record.isDone) return { ...record, serial };
      return { ...record, serial, call: { id: fact.call, dialled: false, cause: null } };
    }
    case 'customer-dialled':
      return {
        ...record,
        attempts: record.attempts + 1,
        lastAtMs: atMs,
        agent: fact.agent,
        call: record.call === null ? null : { ...record.call, dialled: true },
      };
    case 'customer-not-reached':
      return withCause(record, fact.cause);
    case 'preview-ended':
      return fact.end === 'skipped' ? withCause({ ...record, agent: fact.agent }, 'skipped') : record;
    case 'outbound-ended':
      if (record.call?.id !== fact.call) return record;
      return settle(record, fact.end, campaign, atMs);
    default:
      return record;
  }
}

function withCause(
  record: CampaignRecord,
  cause: NonNullable<CampaignRecord['call']>['cause'],
): CampaignRecord {
  return record.call === null ? record : { ...record, call: { ...record.call, cause } };
}
