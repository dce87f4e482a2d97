// What is said where users do not fit the rest of a site file.
import type { Text } from '../base/language.js';
import type { Said } from './problem.js';
import { said } from './texts.js';
import type { UserFault } from './user.js';

const faults: Readonly<Record<UserFault, Said>> = {
  'agent-missing': said(
    { en: 'the role agent needs the key `agent`', fr: 'le rôle agent demande la clé `agent`' },
    { en: 'agent: 101, an id of the section agents', fr: 'agent: 101, un identifiant de la section agents' },
  ),
  'agent-not-his': said(
    { en: 'only the role agent has the key `agent`', fr: 'seul le rôle agent a la clé `agent`' },
    { en: 'leave it out, or write role: agent', fr: 'retirez-la, ou écrivez role: agent' },
  ),
  'supervisor-not-his': said(
    {
      en: 'only supervisors and technicians have the key `supervisor`',
      fr: 'seuls les superviseurs et techniciens ont la clé `supervisor`',
    },
    { en: 'leave it out', fr: 'retirez-la' },
  ),
  'board-needs-token': said(
    { en: 'a board has a token, not a password', fr: 'un tableau a un jeton, pas un mot de passe' },
    { en: 'plateauctl user hash --token makes one', fr: 'plateauctl user hash --token en crée un' },
  ),
};

export const userTexts = {
  faults,
  things: {
    agent: { en: 'agent', fr: "d'agent" },
    supervisor: { en: 'supervisor', fr: 'de superviseur' },
  } satisfies Record<string, Text>,
} as const;
