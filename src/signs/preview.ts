// What a sign shows when all is well, drawn without asking it: for the web page, and for the signs that we draw ourselves. Pure.
import type { Language } from '../base/language.js';
import type { Wanted } from './driver.js';
import type { SignProgram } from './layout.js';
import { localTime } from './local-time.js';
import { noticeCommand, noticeOf, noticePages } from './notice.js';
import { drawText, type SignPage } from './screen.js';
import { alertFor, valuePieces } from './values.js';

export interface PreviewedSign {
  readonly program: SignProgram;
  readonly language: Language;
  readonly zone: string;
  /** It moves nothing: what is too long is shown page after page. */
  readonly isStill?: boolean;
}

/** A sign as its pages should be seen at `nowMs` (epoch ms), one after the other. */
export function previewSign(sign: PreviewedSign, wanted: Wanted, nowMs: number): SignPage[] {
  const { program, language, zone } = sign;
  const drawing = {
    stringOf: (label: string) => {
      const slot = program.strings.find(each => each.label === label);
      return slot === undefined
        ? undefined
        : valuePieces(slot, wanted.values[slot.name], alertFor(slot, wanted.alerts));
    },
    clock: localTime(nowMs, zone).text,
  };
  const place = { columns: program.columns, rows: program.rows, language, zone };
  const notice = noticeOf(place, wanted);
  if (notice === undefined) return program.texts.flatMap(text => drawText(text.mode, text.pieces, drawing));
  if (sign.isStill === true) return noticePages(place, notice);
  const command = noticeCommand(place, notice);
  return drawText(command.mode, command.pieces, drawing);
}
