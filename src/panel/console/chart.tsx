// A chart of the day: shapes as SVG, stretched to the place; what is to be read is text of the page, and all of it stands in the table.
import type { ComponentChildren } from 'preact';
import { timeOfDay } from '../page/format.js';
import type { View } from '../page/view.js';
import type { Slot } from './chart-data.js';

type Series = { readonly name: string; readonly kind: string; readonly of: (slot: Slot) => number };

type ChartProps = {
  readonly id: string;
  readonly title: string;
  /** What it shows, for who does not see it. */
  readonly said: string;
  readonly slots: readonly Slot[];
  /** Stacked, from the bottom up. */
  readonly series: readonly Series[];
  readonly top: number;
  readonly topText: string;
  /** A line across, such as a target. */
  readonly line?: number | null;
  /** A mark in each slot, such as the longest wait. */
  readonly dot?: (slot: Slot) => number | null;
  readonly view: View;
  readonly children?: ComponentChildren;
};

/** Of a slot's place, free on each side of its bar. */
const gap = 0.1;

export function Chart(props: ChartProps) {
  const { id, title, said, slots, series, top, topText, line = null, dot, view, children } = props;
  const width = Math.max(16, slots.length);
  return (
    <figure class="card chart" data-chart={id}>
      <figcaption>
        <h3>{title}</h3>
        {children}
      </figcaption>
      <div class="plot">
        <span class="scale">{topText}</span>
        <svg viewBox={`0 0 ${width} 100`} preserveAspectRatio="none" role="img" aria-label={said}>
          <line class="half" x1={0} x2={width} y1={50} y2={50} />
          {slots.map((slot, index) => (
            <Bars key={slot.fromMs} slot={slot} index={index} series={series} top={top} />
          ))}
          {dot === undefined
            ? null
            : slots.map((slot, index) => <Dot key={slot.fromMs} at={dot(slot)} index={index} top={top} />)}
          {line === null ? null : (
            <line
              class="target"
              x1={0}
              x2={width}
              y1={100 - (100 * line) / top}
              y2={100 - (100 * line) / top}
            />
          )}
        </svg>
      </div>
      <Hours slots={slots} width={width} view={view} />
    </figure>
  );
}

type BarsProps = {
  readonly slot: Slot;
  readonly index: number;
  readonly series: readonly Series[];
  readonly top: number;
};

function Bars({ slot, index, series, top }: BarsProps) {
  let from = 0;
  return (
    <g data-half-hour={slot.fromMs}>
      {series.map(({ kind, of, name }) => {
        const height = (100 * Math.min(top, of(slot))) / top;
        if (height <= 0) return null;
        const y = 100 - from - height;
        from += height;
        return (
          <rect key={name} class={kind} x={index + gap} y={y} width={1 - 2 * gap} height={height}>
            <title>{`${name}: ${of(slot)}`}</title>
          </rect>
        );
      })}
    </g>
  );
}

type DotProps = { readonly at: number | null; readonly index: number; readonly top: number };

function Dot({ at, index, top }: DotProps) {
  if (at === null || at <= 0) return null;
  const y = 100 - (100 * Math.min(top, at)) / top;
  return <line class="dot" x1={index + gap} x2={index + 1 - gap} y1={y} y2={y} />;
}

type HoursProps = { readonly slots: readonly Slot[]; readonly width: number; readonly view: View };

/** Under the bars: every full hour, every second on a long day. */
function Hours({ slots, width, view }: HoursProps) {
  const every = slots.length > 24 ? 2 : 1;
  return (
    <div class="hours" aria-hidden="true">
      {slots.map(({ fromMs }, index) => {
        const [hour = '', minute = ''] = timeOfDay(fromMs, view.zone, view.language).split(':');
        if (minute !== '00' || Number(hour) % every !== 0) return null;
        return (
          <span key={fromMs} style={{ left: `${(100 * index) / width}%` }}>
            {hour}
          </span>
        );
      })}
    </div>
  );
}

type LegendProps = { readonly series: readonly Pick<Series, 'name' | 'kind'>[] };

export const Legend = ({ series }: LegendProps) => (
  <ul class="legend">
    {series.map(({ name, kind }) => (
      <li key={name} class={kind}>
        {name}
      </li>
    ))}
  </ul>
);
