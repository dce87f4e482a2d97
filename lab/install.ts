// Finds, or brings in, the programs of the lab: Asterisk from 20 on, and SIPp. They run without root and touch nothing
// of the system.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { extractedTree } from './extract.js';
import { asteriskVersion, type Program } from './program.js';
import type { LabText } from './texts.js';

/** The programs of the lab, ready to run. */
export type LabPrograms = {
  readonly asterisk: Program;
  /** For example `22.10.1`. */
  readonly asteriskVersion: string;
  /** Where Asterisk's modules and its sounds are; undefined for an Asterisk of the system, which knows its own. */
  readonly asteriskFolders: { readonly modules: string; readonly data: string } | undefined;
  readonly sipp: Program;
};

/** The programs, or the reason in words why this machine cannot have them. */
export type LabInstall =
  | { readonly ok: true; readonly programs: LabPrograms }
  | { readonly ok: false; readonly reason: LabText };

const oldestMajor = 20;

/**
 * The programs of the PATH where Asterisk and SIPp are both there and new enough, else the copy in the user's cache, else
 * a copy brought in now from Debian's archive (about 20 s). `say` gets a line for whoever waits.
 */
export async function installLab(say: (line: LabText) => void): Promise<LabInstall> {
  const sipp = onPath('sipp').map(command => ({ command, args: [] }))[0];
  if (sipp !== undefined)
    for (const command of onPath('asterisk')) {
      const asterisk = { command, args: [] };
      const version = await asteriskVersion(asterisk);
      if (version !== undefined && Number.parseInt(version, 10) >= oldestMajor)
        return {
          ok: true,
          programs: { asterisk, asteriskVersion: version, asteriskFolders: undefined, sipp },
        };
    }
  const tree = await extractedTree(say);
  if (!tree.ok) return tree;
  return {
    ok: true,
    programs: {
      asterisk: tree.program('usr/sbin/asterisk'),
      asteriskVersion: tree.asteriskVersion,
      asteriskFolders: {
        modules: join(tree.libraries, 'asterisk/modules'),
        data: join(tree.folder, 'usr/share/asterisk'),
      },
      sipp: tree.program('usr/bin/sipp'),
    },
  };
}

/** Daemons live in sbin, which is not on the PATH of everybody. */
function onPath(name: string): string[] {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return [...new Set(folders)].map(folder => join(folder, name)).filter(path => existsSync(path));
}
