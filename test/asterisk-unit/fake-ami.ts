// A server that speaks AMI as badly as a test wants.
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

type Fields = ReadonlyMap<string, string>;

export type FakeAmi = {
  readonly port: number;
  /** Actions as they came over the wire, without the log-in. */
  readonly actions: readonly Fields[];
  /** Sends text or bytes as they stand to every client. */
  readonly say: (text: string | Uint8Array) => void;
  readonly drop: () => void;
};

type Scope = { readonly teardown: (action: () => Promise<void>) => unknown };

export type FakeAmiManners = {
  /** Greets, and says no more. */
  readonly silent?: boolean;
  /**
   * The answer to an action other than the log-in: `{id}` stands for its ActionID line; null never answers. `Success` if not
   * given.
   */
  readonly answer?: (action: string, fields: Fields) => string | null;
};

const success = 'Response: Success\r\n{id}\r\n\r\n';

/** Listens on loopback. The secret is `right`. */
export async function givenAmi(t: Scope, { silent = false, answer }: FakeAmiManners = {}): Promise<FakeAmi> {
  const actions: Fields[] = [];
  const sockets = new Set<Socket>();
  const textFor = (fields: Fields): string | null => {
    const action = fields.get('Action') ?? '';
    if (silent) return null;
    if (action === 'login') return loginAnswer(fields.get('Secret') === 'right');
    actions.push(fields);
    return answer === undefined ? success : answer(action, fields);
  };
  const server = createServer(socket => {
    sockets.add(socket);
    let text = '';
    socket.setEncoding('utf8');
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.write('Asterisk Call Manager/9.0.0\r\n');
    socket.on('data', (chunk: string) => {
      const packets = (text + chunk).split('\r\n\r\n');
      text = packets.pop() ?? '';
      for (const fields of packets.map(fieldsOf)) {
        const said = textFor(fields);
        if (said !== null) socket.write(said.replaceAll('{id}', `ActionID: ${fields.get('ActionID')}`));
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  t.teardown(async () => {
    drop();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const say = (text: string | Uint8Array) => {
    for (const socket of sockets) socket.write(text);
  };
  return { port: address.port, actions, say, drop };
}

function loginAnswer(right: boolean): string {
  return right
    ? 'Response: Success\r\n{id}\r\nMessage: Authentication accepted\r\n\r\nEvent: FullyBooted\r\nStatus: Fully Booted\r\n\r\n'
    : 'Response: Error\r\n{id}\r\nMessage: Authentication failed\r\n\r\n';
}

function fieldsOf(packet: string): Fields {
  return new Map(
    packet.split('\r\n').map(line => {
      const colon = line.indexOf(': ');
      return [line.slice(0, colon), line.slice(colon + 2)] as const;
    }),
  );
}
