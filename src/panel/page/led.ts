// Draws the dots of a sign on a canvas: dark dots that can be seen, lit ones that glow.
import type { SignDots } from '../page-state.js';

/** Pixels of the canvas from dot to dot; the browser scales the whole. */
const pitch = 8;
const radius = 2.9;
const margin = 10;

/** By the digit of a dot. */
const colours: Readonly<Record<string, string>> = {
  '1': '#ff4a36',
  '2': '#4fe36a',
  '3': '#ffb000',
  '4': '#b03425',
  '5': '#2f8f43',
  '6': '#a06a2c',
  '7': '#ff8a1f',
  '8': '#ffe14a',
};
const darkDot = '#2b2723';

/** Draws `columns` dots a line from dot `offset` on (below 0: the text comes in); the canvas takes its size. */
export function drawDots(canvas: HTMLCanvasElement, page: SignDots, columns: number, offset: number): void {
  const dots = page.map(line =>
    ('0'.repeat(Math.max(0, -offset)) + line.slice(Math.max(0, offset)))
      .slice(0, columns)
      .padEnd(columns, '0'),
  );
  const width = columns * pitch + 2 * margin;
  const height = Math.max(1, dots.length) * pitch + 2 * margin;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.fillStyle = '#0c0b0a';
  context.fillRect(0, 0, width, height);
  drawLayer(context, dots, '0', darkDot, 0);
  for (const [digit, colour] of Object.entries(colours)) drawLayer(context, dots, digit, colour, 6);
}

function drawLayer(
  context: CanvasRenderingContext2D,
  dots: SignDots,
  digit: string,
  colour: string,
  glow: number,
): void {
  context.beginPath();
  let isEmpty = true;
  dots.forEach((line, y) => {
    for (let x = line.indexOf(digit); x >= 0; x = line.indexOf(digit, x + 1)) {
      const [centreX, centreY] = [margin + (x + 0.5) * pitch, margin + (y + 0.5) * pitch];
      context.moveTo(centreX + radius, centreY);
      context.arc(centreX, centreY, radius, 0, 2 * Math.PI);
      isEmpty = false;
    }
  });
  if (isEmpty) return;
  context.fillStyle = colour;
  context.shadowColor = colour;
  context.shadowBlur = glow;
  context.fill();
  context.shadowBlur = 0;
}
