// A program of the bench: the boards' server with figures that change four times a second, and beside it the least that a Node
// server can do, an answer that is always the same. Tells its parent the ports, then its own CPU time whenever it is asked.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Logger } from '../src/base/logger.js';
import { BoardAnswers } from '../src/panel/boards/answers.js';
import { serveBoards } from '../src/panel/boards/server.js';
import { emptyFloor } from '../src/panel/floor.js';
import { localDates, localTimes } from '../src/panel/local-date.js';
import { momentOf } from '../src/panel/moment.js';
import { applyFact } from '../src/panel/projection.js';
import { setUp } from '../src/panel/setup.js';
import { loadSiteFile } from '../src/site/load.js';

/** What the parent is told first. */
export type BoardPorts = { readonly boards: number; readonly plain: number };
/** The answer to `cpu`: CPU time of this process so far. */
export type CpuTime = { readonly cpuMs: number };

const changeEveryMs = 250;
const waiting = 12;

const print = (fields: object, message: string) => console.error(message, fields);
const silent = () => undefined;
const log: Logger = { debug: silent, info: silent, warn: print, error: print, child: () => log };

async function main(): Promise<void> {
  const file = fileURLToPath(new URL('../../config/site.yaml', import.meta.url));
  const loaded = await loadSiteFile(file, { nowMs: Date.now(), secrets: 'skip' });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const { site } = loaded;
  const setup = setUp(site.core, localDates(site.zone));
  const { name: siteName, language } = site.core;
  const answers = new BoardAnswers({
    boards: site.boards,
    siteName,
    language,
    localTime: localTimes(site.zone),
  });
  const floor = emptyFloor();
  for (let seq = 1; seq <= waiting; seq += 1) {
    const about = { channel: '', caller: '', callerName: '', dialled: '', trunk: '', choice: '' };
    const fact = {
      ...about,
      call: `c${seq}`,
      flow: 'n1',
      language: 'fr',
      priority: 0,
      virtualEntryAtMs: 0,
    } as const;
    applyFact(floor, { seq, atMs: Date.now(), fact: { type: 'call-queued', ...fact } }, setup.rules);
  }
  const change = () => {
    const status = { currentAtMs: Date.now(), complete: true, counted: null, lost: null, heartbeat: null };
    answers.update(momentOf(floor, status, setup, Date.now()));
  };
  change();
  setInterval(change, changeEveryMs);
  const boards = serveBoards(answers, { host: '127.0.0.1', port: 0 }, log);
  await boards.tried;

  const body = Buffer.from('N1 ATT  12  1:00    \r\n'.repeat(4));
  const plain = createServer((_request, response) => {
    response.writeHead(200, ['Content-Type', 'text/plain', 'Content-Length', String(body.length)]).end(body);
  });
  await new Promise<void>(resolve => plain.listen(0, '127.0.0.1', resolve));
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMs: (user + system) / 1000 } satisfies CpuTime);
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({
    boards: boards.port() ?? 0,
    plain: (plain.address() as AddressInfo).port,
  } satisfies BoardPorts);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
