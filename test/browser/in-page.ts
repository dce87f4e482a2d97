// What tests run inside the browser. The project compiles without the browser's types, so the little that is used is written down here.
import type { PageChange } from '../../src/panel/page-state.js';

export type PageElement = {
  readonly parentElement: PageElement | null;
  readonly childNodes: Iterable<{ readonly nodeType: number; readonly textContent: string | null }>;
  readonly className: string;
  readonly textContent: string | null;
  readonly closest: (selector: string) => PageElement | null;
};

export type PageCanvas = {
  readonly width: number;
  readonly height: number;
  readonly getContext: (kind: '2d') => {
    readonly getImageData: (
      x: number,
      y: number,
      width: number,
      height: number,
    ) => { readonly data: ArrayLike<number> };
  } | null;
};

type Box = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

type SizedElement = PageElement & {
  readonly scrollWidth: number;
  readonly clientWidth: number;
  readonly scrollHeight: number;
  readonly clientHeight: number;
  readonly getBoundingClientRect: () => Box;
};

declare const innerWidth: number;
declare const innerHeight: number;

declare const document: {
  readonly documentElement: SizedElement & {
    readonly lang: string;
    readonly dataset: Readonly<Record<string, string>>;
  };
  readonly querySelectorAll: (selector: string) => Iterable<SizedElement>;
};

declare const getComputedStyle: (element: PageElement) => {
  readonly color: string;
  readonly backgroundColor: string;
  readonly fontSize: string;
  readonly fontWeight: string;
};

export const languageOfPage = () => document.documentElement.lang;

export const themeOfPage = () => document.documentElement.dataset['theme'];

/** Which dots of a sign are lit (`#`), read from the pixels in their middles. */
export function litDots(canvas: PageCanvas, [columns, rows]: readonly [number, number]): string[] {
  const context = canvas.getContext('2d');
  if (context === null) return [];
  const pitch = 8;
  const [left, top] = [(canvas.width - columns * pitch) / 2, (canvas.height - rows * pitch) / 2];
  const isLit = (x: number, y: number) => {
    const { data } = context.getImageData(left + (x + 0.5) * pitch, top + (y + 0.5) * pitch, 1, 1);
    return Math.max(data[0] ?? 0, data[1] ?? 0) > 120;
  };
  return Array.from({ length: rows }, (_, y) =>
    Array.from({ length: columns }, (_, x) => (isLit(x, y) ? '#' : '.')).join(''),
  );
}

/** Texts whose contrast with what is behind them is less than WCAG's AA asks for: 4.5, for large ones 3. */
export function faintTexts(): string[] {
  const parse = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (colour: readonly number[]) => {
    const [red = 0, green = 0, blue = 0] = colour.map(value => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (element: PageElement): number[] => {
    const layers: number[][] = [];
    for (let at: PageElement | null = element; at !== null; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      layers.unshift(colour);
      if ((colour[3] ?? 1) === 1) break;
    }
    return layers.reduce((below, colour) => {
      const alpha = colour[3] ?? 1;
      return [0, 1, 2].map(index => (colour[index] ?? 0) * alpha + (below[index] ?? 255) * (1 - alpha));
    });
  };
  const faint: string[] = [];
  for (const element of document.querySelectorAll('body *')) {
    const text = [...element.childNodes]
      .map(node => (node.nodeType === 3 ? (node.textContent ?? '') : ''))
      .join('');
    if (text.trim() === '' || element.closest('canvas') !== null) continue;
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    const size = Number.parseFloat(fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700);
    const [light = 0, dark = 0] = [luminance(parse(color).slice(0, 3)), luminance(behind(element))].sort(
      (a, b) => b - a,
    );
    const contrast = (light + 0.05) / (dark + 0.05);
    if (contrast < (isLarge ? 3 : 4.5)) faint.push(`${element.className} ${contrast.toFixed(2)}: ${text}`);
  }
  return faint;
}

/** What is drawn outside of the screen, outside of the cell or card that it stands in, or is cut off; and scroll bars. */
export function spillsOf(): string[] {
  const spills: string[] = [];
  const { scrollWidth, scrollHeight } = document.documentElement;
  if (scrollWidth > innerWidth || scrollHeight > innerHeight)
    spills.push(`the page is ${scrollWidth} × ${scrollHeight} on ${innerWidth} × ${innerHeight}`);
  for (const element of document.querySelectorAll('.wall *')) {
    const text = [...element.childNodes]
      .map(node => (node.nodeType === 3 ? (node.textContent ?? '') : ''))
      .join('');
    if (text.trim() === '') continue;
    const own = element.getBoundingClientRect();
    const cell = (
      element.closest('td, th, section, header, footer') as SizedElement | null
    )?.getBoundingClientRect();
    const screen: Box = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    for (const [place, slack] of [
      [screen, 0.5],
      [cell ?? screen, 2],
    ] as const)
      if (
        own.left < place.left - slack ||
        own.top < place.top - slack ||
        own.right > place.right + slack ||
        own.bottom > place.bottom + slack
      )
        spills.push(
          `${element.className}: ${text} at ${JSON.stringify(own)} outside of ${JSON.stringify(place)}`,
        );
    if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
      spills.push(`${element.className}: ${text} is ${element.scrollWidth} wide in ${element.clientWidth}`);
  }
  return spills;
}

/** How many texts there are, and the smallest of them, its size as a share of the screen's height. */
export function textSizes(selector: string): {
  readonly texts: number;
  readonly smallest: { readonly text: string; readonly share: number };
} {
  let texts = 0;
  let smallest = { text: '', share: 1 };
  for (const element of document.querySelectorAll(selector)) {
    const text = [...element.childNodes]
      .map(node => (node.nodeType === 3 ? (node.textContent ?? '') : ''))
      .join('');
    if (text.trim() === '') continue;
    texts += 1;
    const share = Number.parseFloat(getComputedStyle(element).fontSize) / innerHeight;
    if (share < smallest.share) smallest = { text, share: Math.round(share * 10_000) / 10_000 };
  }
  return { texts, smallest };
}

type Stream = {
  onmessage: ((event: { readonly data: string }) => void) | null;
  readonly addEventListener: (name: 'message', heard: (event: { readonly data: string }) => void) => void;
  readonly close: () => void;
};

declare const window: {
  EventSource: new (address: string) => Stream;
  plateauStream: Stream;
  plateauWhole: PageChange;
};

declare const setTimeout: (then: () => void, ms: number) => number;

/** Before the page's own script: keeps the stream that it opens, and the first event of it. */
export function listenIn(): void {
  window.EventSource = class extends window.EventSource {
    constructor(address: string) {
      super(address);
      window.plateauStream = this;
      this.addEventListener('message', ({ data }) => {
        const change = JSON.parse(data) as PageChange;
        if (change.whole) window.plateauWhole = change;
      });
    }
  };
}

/** So many hours of the flow n1, a change every two seconds, as fast as the page takes them. The stream of the server is closed. */
export async function liveThrough({ fromHour, hours }: { fromHour: number; hours: number }): Promise<number> {
  const { plateauStream: stream, plateauWhole: whole } = window;
  stream.close();
  const flow = whole.set.flows?.['n1'];
  if (flow === undefined) throw new Error('there is no flow n1');
  const firstMs = whole.nowMs + fromHour * 3_600_000;
  let events = 0;
  for (let second = 0; second < hours * 3600; second += 2) {
    const nowMs = firstMs + second * 1000;
    const number = fromHour * 3600 + second;
    const fromMs = Math.floor(nowMs / 1_800_000) * 1_800_000;
    const call = {
      flow: 'n1',
      caller: '0142••••17',
      state: 'waiting',
      queuedAtMs: nowMs,
      waitsSinceMs: nowMs,
      answeredAtMs: null,
    } as const;
    const half = {
      flow: 'n1',
      fromMs,
      offered: second % 1800,
      byAgents: second % 900,
      byPartners: 0,
      abandoned: 0,
    };
    const change: PageChange = {
      nowMs,
      whole: false,
      set: {
        flows: { n1: { ...flow, waiting: second % 20, longestSinceMs: nowMs - (second % 300) * 1000 } },
        calls: { [`s${number}`]: { ...call, agents: [], partners: [], ring: 0 } },
        halfHours: {
          [`n1/${fromMs}`]: { ...half, serviceLevel: { good: 3, of: 4 }, meanWaitMs: 1, longestWaitMs: 2 },
        },
      },
      gone: { calls: [`s${number - 100}`], halfHours: [`n1/${fromMs - 86_400_000}`] },
    };
    stream.onmessage?.({ data: JSON.stringify(change) });
    events += 1;
    if (events % 200 === 0) await new Promise<void>(resolve => setTimeout(resolve, 0));
  }
  return events;
}

/** Has the page to be scrolled sideways? */
export const isTooWide = (): boolean => document.documentElement.scrollWidth > innerWidth;

export const elementsOfPage = (): number => [...document.querySelectorAll('*')].length;

/** Of the alarms shown, in their order. */
export const alarmIds = (shown: readonly { readonly dataset: Readonly<Record<string, string>> }[]) =>
  shown.map(({ dataset }) => dataset['alarm']);
