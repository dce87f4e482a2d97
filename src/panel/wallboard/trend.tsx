// The day by half-hours: how many calls came and what became of them, and under it the service level of each half-hour beside its target.
// Only the shapes are drawn as SVG, which is stretched to the place; what is to be read is text of the page.

import { timeOfDay } from '../page/format.js';
import { fill } from '../page/texts.js';
import type { View } from '../page/view.js';
import type { FlowOnPage } from '../page-state.js';
import { wholePercent } from '../service-level.js';
import type { WallTexts } from './texts.js';
import { type Slot, scaleFor, trendOf } from './trend-data.js';

type TrendProps = {
  readonly view: View;
  readonly words: WallTexts;
  readonly flows: readonly (readonly [string, FlowOnPage])[];
};

export function Trend({ view, words, flows }: TrendProps) {
  const slots = trendOf(view.state.halfHours, new Set(flows.map(([id]) => id)));
  const targets = new Set(flows.map(([, flow]) => flow.level.targetPercent));
  const target = targets.size === 1 ? ([...targets][0] ?? null) : null;
  if (slots.length === 0)
    return (
      <section class="trend">
        <h2>{words.callsTrend}</h2>
        <p class="empty">{words.noCallToday}</p>
      </section>
    );
  return (
    <section class="trend">
      <h2>{words.callsTrend}</h2>
      <Calls slots={slots} words={words} />
      <Hours slots={slots} view={view} />
      <h2>
        {words.level}
        {target === null ? null : <span class="target">{fill(words.levels.fine, { N: target })}</span>}
      </h2>
      <Levels slots={slots} target={target} words={words} />
    </section>
  );
}

/** Of a slot's place, free on each side of its bar. */
const gap = 0.08;

function Calls({ slots, words }: { readonly slots: readonly Slot[]; readonly words: WallTexts }) {
  const sum = (of: (slot: Slot) => number) => slots.reduce((total, slot) => total + of(slot), 0);
  const [agents, partners, lost] = [
    sum(slot => slot.byAgents),
    sum(slot => slot.byPartners),
    sum(slot => slot.notAnswered),
  ];
  const top = scaleFor(Math.max(...slots.map(slot => slot.byAgents + slot.byPartners + slot.notAnswered)));
  const said = fill(words.trendSays, { IN: agents + partners + lost, AGENTS: agents, PARTNERS: partners });
  return (
    <>
      <ul class="legend">
        <li class="agents">{words.byAgents}</li>
        {partners === 0 ? null : <li class="partners">{words.byPartners}</li>}
        <li class="unanswered">{words.notAnswered}</li>
      </ul>
      <div class="plot calls">
        <span class="top">{top < 1000 ? top : `${top / 1000}k`}</span>
        <svg viewBox={`0 0 ${slots.length} ${top}`} preserveAspectRatio="none" role="img" aria-label={said}>
          {slots.map(({ fromMs, byAgents, byPartners, notAnswered }, index) => (
            <g key={fromMs} data-half-hour={fromMs} data-calls={byAgents + byPartners + notAnswered}>
              <Bar index={index} from={0} height={byAgents} top={top} kind="agents" />
              <Bar index={index} from={byAgents} height={byPartners} top={top} kind="partners" />
              <Bar
                index={index}
                from={byAgents + byPartners}
                height={notAnswered}
                top={top}
                kind="unanswered"
              />
            </g>
          ))}
        </svg>
      </div>
    </>
  );
}

type BarProps = {
  readonly index: number;
  readonly from: number;
  readonly height: number;
  readonly top: number;
  readonly kind: string;
};

function Bar({ index, from, height, top, kind }: BarProps) {
  if (height === 0) return null;
  return <rect class={kind} x={index + gap} y={top - from - height} width={1 - 2 * gap} height={height} />;
}

/** Of the width, taken by the name of an hour. */
const labelShare = 0.09;

/** Under the bars: every second full hour, every fourth on a long day. */
function Hours({ slots, view }: { readonly slots: readonly Slot[]; readonly view: View }) {
  const every = slots.length > 28 ? 4 : 2;
  return (
    <div class="hours" aria-hidden="true">
      {slots.map(({ fromMs }, index) => {
        const [hour = '', minute = ''] = timeOfDay(fromMs, view.zone, view.language).split(':');
        const isCut = index > slots.length * (1 - labelShare);
        if (minute !== '00' || Number(hour) % every !== 0 || isCut) return null;
        return (
          <span key={fromMs} style={{ left: `${(100 * index) / slots.length}%` }}>
            {hour}
          </span>
        );
      })}
    </div>
  );
}

type LevelsProps = {
  readonly slots: readonly Slot[];
  readonly target: number | null;
  readonly words: WallTexts;
};

function Levels({ slots, target, words }: LevelsProps) {
  return (
    <div class="plot levels">
      <span class="top">100</span>
      <svg viewBox={`0 0 ${slots.length} 100`} preserveAspectRatio="none" role="img" aria-label={words.level}>
        {slots.map(({ fromMs, share }, index) => {
          const percent = wholePercent(share);
          if (percent === null) return null;
          const kind = target !== null && percent < target ? 'below' : 'met';
          // A level of nothing is a line, not a gap.
          const height = Math.max(2, percent);
          return <Bar key={fromMs} index={index} from={0} height={height} top={100} kind={kind} />;
        })}
        {target === null ? null : (
          <line class="target" x1={0} x2={slots.length} y1={100 - target} y2={100 - target} />
        )}
      </svg>
    </div>
  );
}
