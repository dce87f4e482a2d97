// A sign at the end of a line, in virtual time: what the tests of this folder start from.

import { AlphaDriver, type AlphaSettings } from '../../src/signs/alpha/driver.js';
import type { Wire } from '../../src/signs/alpha/packet.js';
import { EmulatedSign } from '../../src/signs/emulated-sign.js';
import { compileLayout, type SignLayout, type SignProgram } from '../../src/signs/layout.js';
import { SignLine } from '../../src/signs/line.js';
import { colouredRows } from '../../src/signs/screen.js';
import { DEFAULT_PACING } from '../../src/signs/sign.js';
import type { SignValues } from '../../src/signs/values.js';
import { listLogger, VirtualAdapter, VirtualClock } from './virtual.js';

/** 14:05 in Paris. */
export const START_MS = Date.UTC(2026, 2, 4, 13, 5);
export const checked: Wire = { format: 'binary', checksum: true, accents: 'one-byte' };
export const quiet = { logger: listLogger(), baud: null };

export const levelOne: SignLayout = {
  id: 'plateau-1',
  columns: 24,
  rows: 2,
  pages: [{ text: 'N1 ATT {n1.waiting:3} NS {n1.level:3}%\nMAX {n1.longest:5}', mode: 'hold' }],
  values: {
    'n1.waiting': {
      thresholds: [
        { from: 1, colour: 'amber' },
        { from: 5, colour: 'red', flash: true },
      ],
    },
    'n1.level': {
      colour: 'green',
      thresholds: [
        { below: 80, colour: 'amber' },
        { below: 70, colour: 'red' },
      ],
    },
    'n1.longest': { show: 'duration', thresholds: [{ from: 60, colour: 'red' }] },
  },
};

export function program(layout: SignLayout): SignProgram {
  const compiled = compileLayout(layout);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors));
  return compiled.program;
}

/** What stands between STX and ETX or EOT. */
export function bodyOf(bytes: string): string {
  return bytes.split('\x02')[1]?.split('\x03')[0] ?? '';
}

/** A sign at the end of a line, in virtual time. */
export function givenSign(layout: SignLayout = levelOne, wire: Wire = checked) {
  const clock = new VirtualClock(START_MS);
  const sign = new EmulatedSign({ wire, destination: { type: 'Z', address: '01' } });
  const adapter = new VirtualAdapter(clock, [sign]);
  const settings: AlphaSettings = {
    program: program(layout),
    destination: { type: 'Z', address: '00' },
    accents: wire.format === 'binary' ? wire.accents : 'two-byte',
    language: 'fr',
    zone: 'Europe/Paris',
    wire,
    pacing: DEFAULT_PACING,
  };
  const driver = new AlphaDriver(settings, START_MS);
  const line = new SignLine([driver], { ...quiet, place: 'test', dial: adapter.dial, clock });
  return {
    clock,
    sign,
    adapter,
    settings,
    line,
    show: (values: SignValues) => line.want(0, { values, staleSinceMs: undefined }),
    seen: () => sign.screen(clock.steady()).flatMap(page => colouredRows(page)),
    /** What was sent while `action` ran, without the frame around it. */
    bodiesDuring: (action: () => void) => {
      const before = adapter.written.length;
      action();
      return adapter.written.slice(before).map(({ bytes }) => bodyOf(bytes));
    },
  };
}

/** Figures without an alarm, and how they look. */
export const calm = { 'n1.waiting': 3, 'n1.longest': 45, 'n1.level': 92 };
export const calmRows = ['[green]N1 ATT [amber]  3[green] NS  92%', '[green]MAX  0:45         '];
