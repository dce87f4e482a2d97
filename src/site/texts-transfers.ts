// What is said where the section `transfers` does not fit the rest of the file.
import { said } from './texts.js';

export const transferTexts = {
  kinds: {
    agent: { en: 'agent', fr: "d'agent" },
    flow: { en: 'flow', fr: 'de flux' },
    partner: { en: 'partner', fr: 'de partenaire' },
    number: { en: 'number under `transfers.numbers`', fr: 'de numéro sous `transfers.numbers`' },
  },
  alsoAPartner: (id: string) =>
    said(
      { en: `there is a partner \`${id}\` as well`, fr: `il y a aussi un partenaire \`${id}\`` },
      { en: 'give the number another id', fr: 'donnez un autre identifiant au numéro' },
    ),
  badId: (id: string) =>
    said(
      { en: `\`${id}\` cannot be an id`, fr: `\`${id}\` ne peut pas être un identifiant` },
      {
        en: 'small letters, digits and `-`, e.g. bank',
        fr: 'minuscules, chiffres et `-`, par exemple banque',
      },
    ),
  notDigits: (digits: string) =>
    said(
      { en: `\`${digits}\` cannot be pressed`, fr: `\`${digits}\` ne peut pas être composé` },
      {
        en: 'digits only, between quotes, e.g. "92"',
        fr: 'des chiffres seulement, entre guillemets, par exemple "92"',
      },
    ),
  alsoAPhone: (digits: string, agent: string) =>
    said(
      {
        en: `\`${digits}\` is the phone of agent ${agent} already`,
        fr: `\`${digits}\` est déjà le poste de l'agent ${agent}`,
      },
      { en: 'choose other digits', fr: "choisissez d'autres chiffres" },
    ),
};
