#!/usr/bin/env node
// The technician's command line.
import { userInfo } from 'node:os';
import { main, type World } from './ctl/main.js';
import { restore } from './journal/restore.js';
import { askPassword } from './password-prompt.js';
import { version } from './program.js';
import { exportRecording, writeNewKeys } from './recordings/export.js';

/** The name of the account, of the person before `sudo` if there was one. An account without a name is said by its number. */
function person(): string {
  const { SUDO_USER: before, USER: name } = process.env;
  if (before !== undefined && before !== '') return before;
  try {
    return userInfo().username;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return name ?? `uid ${process.getuid?.() ?? ''}`;
    throw error;
  }
}

/** Who reads us has read enough (`| head -1`): no reason to complain. */
function endQuietly(error: Error): void {
  if ('code' in error && error.code === 'EPIPE') process.exit();
  throw error;
}

const world: World = {
  environment: process.env,
  output: { isTerminal: process.stdout.isTTY, columns: process.stdout.columns },
  errors: { isTerminal: process.stderr.isTTY, columns: process.stderr.columns },
  version,
  person: person(),
  now: Date.now,
  restore,
  importCustomers: async asked => {
    const { importFromSite } = await import('./plateauctl-customers.js');
    return importFromSite(asked);
  },
  previewSigns: async (path, language, nowMs) => {
    const { previewSigns } = await import('./plateauctl-signs.js');
    return previewSigns(path, language, nowMs);
  },
  readList: async asked => {
    const { readListFile } = await import('./plateauctl-campaigns.js');
    return readListFile(asked);
  },
  recordings: { exportTo: exportRecording, newKeys: writeNewKeys },
  userTools: async () => (await import('./plateauctl-users.js')).userTools,
  askPassword,
  write: text => process.stdout.write(text),
  complain: text => process.stderr.write(text),
};
process.stdout.on('error', endQuietly);
process.stderr.on('error', endQuietly);
const { exit, out, err } = await main(process.argv.slice(2), world);
process.exitCode = exit;
process.stdout.write(out);
process.stderr.write(err);
