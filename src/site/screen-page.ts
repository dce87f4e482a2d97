// Addresses with placeholders: `https://crm/customers/{customer.id}`. What is put in is percent-encoded, so that nothing a caller
// could make up changes where the address leads.
import type { Customer } from '../core/customers.js';

const placeholder = /\{([^{}]*)\}/g;

/** What stands in braces, and where. */
export function placeholdersOf(template: string): { readonly name: string; readonly at: number }[] {
  return [...template.matchAll(placeholder)].map(({ 1: name = '', index }) => ({ name, at: index }));
}

/** The names that the page about a customer may hold. */
export function pagePlaceholders(attributes: readonly string[]): readonly string[] {
  const call = ['call', 'caller', 'dialled', 'choice', 'flow', 'agent'];
  return [...call, ...['id', 'name', 'unit', ...attributes].map(name => `customer.${name}`)];
}

/** The address with its placeholders filled; one without a value is left empty. */
export function fillIn(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(placeholder, (_all, name: string) =>
    Object.hasOwn(values, name) ? encodeURIComponent(values[name] ?? '') : '',
  );
}

/** What is known of a call when its page is asked for. */
export type PageCall = {
  readonly call: string;
  readonly caller: string;
  readonly dialled: string;
  readonly choice: string;
  readonly flow: string;
  /** Who has answered; empty: nobody yet. */
  readonly agent: string;
  readonly customer: Customer | null;
};

/** The page about the caller. */
export function pageFor(template: string, { customer, ...about }: PageCall): string {
  const { id = '', name = '', unit = null, attributes = {} } = customer ?? {};
  const values: Record<string, string> = { ...about };
  for (const [key, value] of Object.entries({ ...attributes, id, name, unit: unit ?? '' }))
    values[`customer.${key}`] = String(value);
  return fillIn(template, values);
}
