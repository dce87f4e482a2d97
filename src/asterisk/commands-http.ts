// Commands by HTTP: for an Asterisk that cannot take them on a websocket, and the way round a websocket that is stuck.
import { Agent, request as httpRequest } from 'node:http';
import type { AriAddress } from './ari-client.js';
import { type AriAnswer, type AriRequest, type Commands, uriOf } from './commands.js';

/** More new connections at once than this run into Asterisk's short listen queue, and wait a second there. */
const connections = 8;

/** Commands of one lane wait for each other. `deadlineMs` counts from the moment at which a command is sent. */
export function httpCommands(address: AriAddress, deadlineMs: number): Commands {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const lanes = new Map<string, Promise<AriAnswer>>();
  const closing = new AbortController();
  return {
    run: (lane, request) => {
      const send = () => sendByHttp(address, request, deadlineMs, { agent, closing: closing.signal });
      const answer = (lanes.get(lane)?.then(send) ?? send()).finally(() => {
        if (lanes.get(lane) === answer) lanes.delete(lane);
      });
      lanes.set(lane, answer);
      return answer;
    },
    close: () => {
      closing.abort();
      agent.destroy();
    },
  };
}

/** One request. Never rejects. */
export function sendByHttp(
  address: AriAddress,
  request: AriRequest,
  deadlineMs: number,
  shared?: { readonly agent: Agent; readonly closing: AbortSignal },
): Promise<AriAnswer> {
  if (shared?.closing.aborted === true) return Promise.resolve({ known: false, why: 'not connected' });
  const body = request.body === undefined ? '' : JSON.stringify(request.body);
  const credentials = Buffer.from(`${address.user}:${address.password}`).toString('base64');
  return new Promise(resolve => {
    const fail = (error: Error, reused: boolean) => {
      const code = 'code' in error ? String(error.code) : error.message;
      // Asterisk closed an idle connection as we took it up: the request was not read.
      if (reused && code === 'ECONNRESET') resolve(sendByHttp(address, request, deadlineMs, shared));
      else resolve({ known: false, why: code });
    };
    const outgoing = httpRequest(
      {
        host: address.host,
        port: address.port,
        method: request.method,
        path: `/ari/${uriOf(request)}`,
        headers: {
          authorization: `Basic ${credentials}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
        signal: AbortSignal.any([AbortSignal.timeout(deadlineMs), ...(shared ? [shared.closing] : [])]),
        // Node's own agent may have a connection of a link that was given up, as slow or dead as that was.
        agent: shared?.agent ?? false,
      },
      incoming => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', error => fail(error, false));
        incoming.on('end', () =>
          resolve({
            known: true,
            status: incoming.statusCode ?? 0,
            body: parsed(Buffer.concat(chunks).toString()),
          }),
        );
      },
    );
    outgoing.on('error', error => fail(error, outgoing.reusedSocket));
    outgoing.end(body);
  });
}

/** The JSON of an answer; an error page, or nothing, is `null`. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
