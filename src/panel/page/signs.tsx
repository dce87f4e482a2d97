// The signs of the floor, dot by dot as they shine.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SignOnPage } from '../page-state.js';
import { drawDots } from './led.js';
import { fill } from './texts.js';
import { inOrder, type View } from './view.js';

const pageMs = 3000;
const flashMs = 500;
/** From one dot to the next. */
const moveMs = 40;
const dark: SignOnPage['pages'][number] = { text: '', dots: [], dark: null, moves: false };

export function Signs({ view }: { readonly view: View }) {
  const signs = inOrder(view.state.signs);
  if (signs.length === 0) return null;
  return (
    <section class="signs" aria-label={view.texts.signs}>
      {signs.map(([id, sign]) => (
        <Sign key={id} id={id} sign={sign} view={view} />
      ))}
    </section>
  );
}

function Sign({ id, sign, view }: { readonly id: string; readonly sign: SignOnPage; readonly view: View }) {
  const { texts } = view;
  const page = sign.pages[useTurns(pageMs, sign.pages.length)] ?? dark;
  const isDarkHalf = useTurns(flashMs, page.dark === null ? 1 : 2) === 1;
  const canvas = useRef<HTMLCanvasElement>(null);
  const dots = isDarkHalf && page.dark !== null ? page.dark : page.dots;
  const step = useTurns(moveMs, page.moves ? sign.width + (page.dots[0]?.length ?? 0) : 1);
  const offset = page.moves && !wantsNoMotion() ? step - sign.width : 0;
  useEffect(() => {
    if (canvas.current !== null) drawDots(canvas.current, dots, sign.width, offset);
  }, [dots, sign.width, offset]);
  const text = page.text === '' ? texts.signDark : page.text;
  return (
    <figure class="sign" data-sign={id}>
      <canvas ref={canvas} role="img" aria-label={fill(texts.signSays, { ID: id, TEXT: text })} />
      <figcaption>
        <span>{id}</span>
        {sign.trouble === null ? null : (
          <span class="trouble" title={sign.trouble}>
            <span aria-hidden="true">■</span> {texts.signTrouble}
          </span>
        )}
      </figcaption>
    </figure>
  );
}

const wantsNoMotion = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Counts 0, 1 … `turns` - 1 and again, one a period; who wants no motion sees pages, but nothing flashes or moves. */
function useTurns(periodMs: number, turns: number): number {
  const [turn, setTurn] = useState(0);
  const isStill = periodMs !== pageMs && wantsNoMotion();
  useEffect(() => {
    if (turns <= 1 || isStill) {
      setTurn(0);
      return;
    }
    const timer = setInterval(() => setTurn(before => (before + 1) % turns), periodMs);
    return () => clearInterval(timer);
  }, [turns, periodMs, isStill]);
  return turn;
}
