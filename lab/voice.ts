// A voice for SIPp's phones, which have none: sends a tone by RTP (A-law) and measures which tones come back. So a test can tell who
// hears whom. Asterisk's port is learned from what Asterisk sends first, as phones behind a router do.
import { createSocket, type Socket } from 'node:dgram';

const rate = 8_000;
const frameMs = 20;
const frameSamples = (rate * frameMs) / 1000;
const headerBytes = 12;
/** Of A-law, RFC 3551. */
const payloadType = 8;
/** Half of the loudest. */
const amplitude = 16_000;

export type Voice = {
  /** What the SDP has to name. */
  readonly port: number;
  /** Sends this tone from now on; null: silence. */
  readonly sing: (hertz: number | null) => void;
  /** How loud the tone is in what was heard in the last `ms`: 0 nothing, 1 as loud as `sing` sings. */
  readonly hears: (hertz: number, ms?: number) => number;
  /** What was heard of an earlier talk is no longer heard. */
  readonly forget: () => void;
  /** Packets heard so far. */
  readonly packets: () => number;
  readonly stop: () => Promise<void>;
};

/** Listens on a port of its own, which must be even: the next one is RTCP's. */
export async function startVoice(hertz: number | null, address = '127.0.0.1'): Promise<Voice> {
  const socket = await evenSocket(address);
  let singing = hertz;
  let heard: number[] = [];
  let packets = 0;
  let peer: { readonly address: string; readonly port: number } | null = null;
  socket.on('message', (packet, from) => {
    peer = from;
    packets += 1;
    const type = (packet[1] ?? 0) & 0x7f;
    if (type !== payloadType && type !== 0) return;
    for (const byte of packet.subarray(headerBytes))
      heard.push(type === 0 ? fromMuLaw(byte) : fromALaw(byte));
    if (heard.length > rate * 10) heard = heard.slice(-rate * 5);
  });
  const source = Math.floor(Math.random() * 0xffff_ffff);
  let frame = 0;
  const sending = setInterval(() => {
    if (peer === null) return;
    const packet = Buffer.alloc(headerBytes + frameSamples);
    packet[0] = 0x80;
    packet[1] = payloadType;
    packet.writeUInt16BE(frame & 0xffff, 2);
    packet.writeUInt32BE((frame * frameSamples) >>> 0, 4);
    packet.writeUInt32BE(source, 8);
    for (let index = 0; index < frameSamples; index++)
      packet[headerBytes + index] = toALaw(sampleAt(frame * frameSamples + index, singing));
    frame += 1;
    socket.send(packet, peer.port, peer.address);
  }, frameMs);
  return {
    port: socket.address().port,
    sing: next => {
      singing = next;
    },
    hears: (tone, ms = 500) => loudness(heard.slice((-rate * ms) / 1000), tone),
    forget: () => {
      heard = [];
    },
    packets: () => packets,
    stop: () => {
      clearInterval(sending);
      return new Promise(resolve => socket.close(() => resolve()));
    },
  };
}

async function evenSocket(address: string): Promise<Socket> {
  for (;;) {
    const socket = createSocket('udp4');
    await new Promise<void>(resolve => socket.bind(0, address, resolve));
    if (socket.address().port % 2 === 0) return socket;
    await new Promise<void>(resolve => socket.close(() => resolve()));
  }
}

const sampleAt = (index: number, hertz: number | null) =>
  hertz === null ? 0 : Math.round(amplitude * Math.sin((2 * Math.PI * hertz * index) / rate));

/** Goertzel's filter: the amplitude of one tone in the samples, against that with which we sing. */
export function loudness(samples: readonly number[], hertz: number): number {
  if (samples.length < frameSamples) return 0;
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / rate);
  let [before, last] = [0, 0];
  for (const sample of samples) [before, last] = [last, sample + turn * last - before];
  const power = before * before + last * last - turn * before * last;
  return (2 * Math.sqrt(Math.max(0, power))) / samples.length / amplitude;
}

/** G.711 A-law. */
function toALaw(sample: number): number {
  const sign = sample >= 0 ? 0x80 : 0;
  let magnitude = Math.min(32_635, Math.abs(sample));
  let exponent = 7;
  for (let mask = 0x4000; exponent > 0 && (magnitude & mask) === 0; mask >>= 1) exponent -= 1;
  magnitude = (magnitude >> (exponent === 0 ? 4 : exponent + 3)) & 0x0f;
  return (sign | (exponent << 4) | magnitude) ^ 0x55;
}

function fromALaw(byte: number): number {
  const value = byte ^ 0x55;
  const exponent = (value >> 4) & 0x07;
  const magnitude = ((value & 0x0f) << 4) + 8;
  const sample = exponent === 0 ? magnitude : (magnitude + 0x100) << (exponent - 1);
  return (value & 0x80) === 0 ? -sample : sample;
}

/** G.711 µ-law. */
function fromMuLaw(byte: number): number {
  const value = ~byte & 0xff;
  const sample = ((((value & 0x0f) << 3) + 0x84) << ((value >> 4) & 0x07)) - 0x84;
  return (value & 0x80) === 0 ? sample : -sample;
}
