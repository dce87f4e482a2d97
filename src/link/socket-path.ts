// The socket's place in the file system: one daemon listens there. What a dead one left behind is removed, a live one is respected.
import { chmodSync, lstatSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { OutsideError } from '../base/errors.js';

/** Longer paths are cut by the kernel's interface without a word. */
const pathLimit = 107;

const pidPath = (path: string) => `${path}.pid`;

/** Listens on `path`, for owner and group only. Rejects with `socket-in-use` (another daemon is alive) or `socket-failed`. */
export async function listenOn(server: Server, path: string): Promise<void> {
  if (Buffer.byteLength(path) > pathLimit)
    throw new OutsideError(
      'socket-failed',
      `${path} is longer than the ${pathLimit} bytes of a socket's path`,
    );
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there !== undefined && !there.isSocket())
    throw new OutsideError('socket-failed', `${path} exists and is not a socket`);
  if (await isAlive(path))
    throw new OutsideError('socket-in-use', `another plateaud (pid ${readPid(path)}) listens on ${path}`);
  try {
    rmSync(path, { force: true });
    await listen(server, path);
    chmodSync(path, 0o660);
    writeFileSync(pidPath(path), `${process.pid}\n`);
  } catch (error) {
    throw new OutsideError('socket-failed', `cannot listen on ${path}: ${(error as Error).message}`, error);
  }
}

/** Removes what `listenOn` left beside the socket; the socket itself goes with the server. */
export function forget(path: string): void {
  rmSync(pidPath(path), { force: true });
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // Nobody else may connect in the moment between making the socket and setting its permissions.
    const mask = process.umask(0o117);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
    process.umask(mask);
  });
}

function isAlive(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', error => {
      const code = 'code' in error ? error.code : '';
      if (code === 'ECONNREFUSED' || code === 'ENOENT') resolve(false);
      else reject(new OutsideError('socket-failed', `cannot use ${path}: ${error.message}`, error));
    });
  });
}

function readPid(path: string): string {
  try {
    return readFileSync(pidPath(path), 'utf8').trim();
  } catch (error) {
    return `unknown: ${(error as Error).message}`;
  }
}
