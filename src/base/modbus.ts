// Modbus TCP frames (MODBUS Messaging on TCP/IP Implementation Guide V1.0b, 3.1.3): what both our server for PLCs and our client for
// displays stand on. Pure.

/** One frame: `pdu` is the function code and its data. */
export type ModbusFrame = {
  readonly transaction: number;
  readonly unit: number;
  readonly pdu: Uint8Array;
};

/** Transaction, protocol 0, length of what follows, unit. */
const headerBytes = 7;
/** A PDU has at most 253 bytes (Application Protocol V1.1b3, 4.1). */
const mostPduBytes = 253;

/** The bytes of a frame. */
export function encodeModbus({ transaction, unit, pdu }: ModbusFrame): Uint8Array {
  const bytes = new Uint8Array(headerBytes + pdu.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, transaction);
  view.setUint16(4, pdu.length + 1);
  view.setUint8(6, unit);
  bytes.set(pdu, headerBytes);
  return bytes;
}

/** Finds frames in a stream. Bytes that are no frame make it `broken` for good: the connection is worth nothing then. */
export class ModbusFrames {
  #pending: Uint8Array = new Uint8Array();
  #broken = false;

  get broken(): boolean {
    return this.#broken;
  }

  /** A frame has begun and is not complete. */
  get isWithin(): boolean {
    return this.#pending.length > 0;
  }

  /** The frames that these bytes complete. */
  push(bytes: Uint8Array): ModbusFrame[] {
    const all = new Uint8Array(this.#pending.length + bytes.length);
    all.set(this.#pending);
    all.set(bytes, this.#pending.length);
    const frames: ModbusFrame[] = [];
    let at = 0;
    while (!this.#broken && all.length - at >= headerBytes) {
      const view = new DataView(all.buffer, at);
      const length = view.getUint16(4);
      this.#broken = view.getUint16(2) !== 0 || length < 2 || length > mostPduBytes + 1;
      const end = at + headerBytes - 1 + length;
      if (this.#broken || all.length < end) break;
      frames.push({
        transaction: view.getUint16(0),
        unit: view.getUint8(6),
        pdu: all.slice(at + headerBytes, end),
      });
      at = end;
    }
    this.#pending = this.#broken ? new Uint8Array() : all.slice(at);
    return frames;
  }
}
