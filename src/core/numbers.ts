// Numbers of customers: in international form (E.164), and which of them may be dialled. What a caller, a desk or a list gives is
// never dialled unless it passes here, right before it is dialled.
import type { NumberRules, OutboundRules } from './site-outbound.js';

/** ITU-T E.164: a country code that does not begin with 0, at most 15 digits in all; shorter than 8 is no subscriber's number. */
const e164 = /^\+[1-9][0-9]{7,14}$/;

/**
 * Shared and premium-rate, satellite and other international networks that a fraud would be led to (ITU-T E.164.1 assignments).
 * A prefix that the site file allows must be longer to open one of them.
 */
export const alwaysDenied: readonly string[] = [
  ...['+800', '+808', '+870', '+878', '+881', '+882', '+883', '+888', '+979'],
  // France: 08 numbers cost the caller up to 0.80 a minute.
  '+338',
];

/**
 * `+33612345678` of `06 12 34 56 78`, `0033612345678`, `+33 6 12 34 56 78` or `+33 (0)6 12 34 56 78`; null for what is no subscriber's
 * number.
 */
export function normaliseNumber(text: string, rules: NumberRules): string | null {
  const { country, national } = rules;
  const bare = text.replace(/[\s.()/-]/g, '');
  if (!/^\+?[0-9]+$/.test(bare)) return null;
  const whole = bare.startsWith('+')
    ? bare
    : bare.startsWith('00')
      ? `+${bare.slice(2)}`
      : bare.startsWith(national)
        ? `${country}${bare.slice(national.length)}`
        : null;
  if (whole === null) return null;
  // Only where it is 0: elsewhere a subscriber's number may begin with the same digits.
  const once =
    national.startsWith('0') && whole.startsWith(`${country}${national}`)
      ? `${country}${whole.slice(country.length + national.length)}`
      : whole;
  return e164.test(once) && !leavesTheCountry(rules, once) ? once : null;
}

/** What is dialled for a call abroad where it is not 00 (ITU-T, Dialling procedures), by the country's prefix. */
const abroadBy: Readonly<Record<string, string>> = { '+1': '011', '+7': '810', '+375': '810', '+81': '010' };

/** `+33 0 012…` is `0 0 012…` as it is dialled in the country: somebody else's number, in another country. */
function leavesTheCountry(rules: NumberRules, number: string): boolean {
  if (!number.startsWith(rules.country)) return false;
  const dialled = nationalForm(rules, number);
  return dialled.startsWith('00') || dialled.startsWith(abroadBy[rules.country] ?? '00');
}

function longest(prefixes: readonly string[], number: string): number {
  let length = 0;
  for (const prefix of prefixes) if (number.startsWith(prefix)) length = Math.max(length, prefix.length);
  return length;
}

/** May this number, in international form, be dialled? */
export function mayDial(rules: NumberRules, number: string): boolean {
  if (!e164.test(number) || leavesTheCountry(rules, number)) return false;
  const { allow, deny } = rules;
  const denied = Math.max(longest(deny, number), longest(alwaysDenied, number));
  return longest(allow, number) > denied;
}

/** What the trunk is given for a number in international form. */
export function dialString({ numbers, dialAs }: OutboundRules, number: string): string {
  const digits = number.slice(1);
  switch (dialAs) {
    case 'digits':
      return digits;
    case 'international':
      return `00${digits}`;
    default:
      return nationalForm(numbers, number);
  }
}

/** As a number in international form is dialled, and known by heart, in the country. */
export function nationalForm({ country, national }: NumberRules, number: string): string {
  return number.startsWith(country) ? `${national}${number.slice(country.length)}` : `00${number.slice(1)}`;
}
