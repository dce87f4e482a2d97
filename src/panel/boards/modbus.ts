// Answers to Modbus requests (Application Protocol V1.1b3, 6.3, 6.4, 7). Read-only: everything that writes is refused. Pure.

/** The register at an address, or `null` where there is none. */
export type ReadRegister = (address: number) => number | null;

const readHolding = 0x03;
const readInput = 0x04;
const mostRegisters = 125;
const illegalFunction = 1;
const illegalAddress = 2;
const illegalValue = 3;

/** The PDU that answers a PDU. Function 3 and 4 say the same. */
export function answerModbus(pdu: Uint8Array, read: ReadRegister): Uint8Array {
  const [code = 0] = pdu;
  if (code !== readHolding && code !== readInput) return exception(code, illegalFunction);
  if (pdu.length !== 5) return exception(code, illegalValue);
  const view = new DataView(pdu.buffer, pdu.byteOffset);
  const [first, count] = [view.getUint16(1), view.getUint16(3)];
  if (count < 1 || count > mostRegisters) return exception(code, illegalValue);
  const answer = new Uint8Array(2 + 2 * count);
  answer.set([code, 2 * count]);
  const registers = new DataView(answer.buffer, 2);
  for (let index = 0; index < count; index += 1) {
    const register = read(first + index);
    if (register === null) return exception(code, illegalAddress);
    registers.setUint16(2 * index, register);
  }
  return answer;
}

function exception(code: number, why: number): Uint8Array {
  return Uint8Array.of(code | 0x80, why);
}
