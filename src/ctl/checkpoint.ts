// `plateauctl checkpoint`: the running daemon writes its journal into one file; we wait and say how it went.
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCatalogue } from '../base/error-catalogue.js';
import type { Text } from '../base/language.js';
import type { Daemon } from './daemon.js';
import { type Outcome, refused } from './outcome.js';
import { lineWidth } from './screen.js';
import { factLines } from './store-report.js';
import { printable, wrap } from './text-width.js';
import { storeTexts } from './texts-store.js';

const askEveryMs = 500;

/** `notice` is told how far it is. */
export async function checkpoint(
  daemon: Daemon,
  to: string | null,
  notice: (text: Text) => void,
): Promise<Outcome> {
  let state = await daemon.ask('checkpoint', { to: to === null ? null : resolve(to) });
  while (state.underWay !== null) {
    notice(storeTexts.progress(state.underWay.written, state.underWay.total));
    await delay(askEveryMs);
    state = await daemon.ask('checkpoint-state', {});
  }
  const { last } = state;
  if (last?.ok !== true) {
    const { code, why } = last ?? { code: 'checkpoint-failed' as const, why: '?' };
    return refused({ code, message: storeTexts.notWritten(why), advice: errorCatalogue[code] });
  }
  const megabytes = (last.bytes / 1_000_000).toFixed(1);
  const seconds = (last.tookMs / 1000).toFixed(1);
  const lines = [storeTexts.written(last.file, megabytes, seconds), ...factLines(last)];
  return {
    exit: 0,
    result: last,
    print: screen =>
      lines
        .flatMap(text => wrap(printable(text[screen.language]), lineWidth(screen)))
        .map(line => `${line}\n`)
        .join(''),
  };
}
