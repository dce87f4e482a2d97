// One flow: its figures of the day against what it is to reach, and who holds it open or closed.
import { overflowedInAll, releasedInAll, releaseReasons, shareInHouse } from '../counts.js';
import { AgentBar } from '../page/agent-bar.js';
import { duration, timeOfDay } from '../page/format.js';
import { fill } from '../page/texts.js';
import { type FlowOnPage, inHousePercent } from '../page-state.js';
import { formulaText, wholePercent } from '../service-level.js';
import { ActButtons, flowWishes } from './act-buttons.js';
import type { Desk } from './desk.js';
import { Facts, Sheet } from './sheet.js';

export function FlowDetail({ desk, id }: { readonly desk: Desk; readonly id: string }) {
  const { view, words, go, place } = desk;
  const { texts, language, zone } = view;
  const flow = view.state.flows[id];
  if (flow === undefined)
    return (
      <Sheet desk={desk} kind={words.flow} title={id} state={null}>
        <p class="quiet">{words.flowGone}</p>
      </Sheet>
    );
  const { forced } = flow;
  const state =
    forced === null ? null : (
      <p class="held">
        {fill(texts.forced[forced.to], {
          T: timeOfDay(forced.untilMs, zone, language),
          WHO: forced.by,
        })}
      </p>
    );
  return (
    <Sheet
      desk={desk}
      kind={words.flow}
      title={flow.name[language]}
      state={state}
      acts={<ActButtons desk={desk} wishes={flowWishes(id, forced !== null)} />}
    >
      {place.flow === id ? null : (
        <p>
          <button type="button" class="plain" onClick={() => go({ flow: id })}>
            {words.onlyThis}
          </button>
        </p>
      )}
      <h3>{words.callNow}</h3>
      <Now flow={flow} desk={desk} />
      <AgentBar agents={flow.agents} view={view} />
      <h3>{words.flowDay}</h3>
      <Today flow={flow} desk={desk} />
    </Sheet>
  );
}

type Props = { readonly flow: FlowOnPage; readonly desk: Desk };

const orDash = (ms: number | null) => (ms === null ? '–' : duration(ms));

function Now({ flow, desk: { view, words } }: Props) {
  const { longestSinceMs, expectedWaitMs } = flow;
  return (
    <Facts
      facts={[
        [words.waiting, flow.waiting],
        [words.longest, orDash(longestSinceMs === null ? null : view.nowMs - longestSinceMs)],
        [words.expectedWait, expectedWaitMs === null ? '–' : `≈ ${duration(expectedWaitMs)}`],
        [view.texts.talking, flow.talking],
        [view.texts.withPartner, flow.withPartner],
      ]}
    />
  );
}

function Today({ flow, desk: { view, words } }: Props) {
  const { texts, language, zone } = view;
  const { today, level, share, inHouse } = flow;
  const percent = wholePercent(share);
  const reasons = releaseReasons
    .filter(reason => today.released[reason] > 0)
    .map(reason => `${texts.reasons[reason]}: ${today.released[reason]}`);
  const partners = overflowedInAll(today);
  const running = inHouse === null ? null : inHousePercent(inHouse);
  return (
    <>
      <Facts
        facts={[
          [
            words.level,
            `${percent === null ? '–' : `${percent}%`} · ${fill(words.targetIs, { N: level.targetPercent })}`,
          ],
          [words.offered, today.offered],
          [texts.byAgents, today.answered - partners],
          [words.byPartners, partners],
          [words.inHouse, shareInHouse(today) === null ? '–' : `${shareInHouse(today)}%`],
          ...(inHouse === null
            ? []
            : ([
                [
                  fill(texts.sharePeriod, { T: timeOfDay(inHouse.untilMs, zone, language) }),
                  `${running === null ? '–' : `${running}%`}${
                    inHouse.target === null
                      ? ''
                      : ` · ${fill(texts.shareTargets[inHouse.target.kind], { N: inHouse.target.inHousePercent })}`
                  }`,
                ],
              ] as const)),
          [words.abandoned, abandonedText(today, texts)],
          [
            words.released,
            `${releasedInAll(today)}${reasons.length === 0 ? '' : ` (${reasons.join(', ')})`}`,
          ],
          [words.meanWait, today.answered === 0 ? '–' : duration(today.answeredWaitMs / today.answered)],
          [words.meanTalk, today.talks === 0 ? '–' : duration(today.talkMs / today.talks)],
        ]}
      />
      <p class="formula">= {formulaText(level, language)}</p>
    </>
  );
}

const abandonedText = (
  { abandoned, shortAbandoned }: FlowOnPage['today'],
  { shortAbandons }: Desk['view']['texts'],
) => (shortAbandoned === 0 ? abandoned : `${abandoned} (${fill(shortAbandons, { N: shortAbandoned })})`);
