// The first question to ARI, asked by plain HTTP: it tells apart a wrong password, an ARI that is not there, an Asterisk that is
// too old, and nobody at all, where a websocket would only fail to open.
import { OutsideError } from '../base/errors.js';
import type { AriAddress } from './ari-client.js';
import { requests } from './commands.js';
import { sendByHttp } from './commands-http.js';
import { textAt, timeOf } from './events.js';

const answerWithinMs = 5_000;

export type AsteriskInfo = {
  /** For example `22.10.1`. */
  readonly version: string;
  /** Closes the holes in ARI that were published in June 2026. */
  readonly isSafe: boolean;
  /** Takes commands on a websocket. */
  readonly takesWebsocketCommands: boolean;
  /** When this Asterisk began, epoch ms by its own clock; null when it does not say. */
  readonly startedAtMs: number | null;
};

/** Rejects with an `OutsideError`: `ari-refused`, `ari-silent`, `ari-login`, `ari-missing`, `asterisk-too-old`. */
export async function askAsterisk(address: AriAddress): Promise<AsteriskInfo> {
  const where = `ARI at ${address.host}:${address.port}`;
  const answer = await sendByHttp(address, requests.info(), answerWithinMs);
  if (!answer.known) {
    const silent = answer.why === 'ABORT_ERR' || answer.why === 'TimeoutError';
    throw new OutsideError(silent ? 'ari-silent' : 'ari-refused', `${where}: ${answer.why}`);
  }
  if (answer.status === 401 || answer.status === 403)
    throw new OutsideError('ari-login', `${where} refused user ${address.user} (${answer.status})`);
  const version = versionIn(textAt(answer.body, 'system', 'version'));
  if (answer.status !== 200 || version === null)
    throw new OutsideError('ari-missing', `${where} answered ${answer.status} to /ari/asterisk/info`);
  const info = infoOf(version);
  if (info === null) throw new OutsideError('asterisk-too-old', `${where} is Asterisk ${version}`);
  return { ...info, startedAtMs: timeOf(textAt(answer.body, 'status', 'startup_time')) };
}

/** `22.10.1~dfsg+~cs6.15.60671435-1` is 22.10.1; null where there is no version. */
export function versionIn(text: string): string | null {
  return /^(?:certified[/-])?(\d+(?:\.\d+){1,2})/.exec(text)?.[1] ?? null;
}

/** Null when Plateau does not run with that version. */
export function infoOf(version: string): Omit<AsteriskInfo, 'startedAtMs'> | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 20) return null;
  const firstWithCommands = new Map([
    [20, 14],
    [21, 9],
    [22, 4],
  ]);
  return {
    version,
    isSafe: compareVersions(version, '22.10.1') >= 0,
    takesWebsocketCommands: minor >= (firstWithCommands.get(major) ?? 0),
  };
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let index = 0; index < 3; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
