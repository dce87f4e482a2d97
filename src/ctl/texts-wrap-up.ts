// What is said of wrap-up codes on the command line: why one is not taken, and what to do.
import type { Text } from '../base/language.js';
import type { WrapUpRefusal } from '../core/facts-wrap-up.js';

type RefusalText = { readonly message: Text; readonly advice: Text | null };

export const wrapUpRefusals: Readonly<Record<WrapUpRefusal, RefusalText>> = {
  'no-call-to-code': {
    message: {
      en: 'the agent has talked with no caller yet, or his last talk came to nothing',
      fr: 'l’agent n’a encore parlé à aucun appelant, ou son dernier appel n’a pas abouti',
    },
    advice: null,
  },
  'no-codes': {
    message: {
      en: 'the flow of this call asks for no wrap-up code',
      fr: 'le flux de cet appel ne demande aucun code de fin d’appel',
    },
    advice: {
      en: '`wrapUpCodes` of the flow in the site file names those that are asked for.',
      fr: '`wrapUpCodes` du flux dans le fichier de site nomme ceux qui sont demandés.',
    },
  },
  'unknown-code': {
    message: {
      en: 'this is none of the wrap-up codes of the flow of the call',
      fr: 'ce n’est pas un des codes de fin d’appel du flux de l’appel',
    },
    advice: null,
  },
  'code-needed': {
    message: {
      en: 'the wrap-up cannot be ended before the agent has said what the call was about',
      fr: 'le post-appel ne peut être terminé avant que l’agent n’ait qualifié l’appel',
    },
    advice: {
      en: 'plateauctl agent wrap-up-code AGENT CODE, or *52 and the number of the code on his phone.',
      fr: 'plateauctl agent wrap-up-code AGENT CODE, ou *52 et le numéro du code sur son poste.',
    },
  },
};

/** The codes of a flow, by number, id and name. */
export function codesText(codes: readonly { readonly id: string; readonly name: Text }[]): Text {
  const list = (language: 'en' | 'fr') =>
    codes.map(({ id, name }, index) => `${index + 1} ${id} (${name[language]})`).join(', ');
  return { en: `Codes: ${list('en')}`, fr: `Codes : ${list('fr')}` };
}

/** What was taken. */
export function codedText(agent: string, call: string, code: Text): Text {
  return {
    en: `Agent ${agent}, call ${call}: ${code.en}`,
    fr: `Agent ${agent}, appel ${call} : ${code.fr}`,
  };
}
