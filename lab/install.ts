// Finds, or brings in, the programs of the lab: Asterisk from 20 on, and SIPp. They run without root and touch nothing
// of the system.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
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

/** Where to look; what is not given is the user's own. */
export type LabPlaces = {
  /** Folders of programs, separated by colons. */
  readonly path?: string;
  readonly cache?: string;
};

/**
 * The programs of the PATH where Asterisk and SIPp are both there and new enough, else the copy in the user's cache, else
 * a copy brought in now from Debian's archive (about 20 s). `say` gets a line for whoever waits.
 */
export async function installLab(
  say: (line: LabText) => void,
  { path = usualPath(), cache = usualCache() }: LabPlaces = {},
): Promise<LabInstall> {
  const sipp = programsIn(path, 'sipp').map(command => ({ command, args: [] }))[0];
  if (sipp !== undefined)
    for (const command of programsIn(path, 'asterisk')) {
      const asterisk = { command, args: [] };
      const version = await asteriskVersion(asterisk);
      if (version !== undefined && Number.parseInt(version, 10) >= oldestMajor)
        return {
          ok: true,
          programs: { asterisk, asteriskVersion: version, asteriskFolders: undefined, sipp },
        };
    }
  const tree = await extractedTree(say, { path, cache });
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
function usualPath(): string {
  return [process.env['PATH'] ?? '', '/usr/sbin', '/usr/local/sbin'].join(delimiter);
}

function usualCache(): string {
  const cache = process.env['XDG_CACHE_HOME'];
  return join(cache !== undefined && cache !== '' ? cache : join(homedir(), '.cache'), 'plateau');
}

function programsIn(path: string, name: string): string[] {
  const folders = [...new Set(path.split(delimiter))].filter(folder => folder !== '');
  return folders.map(folder => join(folder, name)).filter(file => existsSync(file));
}
