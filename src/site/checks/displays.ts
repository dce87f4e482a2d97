// Signs, boards and thresholds: texts that fit, figures that can be compared, ports and addresses used once.
import { thresholdKey, thresholdValue } from '../compile/displays.js';
import { type Complaint, doubtful, wrong, wrongKey } from '../problem.js';
import type { Draft } from '../read.js';
import { drawnWidth, figures, noFigure, type Row, type TextPart } from '../sign-text.js';
import type { Path } from '../source.js';
import { checkTexts, units } from '../texts-checks.js';
import { displayTexts } from '../texts-displays.js';
import { checkMarks } from './marks.js';
import { checkSigns } from './signs.js';

export function checkDisplays(draft: Draft): Complaint[] {
  return [
    ...checkRows(draft),
    ...checkSigns(draft),
    ...checkMarks(draft),
    ...checkThresholds(draft),
    ...checkPorts(draft),
  ];
}

function checkRows(draft: Draft): Complaint[] {
  const found: Complaint[] = [];
  const fits = (path: Path, width: number, columns: number) => {
    if (width > columns) found.push(wrong(path, checkTexts.tooWide(width, columns)));
  };
  const fitsOnSign = (path: Path, row: Row, columns: number) => {
    const width = drawnWidth(row);
    if (width > columns && row.width <= columns)
      found.push(wrong(path, displayTexts.drawnTooWide(width, columns)));
    else fits(path, width, columns);
  };
  for (const [id, sign] of draft.signs.right) {
    const shown = new Set(sign.pages.flat().flatMap(({ parts }) => parts.flatMap(slotOf)));
    if (shown.size > mostFigures)
      found.push(wrongKey(['signs', id, 'pages'], checkTexts.tooManyFigures(shown.size, mostFigures)));
    sign.pages.forEach((page, index) => {
      const path: Path = ['signs', id, 'pages', index];
      if (Array.isArray(page)) {
        if (page.length > sign.rows) found.push(wrong(path, checkTexts.tooManyRows(page.length, sign.rows)));
        page.forEach((row, at) => {
          fitsOnSign([...path, at], row, sign.columns);
        });
      } else fitsOnSign(path, page, sign.columns);
    });
  }
  for (const [id, board] of draft.boards.right)
    board.rows.forEach((row, index) => {
      fits(['boards', id, 'rows', index], row.width, board.columns);
    });
  return found;
}

/** An Alpha sign keeps each figure in a file named by a small letter. */
const mostFigures = 26;

function slotOf(part: TextPart): string[] {
  return part.kind === 'figure' ? [`${part.flow}.${part.figure}:${part.align}${part.width}`] : [];
}

const unitExamples = { count: '5', time: '60s', percent: '70%', score: '3.5' } as const;

function checkThresholds(draft: Draft): Complaint[] {
  const found: Complaint[] = [];
  for (const [key, threshold] of draft.thresholds.right) {
    const path: Path = ['thresholds', key];
    const named = thresholdKey(key);
    if (named === null) {
      const [, name = '', ...more] = key.split('.');
      found.push(
        wrongKey(path, name === '' || more.length > 0 ? checkTexts.badThresholdKey(key) : noFigure(name)),
      );
      continue;
    }
    const unit = figures[named.figure];
    const wrongUnits = (['amber', 'red'] as const).filter(
      colour => thresholdValue(unit, threshold[colour]) === null,
    );
    for (const colour of wrongUnits)
      found.push(wrong([...path, colour], checkTexts.wrongUnit(units[unit], unitExamples[unit])));
    if (wrongUnits.length === 0 && threshold.amber.value === threshold.red.value)
      found.push(wrong([...path, 'red'], checkTexts.amberIsRed));
  }
  return found;
}

/** Ports on which we listen: each once, TCP and UDP apart. */
function checkPorts(draft: Draft): Complaint[] {
  const { panel } = draft;
  const boards = [...draft.boards.right];
  const tcp: Listening[] = [
    ...(['port', 'boardsPort', 'modbusPort'] as const).map(key => ({
      port: panel?.[key],
      name: `panel.${key}`,
      path: ['panel', key],
    })),
    ...boards.map(([id, { port }]) => ({ port, name: `boards.${id}`, path: ['boards', id, 'port'] })),
    ...(['ami', 'ari'] as const).flatMap(link => {
      const access = draft.asterisk?.[link];
      const isHere = access !== undefined && ['127.0.0.1', 'localhost', '::1'].includes(access.host);
      return isHere
        ? [{ port: access.port, name: `asterisk.${link}`, path: ['asterisk', link, 'port'] }]
        : [];
    }),
  ];
  const udp = boards.map(([id, { udpPort }]) => ({
    port: udpPort,
    name: `boards.${id}`,
    path: ['boards', id, 'udpPort'],
  }));
  return [...usedTwice(tcp), ...usedTwice(udp), ...checkBlocks(draft)];
}

type Listening = { readonly port: number | undefined; readonly name: string; readonly path: Path };

function usedTwice(all: readonly Listening[]): Complaint[] {
  const taken = new Map<number, string>();
  return all.flatMap(({ port, name, path }) => {
    if (port === undefined) return [];
    const other = taken.get(port);
    if (other !== undefined) return [wrong(path, checkTexts.placeTaken(String(port), other))];
    taken.set(port, name);
    return [];
  });
}

function checkBlocks(draft: Draft): Complaint[] {
  const taken = new Map<number, string>();
  return [...draft.boards.right].flatMap(([id, { modbusBlock: block }]) => {
    if (block === undefined) return [];
    const path: Path = ['boards', id, 'modbusBlock'];
    const other = taken.get(block);
    if (other !== undefined) return [wrong(path, displayTexts.blockTaken(block, other))];
    taken.set(block, `boards.${id}`);
    return draft.panel?.modbusPort === undefined
      ? [doubtful(path, displayTexts.modbusPortNeeded, 'key')]
      : [];
  });
}
