// Which way commands go: a fake ARI, because no test can afford the thousand channels at which the wrong way ends Asterisk.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { WebSocketServer } from 'ws';
import { requests } from '../../src/asterisk/commands.js';
import { websocketCommands } from '../../src/asterisk/commands-websocket.js';

t.test(
  'orders go by websocket, questions by HTTP: a large answer on a websocket would end Asterisk',
  async t => {
    const came: string[] = [];
    const server = createServer((request, response) => {
      came.push(`http ${request.method} ${request.url}`);
      response.end('[]');
    });
    const sockets = new WebSocketServer({ server });
    sockets.on('connection', socket =>
      socket.on('message', data => {
        const { method, uri, request_id } = JSON.parse(String(data));
        came.push(`websocket ${method} ${uri}`);
        socket.send(JSON.stringify({ type: 'RESTResponse', request_id, status_code: 204 }));
      }),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const commands = await websocketCommands({
      address: { host: '127.0.0.1', port, user: 'plateau', password: 'x' },
      app: 'plateau-test',
      sockets: 2,
      deadlineMs: 2_000,
      stuckAfterMs: 1_000,
      closed: () => undefined,
    });
    t.teardown(() => {
      commands.close();
      sockets.close();
      server.closeAllConnections();
      server.close();
    });

    const answers = [
      await commands.run('channels', requests.channels()),
      await commands.run('1.1', requests.answer('1.1')),
      await commands.run('1.1', requests.channel('1.1')),
      await commands.run('1.1', requests.hangUp('1.1')),
    ];

    t.strictSame(answers, [
      { known: true, status: 200, body: [] },
      { known: true, status: 204, body: null },
      { known: true, status: 200, body: [] },
      { known: true, status: 204, body: null },
    ]);
    t.strictSame(came, [
      'http GET /ari/channels',
      'websocket POST channels/1.1/answer',
      'http GET /ari/channels/1.1',
      'websocket DELETE channels/1.1',
    ]);
  },
);
