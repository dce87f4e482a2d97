// How the programs of the lab are started, and what version they say they are.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** `args` come before the program's own arguments (the loader and the libraries that it needs). */
export type Program = { readonly command: string; readonly args: readonly string[] };

/** `Asterisk 22.10.1+dfsg+~cs6` is 22.10.1; undefined when the program does not run here. */
export async function asteriskVersion({ command, args }: Program): Promise<string | undefined> {
  try {
    const { stdout } = await exec(command, [...args, '-V'], { timeout: 20_000 });
    return /(\d+\.\d+(?:\.\d+)?)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}
