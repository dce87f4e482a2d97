// A card for each flow: who waits, for how long, and the service level beside its formula and its target.
import {
  meanScoreTenths,
  overflowedInAll,
  releasedInAll,
  releaseReasons,
  scoreText,
  shareInHouse,
} from '../counts.js';
import { type Alert, type FlowOnPage, inHousePercent } from '../page-state.js';
import { formulaText, wholePercent } from '../service-level.js';
import { AgentBar } from './agent-bar.js';
import { duration, timeOfDay } from './format.js';
import { fill } from './texts.js';
import { inOrder, type View } from './view.js';

/** A shape for each colour, for who does not see colours. */
const marks: Readonly<Record<Alert, string>> = { fine: '', amber: '▲', red: '■' };

export function Flows({ view }: { readonly view: View }) {
  return (
    <section aria-label={view.texts.flows} class="flows">
      {inOrder(view.state.flows).map(([id, flow]) => (
        <FlowCard key={id} id={id} flow={flow} view={view} />
      ))}
    </section>
  );
}

function FlowCard({
  id,
  flow,
  view,
}: {
  readonly id: string;
  readonly flow: FlowOnPage;
  readonly view: View;
}) {
  const { texts, language, nowMs } = view;
  const { alerts, longestSinceMs } = flow;
  return (
    <article class="card flow" data-flow={id} aria-label={flow.name[language]}>
      <h2>{flow.name[language]}</h2>
      <Held flow={flow} view={view} />
      <div class="now">
        <div class={`big ${alerts.waiting}`} data-figure="waiting">
          <span class="label">{texts.waiting}</span>
          <strong>
            {flow.waiting}
            <Mark alert={alerts.waiting} />
          </strong>
        </div>
        <div class={`big ${alerts.longest}`} data-figure="longest">
          <span class="label">{texts.longest}</span>
          <strong>
            {longestSinceMs === null ? '–' : duration(nowMs - longestSinceMs)}
            <Mark alert={alerts.longest} />
          </strong>
        </div>
      </div>
      <Level flow={flow} view={view} />
      <Today flow={flow} view={view} />
      <AgentBar agents={flow.agents} view={view} />
    </article>
  );
}

const Mark = ({ alert }: { readonly alert: Alert }) =>
  alert === 'fine' ? null : (
    <span class="mark" aria-hidden="true">
      {marks[alert]}
    </span>
  );

function Level({ flow, view }: { readonly flow: FlowOnPage; readonly view: View }) {
  const { texts, language } = view;
  const { level, share, alerts } = flow;
  const percent = wholePercent(share);
  const alert = alerts.serviceLevel;
  const judgement =
    percent === null
      ? texts.noCallYet
      : { fine: texts.onTarget, amber: texts.belowTarget, red: texts.farBelowTarget }[alert];
  const target = fill(texts.target, { N: level.targetPercent });
  return (
    <div class={`level ${percent === null ? 'none' : alert}`} data-figure="serviceLevel">
      <div class="head">
        <span class="label">{texts.serviceLevel}</span>
        <strong class="percent">
          {percent === null ? '–' : `${percent}%`}
          <Mark alert={alert} />
        </strong>
      </div>
      <div class="gauge" aria-hidden="true">
        <span class="fill" style={{ width: `${percent ?? 0}%` }} />
        <span class="target" style={{ left: `${level.targetPercent}%` }} />
      </div>
      <div class="judgement">
        {judgement} · {target}
      </div>
      <div class="formula">= {formulaText(level, language)}</div>
    </div>
  );
}

/** Who holds the flow open or closed. */
function Held({ flow: { forced }, view }: { readonly flow: FlowOnPage; readonly view: View }) {
  const { texts, language, zone } = view;
  if (forced === null) return null;
  const until = timeOfDay(forced.untilMs, zone, language);
  return (
    <p class="held">
      <span aria-hidden="true">{forced.to === 'open' ? '○' : '⊘'}</span>{' '}
      {fill(texts.forced[forced.to], { T: until, WHO: forced.by })}
    </p>
  );
}

/** What was answered in-house in the running hour or day of the flow's share, beside what the share asks for. */
function RunningShare({ flow: { inHouse }, view }: { readonly flow: FlowOnPage; readonly view: View }) {
  const { texts, language, zone } = view;
  if (inHouse === null) return null;
  const percent = inHousePercent(inHouse);
  const target =
    inHouse.target === null
      ? ''
      : ` · ${fill(texts.shareTargets[inHouse.target.kind], { N: inHouse.target.inHousePercent })}`;
  const until = timeOfDay(inHouse.untilMs, zone, language);
  return (
    <Item
      name={fill(texts.sharePeriod, { T: until })}
      value={`${percent === null ? '–' : `${percent}%`}${target}`}
    />
  );
}

function Today({ flow, view }: { readonly flow: FlowOnPage; readonly view: View }) {
  const { texts } = view;
  const { today } = flow;
  const overflowed = overflowedInAll(today);
  const scoreTenths = meanScoreTenths(today);
  const released = releasedInAll(today);
  const reasons = releaseReasons
    .filter(reason => today.released[reason] > 0)
    .map(reason => `${texts.reasons[reason]}: ${today.released[reason]}`);
  const mean = (sumMs: number, of: number) => (of === 0 ? '–' : duration(sumMs / of));
  const partners = Object.entries(today.overflowed).map(
    ([id, count]) => `${view.state.partners[id]?.name ?? id}: ${count}`,
  );
  return (
    <dl class="today">
      <Item name={texts.offered} value={today.offered} />
      <Item name={texts.byAgents} value={today.answered - overflowed} />
      <Item name={texts.overflowed} value={overflowed} note={partners.join(', ')} />
      <RunningShare flow={flow} view={view} />
      {overflowed > 0 ? <Item name={texts.inHouse} value={`${shareInHouse(today)}%`} /> : null}
      <Item
        name={texts.abandoned}
        value={today.abandoned}
        note={today.shortAbandoned > 0 ? fill(texts.shortAbandons, { N: today.shortAbandoned }) : ''}
      />
      <Item name={texts.released} value={released} note={reasons.join(', ')} />
      {today.fallback > 0 ? <Item name={texts.fallback} value={today.fallback} /> : null}
      {today.lost > 0 ? <Item name={texts.lost} value={today.lost} /> : null}
      <Item name={texts.averageWait} value={mean(today.answeredWaitMs, today.answered)} />
      <Item name={texts.averageTalk} value={mean(today.talkMs, today.talks)} />
      {scoreTenths === null ? null : (
        <Item
          name={texts.satisfaction}
          value={`${scoreText(scoreTenths)} / 5`}
          note={fill(texts.answersGiven, { N: today.scores })}
        />
      )}
      {flow.callBacks + today.callBacks === 0 ? null : (
        <Item
          name={texts.callBacks}
          value={flow.callBacks}
          note={fill(texts.calledBack, { N: today.calledBack, OF: today.callBacks })}
        />
      )}
      <Item
        name={texts.expectedWait}
        value={flow.expectedWaitMs === null ? '–' : `≈ ${duration(flow.expectedWaitMs)}`}
      />
    </dl>
  );
}

type ItemProps = { readonly name: string; readonly value: string | number; readonly note?: string };

const Item = ({ name, value, note = '' }: ItemProps) => (
  <div title={note}>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);
