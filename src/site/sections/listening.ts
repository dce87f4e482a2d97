// Sections `recordings` and `supervisors`: what is kept of talks, and who may listen to them.
import type { z } from 'zod';
import { block, duration, endpoint, id, label, list, oneOf, percent, text } from '../words.js';

/** In a flow: which of its talks are recorded. */
export const flowRecording = block({
  share: percent
    .prefault('100%')
    .describe('Share of the talks with agents that is recorded, chosen by the id of the call.'),
  notice: oneOf(['tone', 'announcement', 'none'])
    .prefault('tone')
    .describe(
      'How the two are told when it begins. `none` only where callers were told before: ask who knows the law.',
    ),
});

export type RecordingsSection = z.output<typeof recordingsSection>;

export const recordingsSection = block({
  keep: duration('1d', '3660d').prefault('30d').describe('How long recordings are kept.'),
  folder: text('file-name', /^\/[^\p{Cc}]{0,999}$/u)
    .optional()
    .describe("Where they are kept, an absolute path; if not given, recordings in plateaud's data folder."),
  encryptFor: text('public-key', /^plateau-rec1:[A-Za-z0-9_-]{43}$/)
    .optional()
    .describe(
      'Public key for which they are encrypted (plateauctl recording keygen). Without it they are not.',
    ),
  announcement: text('prompt', /^[A-Za-z0-9][A-Za-z0-9_/-]{0,99}$/)
    .prefault('conf-now-recording')
    .describe('Prompt of the notice `announcement`, as Asterisk names it, without its ending.'),
}).prefault({});

export type SupervisorSection = z.output<typeof supervisorSection>;

export const supervisorSection = block({
  name: label.describe('Shown in records.'),
  phone: endpoint.describe('The phone that is rung for the supervisor, TECH/name: no other ever is.'),
  may: list(oneOf(['listen', 'whisper', 'barge']))
    .min(1)
    .describe('listen: hears both; whisper: the agent hears him too; barge: both hear him.'),
  teams: list(id).min(1).optional().describe('Agents of these teams only.'),
  flows: list(id).min(1).optional().describe('Talks of these flows only.'),
});
