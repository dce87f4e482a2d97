// What every sign without hardware has in common: bytes go in as to a real one, and what a person would see comes out. Pure.
import type { SignPage } from './screen.js';

export interface Emulated {
  /** `bytes` (one character per byte) arrived at `nowMs`. Never throws. Returns what the sign answers. */
  receive(bytes: string, nowMs: number): string[];
  /** What a person sees at `nowMs`, page after page; an empty list is a dark sign. */
  screen(nowMs: number): SignPage[];
  /** The power goes off and on, with a battery for the memory or without. */
  powerCycle(memory: 'kept' | 'lost'): void;
}
