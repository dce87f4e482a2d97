// `plateauctl sign preview`: the signs of the site file with example figures, framed, as characters or as dots.
import type { Language, Text } from '../base/language.js';
import { near } from './near.js';
import { type Outcome, refused } from './outcome.js';
import { signTexts } from './texts-signs.js';

type Page = { readonly rows: readonly string[]; readonly dots: readonly string[] };
type Sign = { readonly sign: string; readonly pages: readonly Page[]; readonly problems: readonly Text[] };

/** Draws the signs of a site file; behind it stand the rooms that plateauctl itself does not know. */
export type PreviewSigns = (
  path: string,
  language: Language,
  nowMs: number,
) => Promise<
  { readonly ok: true; readonly signs: readonly Sign[] } | { readonly ok: false; readonly problems: string }
>;

export async function signPreview(
  preview: PreviewSigns,
  asked: { readonly sign: string | null; readonly dots: boolean },
  { path, language, nowMs }: { readonly path: string; readonly language: Language; readonly nowMs: number },
): Promise<Outcome> {
  const drawn = await preview(path, language, nowMs);
  if (!drawn.ok) return { exit: 1, result: { problems: drawn.problems }, print: () => drawn.problems };
  const signs = drawn.signs.filter(({ sign }) => asked.sign === null || sign === asked.sign);
  if (signs.length === 0 && asked.sign !== null)
    return refused({
      code: 'unknown-sign',
      message: signTexts.unknown(asked.sign),
      advice: null,
      near: near(
        asked.sign,
        drawn.signs.map(({ sign }) => ({ id: sign, words: [] })),
      ),
    });
  return {
    exit: signs.some(({ problems }) => problems.length > 0) ? 1 : 0,
    result: { signs },
    print: screen =>
      signs.length === 0
        ? `${signTexts.none[screen.language]}\n`
        : signs.map(one => printSign(one, asked.dots, screen.language)).join('\n'),
  };
}

function printSign({ sign, pages, problems }: Sign, dots: boolean, language: Language): string {
  const framed = pages.map(page => frame(dots ? page.dots : page.rows));
  return [sign, ...problems.map(problem => problem[language]), ...framed, ''].join('\n');
}

function frame(lines: readonly string[]): string {
  const width = Math.max(0, ...lines.map(line => line.length));
  const edge = (left: string, right: string) => `${left}${'─'.repeat(width)}${right}`;
  return [edge('┌', '┐'), ...lines.map(line => `│${line.padEnd(width)}│`), edge('└', '┘')].join('\n');
}
