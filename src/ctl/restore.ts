// `plateauctl restore`: a journal out of a checkpoint, while the daemon is stopped. The work itself is handed to us: it belongs to the journal.
import { resolve } from 'node:path';
import { errorCatalogue } from '../base/error-catalogue.js';
import { OutsideError } from '../base/errors.js';
import type { Text } from '../base/language.js';
import { type Outcome, refused } from './outcome.js';
import { lineWidth } from './screen.js';
import { factLines } from './store-report.js';
import { printable, wrap } from './text-width.js';
import { storeTexts } from './texts-store.js';

export type RestoreAsked = {
  readonly checkpoint: string;
  readonly data: string;
  readonly nowMs: number;
  readonly dryRun: boolean;
};

export type RestoreReport = {
  readonly file: string;
  readonly facts: number;
  readonly firstSeq: number | null;
  readonly lastSeq: number;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly openCalls: number;
  readonly journal: string;
  readonly setAside: string | null;
  readonly dryRun: boolean;
  readonly numbersMovedBy: number;
};

/** Rejects with an `OutsideError`, and then nothing was changed. */
export type Restore = (asked: RestoreAsked) => Promise<RestoreReport>;

export async function restore(work: Restore, asked: RestoreAsked): Promise<Outcome> {
  try {
    const checkpoint = resolve(asked.checkpoint);
    const result = await work({ ...asked, checkpoint, data: resolve(asked.data) });
    const lines = linesOf(result);
    return {
      exit: 0,
      result,
      print: screen =>
        lines
          .flatMap(text => wrap(printable(text[screen.language]), lineWidth(screen)))
          .map(line => `${line}\n`)
          .join(''),
    };
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    const { code, message } = error;
    return refused({ code, message: storeTexts.refused(message), advice: errorCatalogue[code] });
  }
}

function linesOf(report: RestoreReport): readonly Text[] {
  const { journal, file, dryRun, setAside, numbersMovedBy, firstSeq, lastSeq } = report;
  if (dryRun) return [storeTexts.wouldRestore(journal, file), ...factLines(report)];
  return [
    storeTexts.restored(journal, file),
    ...factLines(report),
    storeTexts.moved(numbersMovedBy, (firstSeq ?? lastSeq) + numbersMovedBy),
    ...(setAside === null ? [] : [storeTexts.aside(setAside)]),
    storeTexts.start,
  ];
}
