// A server that speaks ARI: commands by HTTP, each for itself, and on websockets, one behind the other, as Asterisk does.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { parsed } from '../../src/asterisk/commands-http.js';
import { textAt } from '../../src/asterisk/events.js';

export type Asked = {
  readonly by: 'http' | 'websocket';
  readonly method: string;
  readonly uri: string;
  readonly body: unknown;
};

export type FakeAri = {
  readonly port: number;
  /** Commands as they were begun. */
  readonly asked: readonly Asked[];
  /** Names of the apps whose websockets were opened, in that order. */
  readonly streams: readonly string[];
  /** Commands whose address begins so are answered only after `release`. */
  readonly stick: (uriPrefix: string) => void;
  readonly release: () => void;
  /** Text to every open websocket; with `app`, to those of that app only. */
  readonly say: (text: string, app?: string) => void;
  /** Ends every websocket. */
  readonly drop: () => void;
  /** Takes no new connections. */
  readonly close: () => void;
};

type Scope = { readonly teardown: (action: () => Promise<void>) => unknown };
type Begin = (command: Asked) => Promise<string>;

/**
 * Every command is answered with 200 and `{"uri": …}`, and told to `heard`. Of events it documents `StasisEnd`. Without `pongs` it
 * answers no ping.
 */
export async function givenAri(
  t: Scope,
  heard?: (command: Asked) => void,
  { pongs = true } = {},
): Promise<FakeAri> {
  const asked: Asked[] = [];
  const streams: string[] = [];
  const clients = new Map<WebSocket, string>();
  let stuck: { readonly prefix: string; readonly until: Promise<void>; readonly release: () => void } | null =
    null;
  const begin: Begin = async command => {
    asked.push(command);
    heard?.(command);
    if (stuck !== null && command.uri.startsWith(stuck.prefix)) await stuck.until;
    const about = command.uri === 'asterisk/info' ? { system: { version: '22.10.1' } } : {};
    return JSON.stringify({ uri: command.uri, ...about });
  };
  const http = httpSide(begin);
  new WebSocketServer({ server: http, autoPong: pongs }).on('connection', (socket, request) => {
    const app = new URL(`http://x${request.url}`).searchParams.get('app') ?? '';
    clients.set(socket, app);
    socket.on('close', () => clients.delete(socket));
    streams.push(app);
    serveWebsocket(socket, begin);
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const release = () => {
    stuck?.release();
    stuck = null;
  };
  const drop = () => {
    for (const client of clients.keys()) client.terminate();
  };
  t.teardown(async () => {
    release();
    drop();
    http.close();
    http.closeAllConnections();
  });
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    asked,
    streams,
    stick: prefix => {
      let release = (): void => undefined;
      const until = new Promise<void>(resolve => {
        release = resolve;
      });
      stuck = { prefix, until, release };
    },
    release,
    say: (text, app) => {
      for (const [client, its] of clients) if (app === undefined || its === app) client.send(text);
    },
    drop,
    close: () => {
      http.close();
    },
  };
}

function httpSide(begin: Begin): Server {
  return createServer((request, response) => {
    const url = request.url ?? '';
    const docs = docsOf(url, `http://${request.headers.host}`);
    void bodyOf(request)
      .then(body => begin({ by: 'http', method: request.method ?? '', uri: url.slice('/ari/'.length), body }))
      .then(answer => response.end(docs === null ? answer : JSON.stringify(docs)));
  });
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return parsed(text);
}

/** One command after the other. */
function serveWebsocket(socket: WebSocket, begin: Begin): void {
  let last: Promise<void> = Promise.resolve();
  socket.on('message', data => {
    const message = parsed(String(data));
    last = last.then(async () => {
      const answer = await begin({
        by: 'websocket',
        method: textAt(message, 'method'),
        uri: textAt(message, 'uri'),
        body: parsed(textAt(message, 'message_body')),
      });
      const id = textAt(message, 'request_id');
      socket.send(
        JSON.stringify({ type: 'RESTResponse', request_id: id, status_code: 200, message_body: answer }),
      );
    });
  });
}

/** The description from which ari-client learns what events there are. */
function docsOf(url: string, origin: string): object | null {
  const common = { apiVersion: '1', swaggerVersion: '1.1', basePath: `${origin}/ari` };
  if (url === '/ari/api-docs/resources.json')
    return { ...common, apis: [{ path: '/api-docs/events.{format}', description: 'Events' }] };
  if (!url.startsWith('/ari/api-docs/events')) return null;
  const models = { StasisEnd: { id: 'StasisEnd', properties: {} } };
  return { ...common, resourcePath: '/api-docs/events.{format}', apis: [], models };
}
