// For the most primitive displays of all: whatever datagram they send, the text of one board comes back.
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import type { Logger } from '../../base/logger.js';
import type { BoardSetup } from '../../site/site-file.js';
import { everybody, type Listening, type Place } from '../listen.js';
import type { BoardAnswers } from './answers.js';
import { answerOne } from './one-request.js';

const usualAgainAfterMs = 10_000;
/** From one address, a second: a forged sender must not make us flood somebody. */
const mostPerSecond = 20;
const mostSenders = 10_000;

/** Serves the board on the UDP port that the site file gives it. A port that is taken is said and tried again. */
export function serveUdpBoard(
  answers: BoardAnswers,
  board: BoardSetup,
  { host, port, againAfterMs = usualAgainAfterMs, allowed = everybody }: Place,
  log: Logger,
): Listening {
  const setting = `boards.${board.id}.udpPort`;
  let bound: number | null = null;
  let closed = false;
  let timer: NodeJS.Timeout | null = null;
  let socket: Socket | null = null;
  const mayAsk = rateLimit(mostPerSecond);
  const open = (tried: () => void) => {
    const opened = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    socket = opened;
    opened.on('listening', () => {
      bound = opened.address().port;
      log.info({ host, port: bound, setting, udp: true }, 'listening');
      tried();
    });
    opened.on('message', (_, { address, port: back }: RemoteInfo) => {
      // Nobody can be answered at port 0, and Node throws at the attempt.
      if (back === 0 || !allowed(address) || !mayAsk(address)) return;
      // Whether it arrives is nobody's to know: it is a datagram.
      const answer = () => opened.send(answers.textOf(board), back, address, () => undefined);
      answerOne(log, setting, answer, () => undefined);
    });
    opened.on('error', (error: NodeJS.ErrnoException) => {
      log.error({ host, port, setting, code: error.code, againAfterMs }, 'port cannot be listened on');
      bound = null;
      opened.close();
      tried();
      if (!closed) timer = setTimeout(() => open(() => undefined), againAfterMs);
    });
    opened.bind(port, host);
  };
  const tried = new Promise<void>(resolve => open(resolve));
  return {
    port: () => bound,
    tried,
    close: () =>
      new Promise(resolve => {
        closed = true;
        if (timer !== null) clearTimeout(timer);
        if (bound === null || socket === null) resolve();
        else socket.close(() => resolve());
        bound = null;
      }),
  };
}

/** At most so many a second of one sender; all are counted afresh each second. */
function rateLimit(most: number): (sender: string) => boolean {
  let second = 0;
  const counts = new Map<string, number>();
  return sender => {
    const now = Math.floor(performance.now() / 1000);
    if (now !== second) counts.clear();
    second = now;
    const count = (counts.get(sender) ?? 0) + 1;
    if (counts.size >= mostSenders && count === 1) return false;
    counts.set(sender, count);
    return count <= most;
  };
}
