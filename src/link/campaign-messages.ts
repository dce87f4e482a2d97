// Campaigns as they go over the control socket.
import type { Text } from '../base/language.js';
import type { FlowId } from '../core/site.js';
import type { CampaignId } from '../core/site-campaigns.js';

export type CampaignState =
  | 'running'
  /** Started; its first day is to come, or its flow is closed. */
  | 'waiting'
  | 'stopped'
  /** Its last day is past. */
  | 'over';

export type CampaignView = {
  readonly campaign: CampaignId;
  readonly name: Text;
  readonly flow: FlowId;
  readonly mode: 'preview' | 'progressive';
  readonly state: CampaignState;
  /** In its list, in all; those whom it may still call. */
  readonly records: number;
  readonly open: number;
  /** Now: without an agent yet, with one, in talk. */
  readonly inLine: number;
  readonly reserved: number;
  readonly talking: number;
  /** Of those who are done, by what came of the last try. */
  readonly done: Readonly<Record<string, number>>;
  /** When the next of those who wait is looked at. */
  readonly nextAtMs: number | null;
};

export type CampaignsView = {
  readonly nowMs: number;
  readonly zone: string;
  readonly campaigns: readonly CampaignView[];
  /** Why the lists cannot be used. */
  readonly trouble: string | null;
};

/** Somebody to be called, as a list says. */
export type ListedView = {
  /** In international form. */
  readonly number: string;
  readonly name: string;
  readonly customer: string;
  /** Where he is: his hours are read there. */
  readonly zone: string;
};

export type RecordView = ListedView & {
  readonly id: number;
  readonly isDone: boolean;
  readonly attempts: number;
  readonly outcome: string | null;
  readonly nextAtMs: number;
  readonly lastAtMs: number | null;
  readonly agent: string | null;
};

export type ListAnswer =
  | {
      readonly ok: true;
      readonly added: number;
      /** In the list already. */
      readonly known: number;
      /** On the do-not-call list. */
      readonly barred: number;
      /** Numbers that the site file does not let be dialled. */
      readonly refused: number;
    }
  | { readonly ok: false; readonly because: 'unknown-campaign' };

export type ClearAnswer =
  | { readonly ok: true; readonly removed: number }
  | { readonly ok: false; readonly because: 'unknown-campaign' | 'still-running' };

/** `unread`: those that are no telephone numbers. */
export type BarAnswer = { readonly changed: number; readonly unread: readonly string[] };
