// Joins the site file's signs, the room signs/ that drives them, and the panel that knows the figures. Part of the entry point panel.ts.
import { must } from './base/assert.js';
import type { Logger } from './base/logger.js';
import type { SignView } from './link/sign-messages.js';
import type { SignPage } from './panel/page-state.js';
import type { SignPort } from './panel/sign-port.js';
import { systemClock } from './signs/clock.js';
import type { Wanted } from './signs/driver.js';
import { isStill, lineText } from './signs/drivers.js';
import { compileLayout, type SignLayout, type SignProgram } from './signs/layout.js';
import { renderMatrix } from './signs/matrix.js';
import { previewSign } from './signs/preview.js';
import { plainRows } from './signs/screen.js';
import { type Sign, type SignLineSettings, startSigns } from './signs/signs.js';
import { testPattern } from './signs/test-pattern.js';
import { layoutErrorText, linkTrouble } from './signs/texts.js';
import type { Threshold as SignThreshold, ValueStyle } from './signs/values.js';
import { type FigureUnit, figures, spelledAs } from './site/sign-text.js';
import type { SignSetup, SiteFile, Threshold } from './site/site-file.js';

export type PanelSigns = {
  readonly ports: readonly SignPort[];
  /** How the signs are now, for the technician. */
  readonly view: (nowMs: number) => readonly SignView[];
  readonly stop: () => void;
};

type Drawn = { readonly setup: SignSetup; readonly program: SignProgram };

/** Starts the signs of the site. One whose texts cannot be shown is in trouble from the start, and nothing is sent to it. */
export function startPanelSigns(site: SiteFile, log: Logger): PanelSigns {
  const { language } = site.core;
  const drawn: Drawn[] = [];
  const broken = new Map<string, string>();
  for (const setup of site.signs) {
    const compiled = compileLayout(layoutOf(setup, site.thresholds));
    if (compiled.ok) drawn.push({ setup, program: compiled.program });
    else {
      const problems = compiled.errors.map(error => layoutErrorText(error)[language]);
      for (const problem of problems) log.error({ sign: setup.id, problem }, 'sign cannot be shown');
      broken.set(setup.id, problems[0] ?? '');
    }
  }
  const lines = [...groupByLine(drawn).values()].map(signs => lineOf(signs, site));
  const running = startSigns(lines, { clock: systemClock, logger: log });
  const ports = site.signs.map(setup => {
    const sign = drawn.find(one => one.setup.id === setup.id);
    if (sign === undefined) return brokenPort(setup, must(broken.get(setup.id), `sign ${setup.id}`));
    return portOf(sign, site, must(running.signs.get(setup.id), `sign ${setup.id}`));
  });
  return {
    ports,
    view: nowMs => ports.map((port, index) => viewOf(port, must(site.signs[index], port.id), nowMs)),
    stop: running.stop,
  };
}

/** A sign of the site file as the room signs/ describes one. */
export function layoutOf(setup: SignSetup, thresholds: readonly Threshold[]): SignLayout {
  const values: Record<string, ValueStyle> = {};
  for (const { flow, figure } of figuresOf(setup)) {
    const unit = figures[figure];
    const threshold = thresholds.find(one => one.flow === flow && one.figure === figure);
    values[`${flow}.${figure}`] = {
      show: spelledAs[unit],
      thresholds: threshold === undefined ? [] : signThresholds(threshold, unit),
      mark: !setup.colours,
    };
  }
  return {
    id: setup.id,
    columns: setup.columns,
    rows: setup.rows,
    pages: setup.pages.map(rows => ({ text: rows.map(row => row.text).join('\n'), mode: 'hold' })),
    values,
  };
}

function figuresOf(setup: SignSetup) {
  return setup.pages.flat().flatMap(row => row.parts.flatMap(part => (part.kind === 'figure' ? [part] : [])));
}

/** Signs count times in seconds. The worst comes last: the last one that holds wins. */
function signThresholds({ bad, amber, red, flash }: Threshold, unit: FigureUnit): SignThreshold[] {
  const scaled = (limit: number) => (unit === 'time' ? limit / 1000 : limit);
  if (bad === 'above')
    return [
      { from: scaled(amber), colour: 'amber' },
      { from: scaled(red), colour: 'red', flash },
    ];
  return [
    { below: scaled(amber), colour: 'amber' },
    { below: scaled(red), colour: 'red', flash },
  ];
}

function groupByLine(drawn: readonly Drawn[]): Map<string, [Drawn, ...Drawn[]]> {
  const lines = new Map<string, [Drawn, ...Drawn[]]>();
  for (const sign of drawn) {
    const place = lineText(sign.setup.place);
    const line = lines.get(place);
    if (line === undefined) lines.set(place, [sign]);
    else line.push(sign);
  }
  return lines;
}

function lineOf(signs: readonly [Drawn, ...Drawn[]], site: SiteFile): SignLineSettings {
  const { place, baud } = signs[0].setup;
  return {
    place,
    baud,
    signs: signs.map(({ setup, program }) => ({
      ...setup,
      program,
      language: site.core.language,
      zone: site.zone,
    })),
  };
}

function portOf({ setup, program }: Drawn, site: SiteFile, started: Sign): SignPort {
  let wanted: Wanted = { values: {}, staleSinceMs: undefined };
  let trouble: string | null = null;
  const want = (change: Partial<Wanted>) => {
    wanted = { ...wanted, ...change };
    started.want(change);
  };
  const { language } = site.core;
  const previewed = { program, language, zone: site.zone, isStill: isStill(setup.speech) };
  return {
    id: setup.id,
    width: renderMatrix([], setup).width,
    figures: figuresOf(setup),
    show: (values, alerts) => want({ values, alerts, staleSinceMs: undefined }),
    stale: (sinceMs, reason) =>
      want({
        staleSinceMs: sinceMs,
        staleBecause: reason === 'switch-lost' ? 'switch-away' : 'no-data',
      }),
    say: what => {
      const pattern = what?.kind === 'test' ? testPattern(setup, what.elapsedMs) : (what ?? undefined);
      if (pattern !== undefined || wanted.message !== undefined) want({ message: pattern });
    },
    clear: () => started.setUpAgain(),
    picture: nowMs => previewSign(previewed, wanted, nowMs).map(page => pictureOf(page, setup)),
    trouble: () => {
      const told = linkTrouble(started.link());
      // While it dials again, the last reason stands.
      if (told !== undefined) trouble = told?.[language] ?? null;
      return trouble;
    },
  };
}

/** A sign whose texts cannot be shown: it stays in lists and alarms, so that somebody sees why it is dark. */
function brokenPort(setup: SignSetup, trouble: string): SignPort {
  const nothing = () => undefined;
  return {
    id: setup.id,
    width: renderMatrix([], setup).width,
    figures: figuresOf(setup),
    show: nothing,
    stale: nothing,
    say: nothing,
    clear: nothing,
    picture: () => [],
    trouble: () => trouble,
  };
}

function viewOf(port: SignPort, { place, speech }: SignSetup, nowMs: number): SignView {
  return {
    sign: port.id,
    protocol: speech.protocol,
    place: lineText(place),
    trouble: port.trouble(),
    pages: port.picture(nowMs).map(({ text }) => text),
  };
}

function pictureOf(page: ReturnType<typeof previewSign>[number], { columns, rows }: SignSetup): SignPage {
  const flashes = page.rows.some(row => row.some(run => run.flash));
  const texts = plainRows(page);
  const moves = page.mode === 'rotate';
  const longest = Math.max(columns, ...texts.map(text => text.length));
  const size = { columns: moves ? longest : columns, rows };
  const dots = (flashDark: boolean) => renderMatrix(page.rows, { ...size, flashDark }).pixels;
  return {
    text: texts.map(text => text.trim()).join(' / '),
    dots: dots(false),
    dark: flashes ? dots(true) : null,
    moves,
  };
}
