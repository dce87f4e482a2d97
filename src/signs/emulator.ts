// A sign without hardware behind a TCP port, as if an Ethernet adapter stood there: for the demo, the tests, and a technician's bench.
import { createServer, type Socket } from 'node:net';
import { assert } from '../base/assert.js';
import type { Clock } from './clock.js';
import type { Emulated } from './emulated.js';

/** Where it listens and what stands behind it. Port 0: a free one is chosen. */
export interface EmulatorSettings {
  readonly host: string;
  readonly port: number;
  readonly signs: readonly Emulated[];
}

/** An adapter with its signs, running. */
export interface Emulator {
  readonly port: number;
  /** Cuts the connection of its client, as a network does. */
  cut(): void;
  close(): Promise<void>;
}

/** Starts an emulated adapter. `changed` is called after anything was received. Rejects when the port cannot be had. */
export async function startEmulator(
  settings: EmulatorSettings,
  clock: Clock,
  changed: () => void = () => undefined,
): Promise<Emulator> {
  const { signs } = settings;
  const clients = new Set<Socket>();
  const server = createServer({ noDelay: true }, client => {
    clients.add(client);
    client.setEncoding('latin1');
    client.on('data', data => {
      for (const sign of signs)
        for (const answer of sign.receive(String(data), clock.now())) client.write(answer, 'latin1');
      changed();
    });
    // A client that goes away is nothing to tell: `close` follows.
    client.on('error', () => client.destroy());
    client.on('close', () => clients.delete(client));
  });
  // An adapter serves one client: another one is turned away.
  server.maxConnections = 1;
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(settings.port, settings.host, resolve);
  });
  const address = server.address();
  assert(typeof address === 'object' && address !== null, 'the emulator has a port');
  const cut = () => {
    for (const client of clients) client.destroy();
  };
  return {
    port: address.port,
    cut,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        cut();
      }),
  };
}
