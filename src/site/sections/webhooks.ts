// Section `webhooks`: other programs that are told what happens.
import type { z } from 'zod';
import type { Fact } from '../../core/facts.js';
import { block, id, list, oneOf, text } from '../words.js';

/** Facts that other programs may be told. */
export const webhookEvents = [
  'call-queued',
  'call-moved',
  'call-answered',
  'call-ended',
  'caller-identified',
  'satisfaction-given',
  'agent-logged-in',
  'agent-logged-out',
  'agent-ready',
  'agent-not-ready',
  'flow-forced',
  'flow-force-ended',
  'contact-recorded',
  'case-opened',
  'case-given',
  'case-call-back-promised',
  'case-solved',
  'case-reopened',
  'case-closed',
  'trunk-changed',
  'switch-lost',
  'switch-connected',
  'site-loaded',
] as const satisfies readonly Fact['type'][];

export type WebhookSection = z.output<typeof webhookSection>;

export const webhookSection = block({
  url: text('web-address', /^https?:\/\/[^\s/{}]+(?:\/[^\s{}]*)?$/).describe(
    'Where facts are posted, one at a time.',
  ),
  secretFile: text('file-name', /^\/[^\p{Cc}]{0,999}$/u).describe(
    'File whose first line is the secret that signs them, 16 characters at least; an absolute path that plateau-panel can read.',
  ),
  events: list(oneOf(webhookEvents)).min(1).describe('Which facts are told.'),
  flows: list(id).min(1).optional().describe('Of these flows only.'),
});
