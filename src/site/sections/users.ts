// Section `users`: who may log in at the pages and use the HTTP API; and how the pages are reached.
import type { z } from 'zod';
import { passwordSecretPattern, roles, tokenSecretPattern } from '../user.js';
import { block, duration, id, list, oneOf, text } from '../words.js';

export type UserSection = z.output<typeof userSection>;

export const userSection = block({
  role: oneOf(roles).describe(
    'agent: his own calls; supervisor: the floor, and acts; technician: everything; board: a screen that only shows.',
  ),
  agent: text('id', /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/)
    .optional()
    .describe('With the role agent: the agent as whom this user acts.'),
  supervisor: id
    .optional()
    .describe('The supervisor of `supervisors` whose phone rings when this user listens to a talk.'),
  flows: list(id).min(1).optional().describe('Sees and touches these flows only; if not given, all.'),
  secret: text(
    'user-secret',
    new RegExp(`(?:${passwordSecretPattern.source})|(?:${tokenSecretPattern.source})`),
  ).describe('What `plateauctl user hash` prints: no password can be read from it.'),
});

const fileName = text('file-name', /^\/[^\p{Cc}]{0,999}$/u);

export const panelTls = block({
  certificate: fileName.describe('PEM file with the certificate and those above it, an absolute path.'),
  key: fileName.describe('PEM file with its private key, readable by the account of plateau-panel.'),
});

export const panelSessions = block({
  idle: duration('1m', '7d').prefault('4h').describe('Who has done nothing for so long must log in again.'),
  end: duration('5m', '7d').prefault('12h').describe('Who logged in so long ago must log in again.'),
}).prefault({});
