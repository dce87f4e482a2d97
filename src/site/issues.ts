// From zod's issues to complaints in the words of the site file. The schemas of words.ts put the name of what they want into the
// issue's message; this is the only place that reads it.
import type { z } from 'zod';
import { unreachable } from '../base/assert.js';
import { type Complaint, type Said, wrong, wrongKey } from './problem.js';
import type { Path } from './source.js';
import { nearest } from './suggest.js';
import { meant, texts } from './texts.js';
import { type WordName, wordTexts } from './texts-words.js';

type Issue = z.core.$ZodIssue;

/** What the file says at a place: the value, and how it is written there. */
export type Look = (path: Path) => { readonly value: unknown; readonly written: string | null };

/** All that one issue means; `above` leads to the value that was checked. */
export function complaints(issue: Issue, above: Path, look: Look): Complaint[] {
  const path: Path = [...above, ...issue.path.filter(step => typeof step !== 'symbol')];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const allowed = issue.message.replace(/^keys /, '').split(' ');
      return issue.keys.map(key => wrongKey([...path, key], unknownKey(key, allowed)));
    }
    case 'invalid_union': {
      const branch = bestBranch(issue.errors);
      if (branch === null) return [wrong(path, notA(issue.message, path, look))];
      return branch.flatMap(inner => complaints(inner, path, look));
    }
    case 'custom':
      return [wrong(path, saidOf(issue.params) ?? texts.other(issue.message))];
    case 'too_small':
    case 'too_big':
      return [wrong(path, size(issue, path, look))];
    case 'invalid_type':
    case 'invalid_format':
    case 'invalid_value':
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
      return [missing(path, issue.message, look) ?? wrong(path, notA(issue.message, path, look))];
    default:
      return unreachable(issue);
  }
}

export function unknownKey(key: string, allowed: readonly string[]): Said {
  return texts.unknownKey(key, meant(nearest(key, allowed), allowed));
}

/** The branch of a union that the writer had in mind: the one that does not fail at the very top. */
function bestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  return branches.find(issues => !issues.some(({ code, path }) => isTypeOfAll(code, path))) ?? null;
}

const isTypeOfAll = (code: Issue['code'], path: Issue['path']) =>
  path.length === 0 && (code === 'invalid_type' || code === 'invalid_value' || code === 'invalid_union');

function saidOf(params: unknown): Said | null {
  return typeof params === 'object' && params !== null && 'said' in params ? (params.said as Said) : null;
}

function size(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>, path: Path, look: Look): Said {
  const limits = /^number (\S+) (\S+)$/.exec(issue.message);
  if (limits !== null) return texts.outOfRange(shown(path, look), limits[1] ?? '', limits[2] ?? '');
  return issue.code === 'too_small'
    ? texts.tooFew(String(issue.minimum))
    : texts.tooMany(String(issue.maximum));
}

/** A key that is not there, or is there with nothing after it. */
function missing(path: Path, wanted: string, look: Look): Complaint | null {
  const { value } = look(path);
  const last = path.at(-1);
  if (value === undefined && typeof last === 'string')
    return wrongKey(path.slice(0, -1), texts.missingKey(last, examplesOf(wanted)));
  if (value === undefined) return wrongKey(path.slice(0, -1), texts.missingItem(examplesOf(wanted)));
  if (value === null && typeof last === 'string')
    return wrongKey(path, texts.nothingWritten(last, examplesOf(wanted)));
  return null;
}

function examplesOf(wanted: string) {
  const oneOf = /^one-of (.*)$/.exec(wanted)?.[1]?.split(' ');
  if (oneOf !== undefined) return meant(null, oneOf);
  const examples = isWord(wanted) ? wordTexts[wanted].examples : [];
  return examples.length === 0 ? null : texts.forInstance(examples);
}

function notA(wanted: string, path: Path, look: Look): Said {
  const { value, written } = look(path);
  const what = shown(path, look);
  const oneOf = /^one-of (.*)$/.exec(wanted)?.[1]?.split(' ');
  if (oneOf !== undefined)
    return texts.notOneOf(what, meant(typeof value === 'string' ? nearest(value, oneOf) : null, oneOf));
  const limits = /^number (\S+) (\S+)$/.exec(wanted);
  if (limits !== null) return texts.notANumber(what, limits[1] ?? '', limits[2] ?? '');
  if (!isWord(wanted)) return texts.other(wanted);
  const name = wordTexts[wanted].what;
  if (path.at(-1) === 'password') return texts.secretIsNotA(name);
  const isText = !['block', 'list', 'yes-no', 'duration', 'percent'].includes(wanted);
  if (isText && written !== null && (typeof value === 'number' || typeof value === 'boolean'))
    return texts.notA(what, name, texts.quoteIt(written));
  return texts.notA(what, name, examplesOf(wanted));
}

/** The value as a reader would recognise it. */
function shown(path: Path, look: Look): string {
  const { value, written } = look(path);
  if (Array.isArray(value)) return '[…]';
  if (typeof value === 'object' && value !== null) return '{…}';
  const text = written ?? String(value);
  return `\`${text.length > 60 ? `${text.slice(0, 57)}…` : text}\``;
}

const isWord = (word: string): word is WordName => Object.hasOwn(wordTexts, word);
