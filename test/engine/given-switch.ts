// A switch with nobody on it.
import type { SwitchSnapshot } from '../../src/core/switch.js';

export const emptySwitch: SwitchSnapshot = {
  version: '22.10.1',
  startedAtMs: null,
  elsewhere: new Set(),
  recordings: new Set(),
  callers: [],
  legs: [],
  phones: [],
  trunks: [],
};
