// Sentences about who calls.
import type { Text } from '../base/language.js';
import type { AttributeValue, Customer } from '../core/customers.js';
import type { CustomerFact } from '../core/facts-customers.js';
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
};
