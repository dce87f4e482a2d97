// The text of a site file, read as YAML that remembers where everything stands. Nothing here throws, whatever the text.
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
} from 'yaml';
import type { Text } from '../base/language.js';
import { type Complaint, type Problem, pathText, type Said } from './problem.js';
import { sourceTexts, yamlText } from './texts-source.js';

/** Keys and list places from the top of the file to a value. */
export type Path = readonly (string | number)[];

/** A site file that is YAML: `raw` is its plain content, `locate` finds the place of a complaint. */
export type Source = {
  readonly raw: unknown;
  /** How a scalar is written in the file (`0145` where YAML reads the number 145); `null` for what is not a scalar. */
  readonly written: (path: Path) => string | null;
  /** Whether something stands there. */
  readonly has: (path: Path) => boolean;
  readonly locate: (complaint: Complaint) => Problem;
};

/** A site of 10,000 agents is about 1 MB. */
export const maximumBytes = 2_000_000;

type Read =
  | { readonly ok: true; readonly source: Source }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads the bytes of a site file. Refused: over `maximumBytes`, bad UTF-8, NUL bytes, bad YAML, duplicate keys, aliases, no map at the top. */
export function readSource(file: string, bytes: Uint8Array): Read {
  const fail = (said: Said, line = 0, column = 0): Read => ({
    ok: false,
    problems: [problemAt(file, line, column, said, null)],
  });
  if (bytes.length > maximumBytes) return fail(sourceTexts.tooLong(bytes.length, maximumBytes));
  const nul = bytes.indexOf(0);
  if (nul >= 0) return fail(sourceTexts.nulByte, ...placeOfByte(bytes, nul));
  const text = decode(bytes);
  if (typeof text !== 'string') return fail(sourceTexts.badUtf8, ...placeOfByte(bytes, text.badByte));
  try {
    return readText(file, text);
  } catch (error) {
    // The YAML reader calls itself for each level of nesting: thousands of brackets are more than the stack holds.
    if (error instanceof RangeError) return fail(sourceTexts.tooDeep);
    throw error;
  }
}

function readText(file: string, text: string): Read {
  const counter = new LineCounter();
  const lines = text.split('\n').map(line => withoutSecrets(line.replace(/\r$/, '')));
  const at = (offset: number, length: number, said: Said): Problem => {
    const { line, col } = counter.linePos(offset);
    const shown = lines[line - 1];
    const excerpt =
      shown === undefined ? null : { text: shown, length: Math.min(length, shown.length - col + 1) };
    return problemAt(file, Math.max(line, 1), Math.max(col, 1), said, excerpt);
  };
  const document = parseDocument(text, {
    lineCounter: counter,
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false,
  });
  // The reader turns an overflow of the stack into one of its own errors, followed by hundreds that mean nothing.
  if (document.errors.some(({ message }) => message.includes('call stack')))
    return { ok: false, problems: [problemAt(file, 0, 0, sourceTexts.tooDeep, null)] };
  const unreadable = telling([...document.errors, ...document.warnings]).map(error =>
    at(error.pos[0], Math.max(1, error.pos[1] - error.pos[0]), yamlText(error.code, error.message)),
  );
  const problems = [...unreadable, ...refused(document, at)];
  if (problems.length > 0) return { ok: false, problems };
  if (!isMap(document.contents)) return { ok: false, problems: [at(0, 1, sourceTexts.notAMap)] };

  return {
    ok: true,
    source: {
      raw: document.toJS(),
      written: path => {
        const node = document.getIn(path, true);
        return isScalar(node) ? (node.source ?? String(node.value)) : null;
      },
      has: path => document.hasIn(path),
      locate: complaint => {
        const [offset, length] = range(document, complaint);
        const problem = at(offset, length, complaint);
        return {
          ...problem,
          path: pathText(complaint.path),
          severity: complaint.severity,
        };
      },
    },
  };
}

/** Codes with which the reader goes on after a first error, for as long as it has lost the thread. */
const consequences: readonly string[] = ['UNEXPECTED_TOKEN', 'BAD_INDENT', 'MISSING_CHAR', 'IMPOSSIBLE'];

/** The first error, and later ones that are not likely to be its consequences. */
function telling<E extends { readonly code: string }>(errors: readonly E[]): readonly E[] {
  return errors.filter(({ code }, index) => index === 0 || !consequences.includes(code));
}

/** A line as it may be shown: passwords are starred, not one that comes from the environment. */
function withoutSecrets(line: string): string {
  return line.replace(
    /(\b(?:password|secret)["']?\s*:\s*)("[^"]*"?|'[^']*'?|[^\s,}]+)/g,
    (all, before: string, password: string) =>
      /^["']?\$\{/.test(password) ? all : before + '*'.repeat(password.length),
  );
}

/** What YAML allows and a site file does not: aliases (bombs, and values that stand elsewhere), keys that are JavaScript's own. */
function refused(document: Document, at: (offset: number, length: number, said: Said) => Problem): Problem[] {
  const problems: Problem[] = [];
  const span = (node: unknown): [number, number] => {
    const where = isNode(node) ? node.range : null;
    return where ? [where[0], where[1] - where[0]] : [0, 1];
  };
  visit(document, {
    // The reader's own check of unique keys takes time by the square of their number.
    Map: (_key, map) => {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        const name = isScalar(key) ? String(key.value) : '';
        if (seen.has(name)) problems.push(at(...span(key), sourceTexts.duplicateKey));
        seen.add(name);
      }
    },
    Alias: (_key, node) => {
      problems.push(at(...span(node), sourceTexts.alias));
    },
    Pair: (_key, pair) => {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      if (key === '__proto__') problems.push(at(...span(pair.key), sourceTexts.reservedKey(key)));
    },
  });
  return problems;
}

/** Offset and length of what a complaint means; the nearest thing above it that stands in the file when it does not itself. */
function range(document: Document, complaint: Complaint): [number, number] {
  let { path, on } = complaint;
  while (path.length > 0) {
    const found = on === 'key' ? keyRange(document, path) : valueRange(document, path, complaint);
    if (found !== null) return found;
    path = path.slice(0, -1);
    on = 'key';
  }
  return [0, 1];
}

function keyRange(document: Document, path: Path): [number, number] | null {
  const last = path.at(-1);
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (isMap(parent)) {
    const pair = parent.items.find(item => isScalar(item.key) && item.key.value === last);
    const where = pair !== undefined && isNode(pair.key) ? pair.key.range : null;
    return where ? [where[0], where[1] - where[0]] : null;
  }
  return isSeq(parent) ? firstLine(document.getIn(path, true)) : null;
}

function valueRange(document: Document, path: Path, said: Said): [number, number] | null {
  const node = document.getIn(path, true);
  if (isScalar(node) && node.range && said.at !== undefined && isOneLine(node)) {
    const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE' ? 1 : 0;
    return [node.range[0] + quoted + said.at, said.length ?? 1];
  }
  return firstLine(node);
}

/** Whether a place inside the value is the same place inside what is written. */
function isOneLine(node: { readonly source?: string; readonly value: unknown }): boolean {
  return node.source === node.value && typeof node.value === 'string' && !node.value.includes('\n');
}

function firstLine(node: unknown): [number, number] | null {
  if (!isNode(node) || isAlias(node) || !node.range) return null;
  const [from, to] = node.range;
  return [from, Math.max(1, isScalar(node) ? to - from : 1)];
}

function problemAt(
  file: string,
  line: number,
  column: number,
  said: { readonly text: Text; readonly hint: Text | null },
  excerpt: Problem['excerpt'],
): Problem {
  return { file, line, column, path: '', severity: 'error', text: said.text, hint: said.hint, excerpt };
}

function decode(bytes: Uint8Array): string | { readonly badByte: number } {
  const text = new TextDecoder('utf-8', { ignoreBOM: false }).decode(bytes);
  if (!text.includes('\uFFFD')) return text;
  const again = new TextEncoder().encode(text);
  const byteOrderMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const offset = byteOrderMark ? 3 : 0;
  const badByte = again.findIndex((byte, index) => bytes[index + offset] !== byte);
  return badByte < 0 ? text : { badByte: badByte + offset };
}

function placeOfByte(bytes: Uint8Array, index: number): [number, number] {
  let line = 1;
  let start = 0;
  for (let at = 0; at < index; at += 1)
    if (bytes[at] === 10) {
      line += 1;
      start = at + 1;
    }
  return [line, index - start + 1];
}
