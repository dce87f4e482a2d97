// What the signs of a site file look like, drawn for a terminal: for `plateauctl sign preview`. Part of the entry point plateauctl.ts.
import type { Language, Text } from './base/language.js';
import { layoutOf } from './panel-signs.js';
import { isStill } from './signs/drivers.js';
import { compileLayout } from './signs/layout.js';
import { renderMatrix } from './signs/matrix.js';
import { previewSign } from './signs/preview.js';
import { plainRows, type SignPage } from './signs/screen.js';
import { layoutErrorText } from './signs/texts.js';
import { loadSiteFile } from './site/load.js';
import { printProblems } from './site/problem.js';
import { type Figure, type FigureUnit, figures } from './site/sign-text.js';
import type { SignSetup, SiteFile } from './site/site-file.js';

/** One page: its rows, and its dots as lines of characters, each with two lines of dots. */
export type PreviewedPage = { readonly rows: readonly string[]; readonly dots: readonly string[] };
export type PreviewedSign = {
  readonly sign: string;
  readonly pages: readonly PreviewedPage[];
  readonly problems: readonly Text[];
};

/** `problems`: why the site file cannot be read, in words for people. */
export type Preview =
  | { readonly ok: true; readonly signs: readonly PreviewedSign[] }
  | { readonly ok: false; readonly problems: string };

/** Seconds, percent, tenths. */
const examples: Readonly<Record<FigureUnit, number>> = { count: 12, time: 75, percent: 82, score: 42 };

/** Draws the signs of a site file with example figures. */
export async function previewSigns(path: string, language: Language, nowMs: number): Promise<Preview> {
  const loaded = await loadSiteFile(path, { nowMs, secrets: 'skip' });
  if (!loaded.ok) return { ok: false, problems: printProblems(loaded.problems, language) };
  return { ok: true, signs: loaded.site.signs.map(setup => previewOne(setup, loaded.site, nowMs)) };
}

function previewOne(setup: SignSetup, site: SiteFile, nowMs: number): PreviewedSign {
  const compiled = compileLayout(layoutOf(setup, site.thresholds));
  const { id: sign } = setup;
  if (!compiled.ok) return { sign, pages: [], problems: compiled.errors.map(layoutErrorText) };
  const values = Object.fromEntries(
    setup.pages
      .flat()
      .flatMap(({ parts }) => parts)
      .flatMap(part =>
        part.kind === 'figure' ? [[`${part.flow}.${part.figure}`, examples[unitOf(part.figure)]]] : [],
      ),
  );
  const { language } = site.core;
  const drawn = { program: compiled.program, language, zone: site.zone, isStill: isStill(setup.speech) };
  const pages = previewSign(drawn, { values, staleSinceMs: undefined }, nowMs);
  return { sign, pages: pages.map(page => pageOf(page, setup)), problems: [] };
}

const unitOf = (figure: Figure): FigureUnit => figures[figure];

function pageOf(page: SignPage, { columns, rows }: SignSetup): PreviewedPage {
  const { pixels } = renderMatrix(page.rows, { columns, rows });
  const dots: string[] = [];
  for (let line = 0; line < pixels.length; line += 2)
    dots.push(halfBlocks(pixels[line] ?? '', pixels[line + 1] ?? ''));
  return {
    rows: Array.from({ length: rows }, (_, row) => (plainRows(page)[row] ?? '').padEnd(columns)),
    dots,
  };
}

/** Two lines of dots in one line of characters. */
function halfBlocks(upper: string, lower: string): string {
  return Array.from(upper, (dot, at) => {
    const below = (lower[at] ?? '0') !== '0';
    if (dot !== '0') return below ? '█' : '▀';
    return below ? '▄' : ' ';
  }).join('');
}
