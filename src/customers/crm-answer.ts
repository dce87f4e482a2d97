// What a CRM's answer says: read with suspicion. It is a flat JSON object, its keys as the columns of a list: id, name, unit, attributes.
import { plainText } from '../base/plain-text.js';
import type { AttributeValue } from '../core/customers.js';
import type { Attributes } from '../site/cel.js';
import type { StoredCustomer } from './records.js';
import { attributeValue } from './rows.js';

export type AnswerRules = { readonly attributes: Attributes; readonly units: ReadonlySet<string> };

const longestId = 64;
const longestName = 80;

/** Null: this is not an answer. What it says of an attribute is left out where it is not of the declared kind. */
export function readAnswer(body: string, rules: AnswerRules): StoredCustomer | null {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
  const at = (key: string): unknown => (Object.hasOwn(json, key) ? Reflect.get(json, key) : undefined);
  const id = textOf(at('id')).trim();
  if (id === '' || id.length > longestId || /[\p{Cc}\s]/u.test(id)) return null;
  const unit = textOf(at('unit'));
  const attributes: Record<string, AttributeValue> = {};
  for (const [name, kind] of Object.entries(rules.attributes)) {
    const written = textOf(at(name)).trim();
    const value = written === '' ? null : attributeValue(written, kind);
    if (value !== null) attributes[name] = value;
  }
  return {
    ...{ id, attributes, unit: rules.units.has(unit) ? unit : null },
    name: plainText(textOf(at('name')), longestName),
  };
}

function textOf(value: unknown): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : '';
}
