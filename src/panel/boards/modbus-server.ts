// The port that PLCs and HMI panels read over Modbus TCP.
import { createServer, type Socket } from 'node:net';
import type { Logger } from '../../base/logger.js';
import { encodeModbus, ModbusFrames } from '../../base/modbus.js';
import { type Listening, listen, type Place } from '../listen.js';
import { answerModbus, type ReadRegister } from './modbus.js';
import { answerOne } from './one-request.js';

/** A frame must be complete within this. */
const usualFrameDeadlineMs = 5_000;
/** Who asks nothing for so long has gone. */
const idleMs = 300_000;
const mostConnections = 200;
const setting = 'panel.modbusPort';
/** A client that does not read its answers is cut. */
const mostUnread = 65_536;

/** Serves registers, read-only, to any unit id. */
export function serveModbus(
  read: ReadRegister,
  place: Place & { readonly frameDeadlineMs?: number },
  log: Logger,
): Listening {
  const { frameDeadlineMs = usualFrameDeadlineMs } = place;
  const server = createServer({ noDelay: true }, socket => converse(socket, read, frameDeadlineMs, log));
  server.maxConnections = mostConnections;
  return listen(server, place, { log, setting });
}

function converse(socket: Socket, read: ReadRegister, frameDeadlineMs: number, log: Logger): void {
  const frames = new ModbusFrames();
  socket.setTimeout(idleMs, () => socket.destroy());
  // Clients cut their connections in all ways; each of them is the end of it.
  socket.on('error', () => socket.destroy());
  // From a frame's first byte: who sends one byte now and then does not hold a place.
  let deadline: NodeJS.Timeout | null = null;
  const endDeadline = () => {
    if (deadline !== null) clearTimeout(deadline);
    deadline = null;
  };
  socket.on('close', endDeadline);
  socket.on('data', (bytes: Buffer) => {
    for (const { transaction, unit, pdu } of frames.push(bytes)) {
      const answer = () => socket.write(encodeModbus({ transaction, unit, pdu: answerModbus(pdu, read) }));
      answerOne(log, setting, answer, () => socket.destroy());
    }
    if (frames.broken || socket.writableLength > mostUnread) socket.destroy();
    else if (!frames.isWithin) endDeadline();
    else deadline ??= setTimeout(() => socket.destroy(), frameDeadlineMs);
  });
}
