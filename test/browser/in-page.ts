// What tests run inside the browser. The project compiles without the browser's types, so the little that is used is written down here.

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

declare const document: {
  readonly documentElement: { readonly lang: string; readonly dataset: Readonly<Record<string, string>> };
  readonly querySelectorAll: (selector: string) => Iterable<PageElement>;
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
