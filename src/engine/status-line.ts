// The daemon's state in one line, for `systemctl status`.
import type { Text } from '../base/language.js';
import type { StoreHealth } from './alarms.js';
import type { Engine } from './engine.js';

export function statusLine({ state, switchHealth }: Engine, { trouble }: StoreHealth): Text {
  let talking = 0;
  for (const call of state.calls.values()) if (call.talk !== null) talking += 1;
  const waiting = state.calls.size - talking;
  const { connected, version, why } = switchHealth;
  return {
    en: [
      connected ? `Asterisk ${version}` : `Asterisk away (${why ?? 'connecting'})`,
      `${waiting} waiting, ${talking} talking`,
      trouble === null ? 'journal well' : `journal in memory (${trouble.why})`,
    ].join('; '),
    fr: [
      connected ? `Asterisk ${version}` : `Asterisk absent (${why ?? 'connexion en cours'})`,
      `${waiting} en attente, ${talking} en conversation`,
      trouble === null ? 'journal en ordre' : `journal en mémoire (${trouble.why})`,
    ].join(' ; '),
  };
}
