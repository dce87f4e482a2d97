// The figures of the whole site, large enough for the far end of the floor.
import type { ComponentChildren } from 'preact';
import { wholePercent } from '../service-level.js';
import { duration } from './format.js';
import { fill } from './texts.js';
import type { View } from './view.js';

export function SiteFigures({ view }: { readonly view: View }) {
  const { texts, nowMs, state } = view;
  const all = state.all['all'];
  if (all === undefined) return null;
  const { today, agents } = all;
  const loggedIn = Object.values(agents).reduce((sum, count) => sum + count, 0) - agents['logged-out'];
  const level = wholePercent(all.share);
  return (
    <section class="site-figures" aria-label={texts.site}>
      <Figure id="site-waiting" label={texts.waiting} value={all.waiting} />
      <Figure
        id="site-longest"
        label={texts.longest}
        value={all.longestSinceMs === null ? '–' : duration(nowMs - all.longestSinceMs)}
      />
      <Figure id="site-level" label={texts.serviceLevel} value={level === null ? '–' : `${level}%`}>
        {texts.eachByItsOwn}
      </Figure>
      <Figure id="site-answered" label={texts.answered} value={today.answered}>
        {fill(texts.answeredOf, { N: today.offered })}
      </Figure>
      <Figure id="site-abandoned" label={texts.abandoned} value={today.abandoned}>
        {today.shortAbandoned > 0 ? fill(texts.shortAbandons, { N: today.shortAbandoned }) : null}
      </Figure>
      <Figure id="site-talking" label={texts.talking} value={all.talking + all.withPartner}>
        {all.withPartner > 0 ? `${all.withPartner} ${texts.withPartner}` : null}
      </Figure>
      <Figure id="site-ready" label={texts.agentsReady} value={agents.ready}>
        {fill(texts.loggedIn, { N: loggedIn })}
      </Figure>
    </section>
  );
}

type FigureProps = {
  readonly id: string;
  readonly label: string;
  readonly value: string | number;
  readonly children?: ComponentChildren;
};

function Figure({ id, label, value, children }: FigureProps) {
  return (
    <div class="figure" id={id}>
      <div class="label">{label}</div>
      <div class="value">{value}</div>
      <div class="note">{children}</div>
    </div>
  );
}
