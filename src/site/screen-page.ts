// Addresses with placeholders: `https://crm/customers/{customer.id}`. What is put in is percent-encoded, so that nothing a caller
// could make up changes where the address leads.

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
