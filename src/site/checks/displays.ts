// Signs, boards and thresholds: texts that fit, figures that can be compared, ports and addresses used once.
import { thresholdKey, thresholdValue } from '../compile/displays.js';
import { type Complaint, wrong, wrongKey } from '../problem.js';
import type { Draft } from '../read.js';
import { figures, noFigure, type Row, type TextPart } from '../sign-text.js';
import type { Path } from '../source.js';
import { checkTexts, units } from '../texts-checks.js';

export function checkDisplays(draft: Draft): Complaint[] {
  return [...checkRows(draft), ...checkThresholds(draft), ...checkPorts(draft)];
}

function checkRows(draft: Draft): Complaint[] {
  const found: Complaint[] = [];
  const fits = (path: Path, row: Row, columns: number) => {
    if (row.width > columns) found.push(wrong(path, checkTexts.tooWide(row.width, columns)));
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
          fits([...path, at], row, sign.columns);
        });
      } else fits(path, page, sign.columns);
    });
  }
  for (const [id, board] of draft.boards.right)
    board.rows.forEach((row, index) => {
      fits(['boards', id, 'rows', index], row, board.columns);
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

/** Ports on which we listen, and addresses to which we connect. */
function checkPorts(draft: Draft): Complaint[] {
  const found: Complaint[] = [];
  const listening = new Map<number, string>();
  if (draft.panel !== null) {
    listening.set(draft.panel.port, 'panel.port');
    if (draft.panel.boardsPort === draft.panel.port)
      found.push(
        wrong(['panel', 'boardsPort'], checkTexts.placeTaken(String(draft.panel.port), 'panel.port')),
      );
    listening.set(draft.panel.boardsPort, 'panel.boardsPort');
  }
  for (const [id, { port }] of draft.boards.right) {
    if (port === undefined) continue;
    const other = listening.get(port);
    if (other === undefined) listening.set(port, `boards.${id}`);
    else found.push(wrong(['boards', id, 'port'], checkTexts.placeTaken(String(port), other)));
  }
  const asterisk = draft.asterisk;
  for (const link of ['ami', 'ari'] as const) {
    const access = asterisk?.[link];
    if (access === undefined || !['127.0.0.1', 'localhost', '::1'].includes(access.host)) continue;
    const other = listening.get(access.port);
    if (other !== undefined)
      found.push(wrong(['asterisk', link, 'port'], checkTexts.placeTaken(String(access.port), other)));
  }
  const signs = new Map<string, string>();
  for (const [id, sign] of draft.signs.right) {
    const place = `${sign.host}:${sign.port}`;
    const line = `${place} ${sign.address}`;
    const other = signs.get(line);
    if (other === undefined) signs.set(line, `signs.${id}`);
    else found.push(wrongKey(['signs', id], checkTexts.placeTaken(place, other)));
  }
  return found;
}
