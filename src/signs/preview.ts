// What a sign shows when all is well, drawn without asking it: for the web page. Pure.
import type { Language } from '../base/language.js';
import type { SignProgram } from './layout.js';
import { localTime } from './local-time.js';
import { staleNotice } from './notice.js';
import { drawText, type SignPage } from './screen.js';
import type { Wanted } from './sign.js';
import { valuePieces } from './values.js';

/** A sign as its pages should be seen at `nowMs` (epoch ms), one after the other. */
export function previewSign(
  sign: { readonly program: SignProgram; readonly language: Language; readonly zone: string },
  wanted: Wanted,
  nowMs: number,
): SignPage[] {
  const { program, language, zone } = sign;
  const drawing = {
    stringOf: (label: string) => {
      const slot = program.strings.find(each => each.label === label);
      return slot === undefined ? undefined : valuePieces(slot, wanted.values[slot.name]);
    },
    clock: localTime(nowMs, zone).text,
  };
  if (wanted.staleSinceMs === undefined)
    return program.texts.flatMap(text => drawText(text.mode, text.pieces, drawing));
  const place = { columns: program.columns, rows: program.rows, language, zone };
  const notice = staleNotice(place, wanted.staleSinceMs, wanted.staleBecause);
  return drawText(notice.mode, notice.pieces, drawing);
}
