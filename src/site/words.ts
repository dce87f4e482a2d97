// The words a site file is written in: durations, times, names, phones. Each is a zod type that turns what the technician writes
// into what the program counts with, says what is wrong in both languages, and shows examples to editors.
import { z } from 'zod';
import { isZone } from './compile/days.js';
import type { Said } from './problem.js';
import { nearest } from './suggest.js';
import { type WordName, wordTexts } from './texts-words.js';
import { isDate } from './week.js';

/** Complains from inside a transform; `issues.ts` finds the text again in the issue. */
export function refuse(context: z.core.$RefinementCtx, said: Said): never {
  context.addIssue({ code: 'custom', params: { said } });
  return z.NEVER;
}

/** A block of keys. Unknown keys are errors; the message carries the allowed ones to `issues.ts`. */
export function block<S extends z.core.$ZodLooseShape>(shape: S) {
  const allowed = Object.keys(shape).join(' ');
  return z.strictObject(shape, {
    error: issue => (issue.code === 'unrecognized_keys' ? `keys ${allowed}` : 'block'),
  });
}

/** A text with a form of its own: `word` names it in `texts-words.ts`. */
export function text(word: WordName, pattern: RegExp) {
  return z
    .string({ error: word })
    .regex(pattern, { error: word })
    .meta({ examples: wordTexts[word].examples.map(example => example.replace(/^(["'])(.*)\1$/, '$2')) });
}

/** One of a few words. */
export function oneOf<const W extends readonly [string, ...string[]]>(words: W) {
  return z.enum(words, { error: `one-of ${words.join(' ')}` });
}

export function list<T extends z.ZodType>(item: T) {
  return z.array(item, { error: 'list' });
}

export function named<T extends z.ZodType>(value: T) {
  return z.record(z.string(), value, { error: 'block' });
}

export function wholeNumber(least: number, most: number) {
  return z
    .int({ error: `number ${least} ${most}` })
    .min(least, { error: `number ${least} ${most}` })
    .max(most, { error: `number ${least} ${most}` });
}

export const yesNo = z.boolean({ error: 'yes-no' });

export const idPattern = /^[a-z][a-z0-9-]{0,31}$/;

/** What a flow, skill, team, partner, trunk, calendar, sign or board is called by the rest of the file. */
export const id = text('id', idPattern);

/** Free text for people, on one line. */
export const label = text('label', /^[^\p{Cc}]{1,80}$/u);

/** A name in both languages, or one that serves for both. */
export const name = z
  .union([label, block({ en: label, fr: label })], { error: 'name' })
  .transform(given => (typeof given === 'string' ? { en: given, fr: given } : given));

/** A whole value taken from the environment, see environment.ts. */
export const variablePattern = /^\$\{([A-Z][A-Z0-9_]{0,63})(?::-(.*))?\}$/;

/** Keys whose values may be taken from the environment: what differs between two machines that run the same site. */
export const variableKeys: readonly string[] = [
  'host',
  'bind',
  'port',
  'boardsPort',
  'modbusPort',
  'udpPort',
  'user',
  'password',
];

/** For editors: the form itself, or a variable. */
export const orVariable = (pattern: RegExp) => ({
  pattern: `(?:${pattern.source})|(?:${variablePattern.source})`,
});

const hostPattern = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9a-fA-F:]{2,45})$/;

export const host = text('host', hostPattern).meta(orVariable(hostPattern));

export const port = wholeNumber(1, 65_535).meta({ id: 'port' });

/** `password` and, instead of it, `passwordFile`; `what` it is for. */
export function passwordKeys(what: string) {
  return {
    password: text('password', /^[^\p{Cc}]{1,128}$/u)
      .optional()
      .describe(`${what}: itself, or "\${NAME}" for one from the environment.`),
    passwordFile: text('file-name', /^[^\p{Cc}]{1,1024}$/u)
      .optional()
      .describe('A file that holds the password; a relative name counts from the folder of the site file.'),
  };
}

/** `TECH/name`; nothing in it that would fork or redirect a dial string. */
export const endpointPattern =
  /^(?:(?:PJSIP|SIP|IAX2|SCCP|DAHDI)\/[A-Za-z0-9][A-Za-z0-9_.-]*|Local\/[A-Za-z0-9][A-Za-z0-9_.-]*@[A-Za-z0-9][A-Za-z0-9_.-]*)$/;

export const endpoint = text('endpoint', endpointPattern);

const durationPattern = /^(?=.)(?:(\d{1,4})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,6})s)?$/;

/** Milliseconds of `1h`, `1m30s`, `45s`; `null` for what is not a duration. */
export function durationMs(written: string): number | null {
  const parts = durationPattern.exec(written);
  if (parts === null) return null;
  const [days, hours, minutes, seconds] = [1, 2, 3, 4].map(index => Number(parts[index] ?? 0));
  return ((((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000;
}

/** A duration between two others, in milliseconds. */
export function duration(least: string, most: string) {
  const leastMs = durationMs(least) ?? 0;
  const mostMs = durationMs(most) ?? 0;
  return text('duration', durationPattern).transform((written, context): number => {
    const ms = durationMs(written) ?? 0;
    if (ms >= leastMs && ms <= mostMs) return ms;
    return refuse(context, {
      text: {
        en: `\`${written}\` is ${ms < leastMs ? 'too short' : 'too long'}`,
        fr: `\`${written}\` est ${ms < leastMs ? 'trop court' : 'trop long'}`,
      },
      hint: { en: `from ${least} to ${most}`, fr: `de ${least} à ${most}` },
    });
  });
}

/** `80%` as 80. */
export const percent = text('percent', /^(?:\d{1,2}|100)%$/).transform(written =>
  Number(written.slice(0, -1)),
);

const zones = Intl.supportedValuesOf('timeZone');

/** An IANA time zone that this machine knows. */
export const zone = text('zone', /^[A-Za-z][A-Za-z0-9_+/-]*$/).transform((written, context): string => {
  if (isZone(written)) return written;
  // Short names like CST are near to others that mean something else.
  const near = written.includes('/') ? nearest(written, zones) : null;
  const examples = wordTexts.zone.examples.join(', ');
  return refuse(context, {
    text: {
      en: `there is no time zone \`${written}\``,
      fr: `il n'y a pas de fuseau horaire \`${written}\``,
    },
    hint:
      near === null
        ? { en: `write for instance ${examples}`, fr: `écrivez par exemple ${examples}` }
        : { en: `did you mean \`${near}\`?`, fr: `vouliez-vous dire \`${near}\` ?` },
  });
});

/** A day of the calendar, `2026-12-24`. */
export const date = text('date', /^\d{4}-\d{2}-\d{2}$/).transform((written, context): string =>
  isDate(written)
    ? written
    : refuse(context, {
        text: { en: `there is no day \`${written}\``, fr: `il n'y a pas de jour \`${written}\`` },
        hint: { en: 'year-month-day', fr: 'année-mois-jour' },
      }),
);
