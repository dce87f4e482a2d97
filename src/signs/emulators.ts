// Signs without hardware behind real ports, as their adapters would stand there: for the demo, the tests, and a technician's bench.
import { createSocket } from 'node:dgram';
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { unreachable } from '../base/assert.js';
import type { SignSetup } from '../site/site-file.js';
import { EmulatedClock } from './awtrix/emulated.js';
import type { Clock } from './clock.js';
import { wireOf } from './drivers.js';
import type { Emulated } from './emulated.js';
import { EmulatedSign } from './emulated-sign.js';
import { type Emulator, startEmulator } from './emulator.js';
import { EmulatedModbusDisplay } from './modbus/emulated.js';
import { EmulatedTextBoard } from './text/emulated.js';

/** The sign that a setup describes, without hardware. */
export function emulate({ speech, columns, rows }: Pick<SignSetup, 'speech' | 'columns' | 'rows'>): Emulated {
  switch (speech.protocol) {
    case 'alpha': {
      // An address of its own: it also takes what is for everybody.
      const address = speech.address === '00' ? '01' : speech.address;
      return new EmulatedSign({ wire: wireOf(speech), destination: { type: 'Z', address } });
    }
    case 'modbus':
      return new EmulatedModbusDisplay({ ...speech, columns, rows });
    case 'text':
      return new EmulatedTextBoard({ ...speech, columns, rows });
    case 'awtrix':
      return new EmulatedClock(speech.app);
    default:
      return unreachable(speech);
  }
}

export type EmulatorKind = 'tcp' | 'udp' | 'http';

/** Puts signs behind a port of their own (0: a free one is chosen). `changed` is called after anything was received. */
export function startEmulators(
  kind: EmulatorKind,
  place: { readonly host: string; readonly port: number },
  signs: readonly Emulated[],
  clock: Clock,
  changed: () => void = () => undefined,
): Promise<Emulator> {
  if (kind === 'tcp') return startEmulator({ ...place, signs }, clock, changed);
  return (kind === 'udp' ? startUdp : startHttp)(place, signs, clock, changed);
}

type Start = (
  place: { readonly host: string; readonly port: number },
  signs: readonly Emulated[],
  clock: Clock,
  changed: () => void,
) => Promise<Emulator>;

const startUdp: Start = async (place, signs, clock, changed) => {
  const socket = createSocket('udp4');
  socket.on('message', bytes => {
    for (const sign of signs) sign.receive(bytes.toString('latin1'), clock.now());
    changed();
  });
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.bind(place.port, place.host, resolve);
  });
  return {
    port: socket.address().port,
    // There is no connection.
    cut: () => undefined,
    close: () => new Promise(resolve => socket.close(() => resolve())),
  };
};

const startHttp: Start = async (place, signs, clock, changed) => {
  const server = createHttpServer((request, response) => {
    void bodyOf(request).then(body => {
      const bytes = `${request.method} ${request.url}${body === '' ? '' : `\n${body}`}`;
      const [status = '404'] = signs.flatMap(sign => sign.receive(bytes, clock.now()));
      response.writeHead(Number(status), { connection: 'close' }).end('{}');
      changed();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(place.port, place.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => server.closeAllConnections(),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

/** A request that is cut ends with what has come. */
async function bodyOf(request: IncomingMessage): Promise<string> {
  return new Promise(resolve => {
    let body = '';
    request.setEncoding('latin1').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('close', () => resolve(body));
    request.on('end', () => resolve(body));
    request.on('error', () => resolve(body));
  });
}
