// What a display that polls is told. Made once for each address and each change of the figures; asking costs a look into a map.
import { createHash } from 'node:crypto';
import type { Language } from '../../base/language.js';
import { type Figure, figures as figureUnits } from '../../site/sign-text.js';
import type { BoardSetup } from '../../site/site-file.js';
import type { Moment } from '../moment.js';
import { type Alerts, noAlerts } from '../steady-alerts.js';
import { boardTexts, figureTexts, unitTexts } from '../texts.js';
import { type Charset, charsetNames, encodeRow, fitRow } from './charset.js';
import { blockRegisters, boardRegisters, registerMap } from './registers.js';
import { type BoardView, boardView, type Published } from './view.js';

/** An answer, ready to be written. `etag` is `null` where the answer is not to be cached. */
export type Answer = {
  readonly status: 200 | 404;
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
const most = { columns: 200, rows: 50 };
const lineEnds = { crlf: '\r\n', lf: '\n', none: '' } as const;
const charsets = Object.keys(charsetNames) as readonly Charset[];
const formats = ['txt', 'kv', 'json', 'lametric', 'modbus'] as const;
const noRegisters: ReadonlyMap<number, Uint16Array> = new Map();

export class BoardAnswers {
  readonly #site: BoardSite;
  readonly #boards: ReadonlyMap<string, BoardSetup>;
  #published: Published = null;
  #known = new Map<string, Answer>();
  #registers = noRegisters;

  constructor(site: BoardSite) {
    this.#site = site;
    this.#boards = new Map(site.boards.map(board => [board.id, board]));
  }

  /** From now on answers are about this moment. */
  update(moment: Moment, alerts: Alerts = noAlerts): void {
    this.#published = { moment, alerts };
    this.#known.clear();
    this.#registers = noRegisters;
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
    return this.#text(board, readShape(board, new URLSearchParams())).body;
  }

  /** The register at an address; `null`: no board of the site file has it. */
  register(address: number): number | null {
    if (this.#registers.size === 0) this.#registers = this.#makeRegisters();
    const block = this.#registers.get(Math.floor(address / blockRegisters));
    return block?.[address % blockRegisters] ?? null;
  }

  #makeRegisters(): ReadonlyMap<number, Uint16Array> {
    const beat = Math.floor((this.#published?.moment.nowMs ?? 0) / 1000);
    return new Map(
      this.#site.boards.flatMap(board =>
        board.modbusBlock === null
          ? []
          : [[board.modbusBlock, boardRegisters(board, this.#view(board), beat)] as const],
      ),
    );
  }

  #make(url: string): Answer {
    const [path = '', query = ''] = url.split('?', 2);
    if (path === '/' || path === '/wb' || path === '/wb/') return plain(200, this.#index());
    const [, id = '', format] = /^\/wb\/([a-z0-9-]+)\.([a-z]+)$/.exec(path) ?? [];
    const board = this.#boards.get(id);
    if (board === undefined) return plain(404, boardTexts[this.#site.language].unknown);
    if (format === 'json') return jsonAnswer(board, this.#view(board));
    if (format === 'kv') return keysAndValues(this.#view(board));
    if (format === 'lametric') return laMetric(this.#view(board));
    if (format === 'modbus') return this.#map(board);
    return this.#text(board, readShape(board, new URLSearchParams(query)));
  }

  #view(board: BoardSetup): BoardView {
    return boardView(board, this.#published, this.#site.language, this.#site.localTime);
  }

  #text(board: BoardSetup, shape: Shape): Answer {
    const { rows, timelessRows } = this.#view(board);
    const shown = (all: readonly string[]) =>
      Array.from({ length: shape.rows }, (_, index) => fitRow(all[index] ?? '', shape.columns));
    const parts = shown(rows).flatMap(row => [encodeRow(row, shape.charset), Buffer.from(shape.lineEnd)]);
    const type = `text/plain; charset=${charsetNames[shape.charset]}`;
    const same = `${shape.charset}${shape.lineEnd}${shown(timelessRows).join('\n')}`;
    return { status: 200, type, body: Buffer.concat(parts), etag: tagOf(same) };
  }

  #map(board: BoardSetup): Answer {
    const { noBlock } = boardTexts[this.#site.language];
    const lines = board.modbusBlock === null ? [noBlock] : registerMap(board, board.modbusBlock);
    return plain(200, lines.join('\r\n'));
  }

  /** Which boards there are, and what the figures mean. */
  #index(): string {
    const { language, siteName, boards } = this.#site;
    const texts = boardTexts[language];
    const addresses = boards.flatMap(({ id }) => formats.map(format => `/wb/${id}.${format}`));
    const explained = Object.entries(figureTexts).map(
      ([name, text]) => `${name} (${unitTexts[figureUnits[name as Figure]][language]}): ${text[language]}`,
    );
    return [siteName, ...addresses, '', texts.options, '', ...explained].join('\r\n');
  }
}

function jsonAnswer(board: BoardSetup, view: BoardView): Answer {
  const { rows, figures, stale, state, notice, ageSeconds: age, time, alarm } = view;
  const same = {
    board: board.id,
    stale,
    state,
    notice,
    alarm,
    figures: Object.fromEntries(figures.map(({ name, value }) => [name, value])),
    alerts: Object.fromEntries(
      figures.flatMap(({ name, alert }) => (alert === 'fine' ? [] : [[name, alert]])),
    ),
  };
  return {
    status: 200,
    type: 'application/json',
    body: Buffer.from(JSON.stringify({ ...same, age, time, rows: rows.map(row => row.trimEnd()) })),
    etag: tagOf(JSON.stringify(same)),
  };
}

function keysAndValues({ figures, stale, state, alarm, ageSeconds }: BoardView): Answer {
  const lines = figures.map(({ name, value }) => `${name}=${value ?? ''}`);
  const same = [...lines, `stale=${stale ? 1 : 0}`, `state=${state}`, `alarm=${alarm}`];
  const body = [...same, `age=${ageSeconds}`, ''].join('\r\n');
  return { status: 200, type: 'text/plain', body: Buffer.from(body), etag: tagOf(same.join('\n')) };
}

/** The shape in which LaMetric Time's apps poll (My Data DIY): a frame a row, shown one after the other. */
function laMetric({ rows, timelessRows, notice }: BoardView): Answer {
  const framesOf = (all: readonly string[]) => ({
    frames: [
      ...(notice === null ? [] : [notice]),
      ...all.map(row => row.trim().replaceAll(/ {2,}/g, ' ')),
    ].map((text, index) => ({ text, index })),
  });
  return {
    status: 200,
    type: 'application/json',
    body: Buffer.from(JSON.stringify(framesOf(rows))),
    etag: tagOf(JSON.stringify(framesOf(timelessRows))),
  };
}

type Shape = {
  readonly columns: number;
  readonly rows: number;
  readonly charset: Charset;
  readonly lineEnd: string;
};

/** What the display asks for; what is not asked for, or cannot be had, is as the site file says: a display is never shown an error. */
function readShape(board: BoardSetup, query: URLSearchParams): Shape {
  const charset = query.get('cs');
  const eol = query.get('eol');
  return {
    columns: readNumber(query.get('w'), board.columns, most.columns),
    rows: readNumber(query.get('h'), board.rows.length, most.rows),
    charset: charsets.find(one => one === charset) ?? board.charset,
    lineEnd: eol === 'lf' || eol === 'none' ? lineEnds[eol] : lineEnds.crlf,
  };
}

function readNumber(text: string | null, usual: number, maximum: number): number {
  const number = text !== null && /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= maximum ? number : usual;
}

const plain = (status: Answer['status'], text: string): Answer => ({
  status,
  type: 'text/plain; charset=utf-8',
  body: Buffer.from(`${text}\r\n`),
  etag: null,
});

const tagOf = (text: string) => `"${createHash('sha1').update(text).digest('base64url').slice(0, 10)}"`;
