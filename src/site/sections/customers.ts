// Sections `units`, `customers` and `screen`: whose customers call, how they are found, and what the agent's screen is told.
import type { z } from 'zod';
import { block, duration, id, list, name, named, oneOf, passwordKeys, text } from '../words.js';

export type UnitSection = z.output<typeof unitSection>;

export const unitSection = block({
  name: name.describe('Shown to people, in both languages.'),
  teams: list(id).min(1).describe('The teams that serve the customers of this unit first, from `teams`.'),
});

/** Kinds of attributes, as the technician writes them. */
export const attributeKinds = ['yes-no', 'number', 'date', 'text'] as const;
export type AttributeKind = (typeof attributeKinds)[number];

/** Seconds with one digit behind the point, in milliseconds: somebody waits for this. */
const moment = text('moment', /^(?:0\.[1-9]|[12](?:\.[0-9])?|3(?:\.0)?)s$/).transform(written =>
  Math.round(Number(written.slice(0, -1)) * 1000),
);

const address = text('web-address', /^https?:\/\/[^\s/{}]+(?:\/[^\s]*)?$/);

export type CrmSection = z.output<typeof crmSection>;

const crmSection = block({
  url: address.describe(
    'Asked with GET; `{number}` stands for the number of the customer, `{kind}` for caller-number or keyed-number.',
  ),
  deadline: moment.prefault('0.3s').describe('How long a caller is kept for its answer at most.'),
  remember: duration('0s', '1d').prefault('5m').describe('An answer is not asked for again for so long.'),
  ...passwordKeys('Sent as a bearer token, if the CRM wants one'),
});

export type CustomersSection = z.output<typeof customersSection>;

export const customersSection = block({
  country: text('country', /^[A-Z]{2}$/)
    .optional()
    .describe('How numbers are read that callers and lists write without their country: two capitals.'),
  attributes: named(oneOf(attributeKinds))
    .prefault({})
    .describe(
      'What is known of a customer beside his name and unit, by name; columns of the list that is imported.',
    ),
  crm: crmSection
    .optional()
    .describe('Asked first, where there is one; the local directory is the fall-back.'),
}).prefault({});

export type ScreenSection = z.output<typeof screenSection>;

export const screenSection = block({
  page: address
    .optional()
    .describe(
      'The page about a customer. In braces, percent-encoded: call, caller, dialled, choice, flow, agent, customer.id, customer.name, customer.unit, customer.<attribute>.',
    ),
  webhook: address.optional().describe('Told with POST of each call that an agent answers.'),
}).prefault({});
