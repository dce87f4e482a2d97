// Telephone numbers as people write them, to E.164: one spelling for callers, lists and what is keyed. The one file that knows
// libphonenumber.
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** `+33612345678`, or `null`: withheld, garbage, too short, or a number that its country does not have. */
export type NumberReader = (written: string) => string | null;

/** Longer than this no number is, however it is spaced. */
const longest = 40;

/** Whether numbers of the country can be read: two capitals. */
export function isCountry(country: string): country is CountryCode {
  return isSupportedCountry(country);
}

/** The country of a number in international form, two capitals; `null`: no country has such a number. */
export function countryOf(number: string): string | null {
  const read = parsePhoneNumberFromString(number, { extract: false });
  return read?.isValid() === true ? (read.country ?? '') : null;
}

/** Reads numbers as they are dialled in the country; those of others with + or the international prefix. */
export function numberReader(country: CountryCode): NumberReader {
  return written => {
    if (written.length > longest || !/\d/.test(written)) return null;
    const read = parsePhoneNumberFromString(written, { defaultCountry: country, extract: false });
    return read?.isValid() === true ? read.number : null;
  };
}
