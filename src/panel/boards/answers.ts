// What a display that polls is told. Made once for each address and each change of the figures; asking costs a look into a map.
import { createHash } from 'node:crypto';
import type { Language } from '../../base/language.js';
import { type Figure, figures as figureUnits } from '../../site/sign-text.js';
import type { BoardSetup, DisplayRow } from '../../site/site-file.js';
import { figureText, figureValue, shownNumber } from '../display.js';
import type { Moment } from '../moment.js';
import type { StaleReason, Trouble } from '../page-state.js';
import { boardTexts, figureTexts, stateTexts, unitTexts } from '../texts.js';
import { type Charset, charsetNames, encodeRow } from './charset.js';

/** An answer, ready to be written. `etag` is `null` where the answer is not to be cached. */
export type Answer = {
  readonly status: 200 | 400 | 404;
  readonly type: string;
  readonly body: Buffer;
  readonly etag: string | null;
};

type BoardSite = {
  readonly boards: readonly BoardSetup[];
  readonly siteName: string;
  readonly language: Language;
  readonly localTime: (atMs: number) => string;
};

/** Different addresses that are remembered between two changes; more than all displays of a site use. */
const rememberedAnswers = 1000;
const emptyRow: DisplayRow = { parts: [], text: '' };
const most = { columns: 200, rows: 50 };
const lineEnds = { crlf: '\r\n', lf: '\n', none: '' } as const;
const charsets = Object.keys(charsetNames) as readonly Charset[];

export class BoardAnswers {
  readonly #site: BoardSite;
  readonly #boards: ReadonlyMap<string, BoardSetup>;
  #moment: Moment | null = null;
  #known = new Map<string, Answer>();

  constructor(site: BoardSite) {
    this.#site = site;
    this.#boards = new Map(site.boards.map(board => [board.id, board]));
  }

  /** From now on answers are about this moment. */
  update(moment: Moment): void {
    this.#moment = moment;
    this.#known.clear();
  }

  /** The answer to a request for `url` (path and query). Never throws, never waits. */
  answer(url: string): Answer {
    const known = this.#known.get(url);
    if (known !== undefined) return known;
    if (this.#known.size >= rememberedAnswers) this.#known.clear();
    const answer = this.#make(url);
    this.#known.set(url, answer);
    return answer;
  }

  /** The text of a board as its own setting has it, for a display that cannot ask for anything. */
  textOf(board: BoardSetup): Buffer {
    const { columns, charset } = board;
    return this.#text(board, { columns, rows: board.rows.length, charset, lineEnd: '\r\n' }).body;
  }

  #make(url: string): Answer {
    const [path = '', query = ''] = url.split('?', 2);
    if (path === '/' || path === '/wb' || path === '/wb/') return this.#index(200);
    const [, id = '', format = ''] = /^\/wb\/([a-z0-9-]+)\.(json|txt|kv)$/.exec(path) ?? [];
    const board = this.#boards.get(id);
    if (board === undefined) return this.#index(404);
    if (format === 'json') return this.#json(board);
    if (format === 'kv') return this.#keysAndValues(board);
    const shape = readShape(board, new URLSearchParams(query));
    return typeof shape === 'string' ? plain(400, shape) : this.#text(board, shape);
  }

  #json(board: BoardSetup): Answer {
    const stale = this.#stale();
    const figures = Object.fromEntries(
      namedFigures(board).map(([name, flow, figure]) => [name, this.#number(flow, figure)]),
    );
    const state = this.#state();
    const notice = state === 'ok' ? null : stateTexts[state][this.#site.language];
    const same = { board: board.id, stale, state, notice, figures };
    const age = this.#ageSeconds();
    const time = this.#moment === null ? null : this.#site.localTime(this.#moment.nowMs);
    const rows = board.rows.map(row => this.#row(row));
    const body = JSON.stringify({ ...same, age, time, rows });
    return {
      status: 200,
      type: 'application/json',
      body: Buffer.from(body),
      etag: tagOf(JSON.stringify(same)),
    };
  }

  #keysAndValues(board: BoardSetup): Answer {
    const lines = namedFigures(board).map(
      ([name, flow, figure]) => `${name}=${this.#number(flow, figure) ?? ''}`,
    );
    const same = [...lines, `stale=${this.#stale() ? 1 : 0}`, `state=${this.#state()}`];
    const body = [...same, `age=${this.#ageSeconds()}`, ''].join('\r\n');
    return { status: 200, type: 'text/plain', body: Buffer.from(body), etag: tagOf(same.join('\n')) };
  }

  #text(board: BoardSetup, shape: Shape): Answer {
    const rows = Array.from({ length: shape.rows }, (_, index) => board.rows[index] ?? emptyRow);
    const fit = (row: string) => Array.from(row.padEnd(shape.columns)).slice(0, shape.columns).join('');
    const parts = rows.flatMap(row => [encodeRow(fit(this.#row(row)), shape.charset), shape.lineEnd]);
    const body = Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part) : part)));
    // The clock is left out, or there would be a new tag each minute; so is the age.
    const same = rows.map(row => fit(this.#row(row, '     '))).join('\n');
    const type = `text/plain; charset=${charsetNames[shape.charset]}`;
    return { status: 200, type, body, etag: tagOf(`${shape.charset}${shape.lineEnd}${same}`) };
  }

  #row(row: DisplayRow, clock?: string): string {
    return row.parts
      .map(part => {
        if (part.kind === 'text') return part.text;
        if (part.kind === 'clock') return clock ?? this.#clock();
        const value = this.#stale() ? null : this.#value(part.flow, part.figure);
        return figureText(part.figure, value, part.width);
      })
      .join('');
  }

  #clock(): string {
    return this.#moment === null ? '--:--' : this.#site.localTime(this.#moment.nowMs);
  }

  #value(flow: string, figure: Figure): number | null {
    return this.#moment === null ? null : figureValue(this.#moment.figures, flow, figure);
  }

  #number(flow: string, figure: Figure): number | null {
    return this.#stale() ? null : shownNumber(figure, this.#value(flow, figure));
  }

  #stale(): boolean {
    return this.#moment === null || this.#moment.stale !== null;
  }

  /** One word: `ok`, or what is wrong. */
  #state(): StaleReason | Trouble | 'ok' {
    return this.#moment === null ? 'silent' : (this.#moment.stale?.because ?? this.#moment.trouble ?? 'ok');
  }

  /** Whole seconds since the figures were confirmed, at most a day. */
  #ageSeconds(): number {
    return this.#moment === null ? 86_400 : Math.min(86_400, Math.floor(this.#moment.ageMs / 1000));
  }

  /** Which boards there are, and what the figures mean. */
  #index(status: 200 | 404): Answer {
    const { language, siteName, boards } = this.#site;
    const texts = boardTexts[language];
    const addresses = boards.flatMap(({ id }) => ['txt', 'kv', 'json'].map(format => `/wb/${id}.${format}`));
    const explained = Object.entries(figureTexts).map(
      ([name, text]) => `${name} (${unitTexts[figureUnits[name as Figure]][language]}): ${text[language]}`,
    );
    const lines = [
      ...(status === 404 ? [texts.unknown] : []),
      siteName,
      ...addresses,
      '',
      texts.options,
      '',
      ...explained,
    ];
    return plain(status, lines.join('\r\n'));
  }
}

type Shape = {
  readonly columns: number;
  readonly rows: number;
  readonly charset: Charset;
  readonly lineEnd: string;
};

/** What the display asks for, else what the site file says; a text says what is wrong with it. */
function readShape(board: BoardSetup, query: URLSearchParams): Shape | string {
  const columns = readNumber(query.get('w'), board.columns, most.columns);
  const rows = readNumber(query.get('h'), board.rows.length, most.rows);
  const charset = charsets.find(one => one === (query.get('cs') ?? board.charset));
  const eol = query.get('eol') ?? 'crlf';
  if (columns === null) return `w: 1..${most.columns}`;
  if (rows === null) return `h: 1..${most.rows}`;
  if (charset === undefined) return `cs: ${charsets.join(' | ')}`;
  if (eol !== 'crlf' && eol !== 'lf' && eol !== 'none') return `eol: ${Object.keys(lineEnds).join(' | ')}`;
  return { columns, rows, charset, lineEnd: lineEnds[eol] };
}

function readNumber(text: string | null, usual: number, maximum: number): number | null {
  if (text === null) return usual;
  const number = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= maximum ? number : null;
}

/** The figures that a board shows, each once. */
function namedFigures(board: BoardSetup): (readonly [name: string, flow: string, figure: Figure])[] {
  const named = new Map<string, readonly [string, string, Figure]>();
  for (const part of board.rows.flatMap(row => row.parts)) {
    if (part.kind !== 'figure') continue;
    const name = `${part.flow}.${part.figure}`;
    named.set(name, [name, part.flow, part.figure]);
  }
  return [...named.values()];
}

const plain = (status: Answer['status'], text: string): Answer => ({
  status,
  type: 'text/plain; charset=utf-8',
  body: Buffer.from(`${text}\r\n`),
  etag: null,
});

const tagOf = (text: string) => `"${createHash('sha1').update(text).digest('base64url').slice(0, 10)}"`;
