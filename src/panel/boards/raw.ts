// For displays that know no HTTP at all: whoever connects gets the text of one board and the connection is closed.
import { createServer, type Socket } from 'node:net';
import type { Logger } from '../../base/logger.js';
import type { BoardSetup } from '../../site/site-file.js';
import { type Listening, listen, type Place } from '../listen.js';
import type { BoardAnswers } from './answers.js';
import { answerOne } from './one-request.js';

/** Who has not gone by then is cut, whether he reads, writes or does neither. */
const readDeadlineMs = 5_000;
const mostConnections = 500;

/** Serves the board on the port that the site file gives it. */
export function serveRawBoard(
  answers: BoardAnswers,
  board: BoardSetup,
  place: Place,
  log: Logger,
): Listening {
  const setting = `boards.${board.id}.port`;
  const server = createServer({ noDelay: true }, socket => {
    const deadline = setTimeout(() => socket.destroy(), readDeadlineMs);
    socket.on('close', () => clearTimeout(deadline));
    // Displays cut their connections in all ways; each of them is the end of it.
    socket.on('error', () => socket.destroy());
    // What it may have sent is read away: closing with bytes unread would reset the connection and lose the answer.
    socket.resume();
    const answer = () => answerOnce(socket, answers.textOf(board));
    answerOne(log, setting, answer, () => socket.destroy());
  });
  server.maxConnections = mostConnections;
  return listen(server, place, { log, setting });
}

function answerOnce(socket: Socket, text: Buffer): void {
  socket.end(text);
}
