// Sentences about who calls.
import { unreachable } from '../base/assert.js';
import type { Text } from '../base/language.js';
import type { AttributeValue, Customer } from '../core/customers.js';
import type { CustomerFact, RingSkip } from '../core/facts-customers.js';
import { whoMayTake } from './sentences-calls.js';
import { joined, type Sentences, same, told } from './told.js';

const yes: Text = { en: 'yes', fr: 'oui' };
const no: Text = { en: 'no', fr: 'non' };

const by: Readonly<Record<Customer['found'], Text>> = {
  'caller-number': { en: 'by his number', fr: 'à son numéro' },
  'keyed-number': { en: 'by the number that he keyed', fr: 'au numéro qu’il a composé au SVI' },
};

const sources: Readonly<Record<Customer['source'], Text>> = {
  directory: { en: 'of the directory', fr: 'de l’annuaire' },
  crm: { en: 'of the CRM', fr: 'du CRM' },
};

function skipText(because: RingSkip, unit: string | null): Text {
  switch (because) {
    case 'no-unit':
      return { en: 'the caller belongs to no unit', fr: 'l’appelant n’appartient à aucune unité' };
    case 'unknown-unit':
      return {
        en: `the site file has no unit ${unit}`,
        fr: `le fichier de site n’a pas d’unité ${unit}`,
      };
    case 'nobody-of-unit':
      return {
        en: `no agent of unit ${unit} who could take him is logged in`,
        fr: `aucun agent de l’unité ${unit} capable de le prendre n’est connecté`,
      };
    default:
      return unreachable(because);
  }
}

function valueText(value: AttributeValue): Text {
  return typeof value === 'boolean' ? (value ? yes : no) : same(String(value));
}

export const customerSentences: Sentences<CustomerFact> = {
  'caller-identified': ({ customer }) => {
    const name = customer.name === '' ? '' : ` (${customer.name})`;
    const how = by[customer.found];
    const where = sources[customer.source];
    const about = Object.entries(customer.attributes).map(([attribute, value]) => {
      const { en, fr } = valueText(value);
      return { en: `${attribute}: ${en}`, fr: `${attribute} : ${fr}` };
    });
    return told(
      {
        en: `Known as customer ${customer.id}${name} ${where.en}, ${how.en}`,
        fr: `Client ${customer.id}${name} ${where.fr}, reconnu ${how.fr}`,
      },
      [
        customer.unit === null
          ? null
          : { en: `Belongs to unit ${customer.unit}`, fr: `Appartient à l’unité ${customer.unit}` },
        about.length === 0 ? null : joined(about, ', '),
      ],
    );
  },
  'entry-rule-held': ({ rule, when, flow, priority }, say) => {
    const to = flow === null ? null : say.flow(flow);
    const decided: Text[] = [
      ...(to === null ? [] : [{ en: `flow ${to.en}`, fr: `flux ${to.fr}` }]),
      ...(priority === null ? [] : [{ en: `priority ${priority}`, fr: `priorité ${priority}` }]),
    ];
    const what = joined(decided, ', ');
    return told(
      { en: `Entry rule ${rule} holds: ${what.en}`, fr: `Règle d’entrée ${rule} vérifiée : ${what.fr}` },
      [{ en: `Its condition: ${when}`, fr: `Sa condition : ${when}` }],
    );
  },
  'ring-skipped': ({ call, ring, unit, because, next }, say) => {
    const why = skipText(because, unit);
    const opened = next === null ? null : say.ring(call, next);
    const instead =
      next === null
        ? { en: '', fr: '' }
        : { en: `; ring ${next + 1} opens at once`, fr: ` ; le cercle ${next + 1} s’ouvre aussitôt` };
    const whom = opened === null ? { en: '', fr: '' } : whoMayTake(opened, say);
    return told({
      en: `Ring ${ring + 1} has nobody for him: ${why.en}${instead.en}${whom.en}`,
      fr: `Le cercle ${ring + 1} n’a personne pour lui : ${why.fr}${instead.fr}${whom.fr}`,
    });
  },
};
