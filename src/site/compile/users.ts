// Section `users`, and how the pages are reached, compiled.
import type { PanelSection } from '../sections/displays.js';
import type { UserSection } from '../sections/users.js';
import type { PanelSetup } from '../site-file.js';
import type { User } from '../user.js';

export function compileUser(name: string, section: UserSection): User {
  const { role, agent, supervisor, flows, secret } = section;
  return {
    name,
    role,
    agent: agent ?? null,
    supervisor: supervisor ?? null,
    flows: flows ?? null,
    secret,
  };
}

export function compilePanel({
  tls,
  sessions,
  modbusPort,
  boardsAllow,
  ...places
}: PanelSection): PanelSetup {
  return {
    ...places,
    modbusPort: modbusPort ?? null,
    boardsAllow: boardsAllow ?? null,
    tls: tls ?? null,
    sessions: { idleMs: sessions.idle, endMs: sessions.end },
  };
}
