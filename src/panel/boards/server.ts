// The port that displays poll: plain HTTP, answered from memory. Made for clients that know little of HTTP: no Host, HTTP/1.0,
// line feeds without carriage returns. Whatever they send, they get figures at once.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from '../../base/logger.js';
import { type Listening, listen, type Place } from '../listen.js';
import type { Answer, BoardAnswers } from './answers.js';

/** A question must be complete within this, or the connection is closed: nobody holds a place by being slow. */
const usualHeadersDeadlineMs = 5_000;
/** Displays poll every few seconds, some every minute; between two polls they may keep the connection. */
const keptAliveMs = 75_000;
const mostConnections = 5_000;

/** Serves the boards on `port` of `host`. A port that is taken is reported and tried again; nothing waits for it. */
export function serveBoards(
  answers: BoardAnswers,
  place: Place & { readonly headersDeadlineMs?: number },
  log: Logger,
): Listening {
  const headersDeadlineMs = place.headersDeadlineMs ?? usualHeadersDeadlineMs;
  const server = createServer(
    {
      requireHostHeader: false,
      headersTimeout: headersDeadlineMs,
      requestTimeout: headersDeadlineMs,
      keepAliveTimeout: keptAliveMs,
      connectionsCheckingInterval: headersDeadlineMs / 5,
      maxHeaderSize: 8_192,
      noDelay: true,
    },
    (request, response) => respond(answers, request, response),
  );
  server.maxConnections = mostConnections;
  server.on('clientError', (error, socket) => answerAnyway(answers, error, socket as Socket));
  return listen(server satisfies Server, place, { log, setting: 'panel.boardsPort' });
}

function respond(answers: BoardAnswers, request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD', 'Content-Length': 0 }).end();
    return;
  }
  const { status, type, body, etag } = answers.answer(request.url ?? '/');
  const known = request.headers['if-none-match'];
  // Small clients lose the quotes of a tag.
  if (etag !== null && known?.includes(etag.slice(1, -1)) === true) {
    response.writeHead(304, ['ETag', etag]).end();
    return;
  }
  // A list is written as it is, which is quicker than an object; header and body leave in one write.
  const headers = ['Content-Type', type, 'Content-Length', String(body.length), 'Cache-Control', 'no-cache'];
  if (etag !== null) headers.push('ETag', etag);
  response.writeHead(status, headers).end(body);
}

/** What Node's parser refuses, most often for bare line feeds, is still a question if it begins like one. */
function answerAnyway(
  answers: BoardAnswers,
  error: Error & { readonly rawPacket?: Buffer; readonly code?: string },
  socket: Socket,
): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const [, url] = /^GET +(\/[^\s]*)/.exec(error.rawPacket?.toString('latin1') ?? '') ?? [];
  const answer = url === undefined ? null : answers.answer(url);
  socket.end(answer === null ? 'HTTP/1.0 400 Bad Request\r\nContent-Length: 0\r\n\r\n' : wholeAnswer(answer));
}

function wholeAnswer({ status, type, body }: Answer): Buffer {
  const head = `HTTP/1.0 ${status} ${status === 200 ? 'OK' : 'Not Found'}\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}
