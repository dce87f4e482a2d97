// The audit trail: who did what at the pages and over the HTTP API, from where, and what came of it. One JSON object a line; five files
// of a few megabytes, the oldest is given up.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { appendFile, chmod, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../base/logger.js';
import { plainText } from '../base/plain-text.js';
import type { Role } from '../site/user.js';
import { giveToOwner } from './file.js';

export type AuditEntry = {
  readonly atMs: number;
  /** As he called himself, where nobody of that name could be let in. */
  readonly user: string;
  readonly role: Role | null;
  /** Address of his machine; `command-line` for `plateauctl user`. */
  readonly from: string;
  /** `log-in`, `agent-command`, `force-flow` … */
  readonly act: string;
  /** What it was done to: `agent 101`, `flow n1`. */
  readonly about: string;
  /** `done`, or the literal reason for which it was not. */
  readonly outcome: string;
};

const mostBytes = 4_000_000;
const oldFiles = 4;
/** What a disk that hangs may leave in memory. */
const mostQueued = 1_000;

const auditFile = (folder: string, age: number): string =>
  join(folder, age === 0 ? 'audit.jsonl' : `audit.${age}.jsonl`);

const line = (entry: AuditEntry): string =>
  `${JSON.stringify({
    ...entry,
    user: plainText(entry.user, 64),
    about: plainText(entry.about, 200),
    from: plainText(entry.from, 64),
  })}\n`;

/** Writes entries one after the other. What the disk refuses goes to the log instead, and nobody waits for it. */
export class AuditTrail {
  readonly #folder: string;
  readonly #log: Logger;
  #queued: AuditEntry[] = [];
  #writing: Promise<void> | null = null;

  constructor(folder: string, log: Logger) {
    this.#folder = folder;
    this.#log = log;
  }

  note(entry: AuditEntry): void {
    if (this.#queued.length >= mostQueued) {
      this.#log.error({ entry }, 'audit trail cannot keep up');
      return;
    }
    this.#queued.push(entry);
    this.#writing ??= this.#write().finally(() => {
      this.#writing = null;
    });
  }

  /** Newest first. */
  read(limit: number, user: string | null): AuditEntry[] {
    return readAudit(this.#folder, limit, user);
  }

  /** Resolves when all is written. */
  async close(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    while (this.#queued.length > 0) {
      const entries = this.#queued;
      this.#queued = [];
      try {
        await this.#turn();
        const path = auditFile(this.#folder, 0);
        await appendFile(path, entries.map(line).join(''), { mode: 0o600 });
      } catch (error) {
        this.#log.error({ error: String(error), entries }, 'audit trail cannot be written');
      }
    }
  }

  async #turn(): Promise<void> {
    const path = auditFile(this.#folder, 0);
    const found = existsSync(path) ? await stat(path) : null;
    if (found === null || found.size < mostBytes) return;
    await rm(auditFile(this.#folder, oldFiles), { force: true });
    for (let age = oldFiles - 1; age >= 0; age -= 1)
      if (existsSync(auditFile(this.#folder, age)))
        await rename(auditFile(this.#folder, age), auditFile(this.#folder, age + 1));
    if (existsSync(auditFile(this.#folder, 1))) await chmod(auditFile(this.#folder, 1), 0o600);
  }
}

/** One entry from a program that ends at once. */
export function noteOnce(folder: string, entry: AuditEntry): void {
  const path = auditFile(folder, 0);
  const isNew = !existsSync(path);
  appendFileSync(path, line(entry), { mode: 0o600 });
  if (isNew) giveToOwner(path, folder);
}

/** The last entries, newest first; of one user, or of all. Lines that are not whole are left out. */
export function readAudit(folder: string, limit: number, user: string | null): AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (let age = 0; age <= oldFiles && entries.length < limit; age += 1) {
    const path = auditFile(folder, age);
    if (!existsSync(path)) continue;
    const lines = readFileSync(path, 'utf8').split('\n').reverse();
    for (const text of lines) {
      const entry = readEntry(text);
      if (entry !== null && (user === null || entry.user === user)) entries.push(entry);
      if (entries.length >= limit) break;
    }
  }
  return entries;
}

/** Our own lines; one may have been cut by a full disk. */
function readEntry(text: string): AuditEntry | null {
  if (text === '') return null;
  try {
    return JSON.parse(text) as AuditEntry;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
