// Whole numbers as rows of recordings. Asterisk can say numbers by itself (`number:12`), but what it says so cannot be stopped in
// the middle, and a caller who is to talk, or to be taken over, would wait for the end of his announcement.

const largest = 999;

/** The sounds that say `number` (from 1 to 999; beyond, 999 is said), as Asterisk's own `ast_say_number` rows them up. */
export function spokenNumber(number: number, language: 'en' | 'fr'): readonly string[] {
  const whole = Math.min(largest, Math.max(0, Math.round(number)));
  const hundreds = Math.floor(whole / 100);
  const rest = whole % 100;
  const words: (number | string)[] = [];
  if (hundreds > 0) words.push(...(hundreds === 1 && language === 'fr' ? [] : [hundreds]), 'hundred');
  if (rest > 0 || hundreds === 0)
    words.push(...(language === 'fr' ? belowHundredFr(rest) : belowHundredEn(rest)));
  return words.map(word => `sound:digits/${word}`);
}

function belowHundredEn(number: number): readonly number[] {
  if (number <= 20 || number % 10 === 0) return [number];
  return [number - (number % 10), number % 10];
}

/** `vingt et un`, `soixante et onze`, `quatre-vingt-onze`: seventy and ninety go on from the ten before. */
function belowHundredFr(number: number): readonly (number | string)[] {
  if (number <= 20 || number % 10 === 0) return [number];
  const tens = number - (number % 10);
  const base = tens === 70 || tens === 90 ? tens - 10 : tens;
  const unit = number - base;
  return number % 10 === 1 && tens < 80 ? [base, 'et', unit] : [base, unit];
}
