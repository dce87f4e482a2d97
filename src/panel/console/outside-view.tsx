// What goes on beside the callers of the floor: partners against their caps and shares, trunks, campaigns, cases.

import type { z } from 'zod';
import type { campaignsShown, partnersShown } from '../api/console-schemas.js';
import { timeOfDay } from '../page/format.js';
import { Lines } from '../page/lines.js';
import { fill } from '../page/texts.js';
import { flowName, inOrder } from '../page/view.js';
import { inHousePercent } from '../page-state.js';
import { type Answer, useAnswer } from './asking.js';
import { awayIn, type Desk } from './desk.js';
import { HeadRow } from './head-row.js';

type Partners = z.output<typeof partnersShown>;
type Campaigns = z.output<typeof campaignsShown>;

/** These change slowly; they are asked for again so often. */
const againMs = 5_000;

export function OutsideView({ desk }: { readonly desk: Desk }) {
  const { view, session } = desk;
  const turn = Math.floor(view.nowMs / againMs);
  const options = { language: view.language, away: awayIn(desk) };
  // Partners and trunks are for who sees every flow.
  const seesAll = session !== null && session.flows === null;
  const partners = useAnswer<Partners>(seesAll ? '/partners' : null, turn, options);
  const campaigns = useAnswer<Campaigns>('/campaigns', turn, options);
  return (
    <main class="outside-view">
      <div class="column">
        {seesAll ? <PartnerTable desk={desk} answer={partners} /> : null}
        <CampaignTable desk={desk} answer={campaigns} />
      </div>
      <div class="column">
        <ShareTable desk={desk} />
        {seesAll ? <Lines view={{ ...view, state: { ...view.state, partners: {} } }} /> : null}
        <CaseLoad desk={desk} />
      </div>
    </main>
  );
}

type CapProps = { readonly used: number; readonly cap: number | null; readonly words: Desk['words'] };

/** How much of a cap is used: a number, and a bar for who looks from afar. */
function Cap({ used, cap, words }: CapProps) {
  if (cap === null)
    return (
      <span>
        {used} <span class="quiet">{words.noCap}</span>
      </span>
    );
  const percent = cap === 0 ? 100 : Math.min(100, (100 * used) / cap);
  const alert = percent >= 100 ? 'red' : percent >= 80 ? 'amber' : 'fine';
  return (
    <span class="cap">
      <span class={`judged ${alert}`}>
        {used} / {cap}
      </span>
      <span class={`gauge ${alert}`} aria-hidden="true">
        <span class="fill" style={{ width: `${percent}%` }} />
      </span>
    </span>
  );
}

type AnswerProps<Body> = { readonly desk: Desk; readonly answer: Answer<Body> | null };

function Refused<Body>({ desk: { words }, answer }: AnswerProps<Body>) {
  if (answer === null) return <p class="quiet">{words.loading}</p>;
  return answer.ok ? null : <p class="quiet">{answer.refusal.title}</p>;
}

function PartnerTable({ desk, answer }: AnswerProps<Partners>) {
  const { words, view } = desk;
  const all = answer?.ok === true ? answer.body.partners : [];
  return (
    <section class="card" aria-labelledby="partners-title">
      <h2 id="partners-title">{view.texts.partners}</h2>
      <Refused desk={desk} answer={answer} />
      {answer?.ok === true && all.length === 0 ? <p class="quiet">{words.noPartners}</p> : null}
      {all.length === 0 ? null : (
        <table>
          <HeadRow
            names={[
              words.partner,
              words.atOnce,
              words.perMinute,
              words.minutesToday,
              words.answeredToday,
              words.partnerWaiting,
            ]}
          />
          <tbody>
            {all.map(({ partner, name, live, lastMinute, minutesToday, waiting, caps }) => (
              <tr key={partner} data-partner={partner}>
                <th scope="row">{name}</th>
                <td>
                  <Cap used={live} cap={caps.concurrent} words={words} />
                </td>
                <td>
                  <Cap used={lastMinute} cap={caps.perMinute} words={words} />
                </td>
                <td>
                  <Cap used={minutesToday} cap={caps.minutesPerDay} words={words} />
                </td>
                <td>{view.state.partners[partner]?.answered ?? 0}</td>
                <td>{waiting}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function ShareTable({ desk: { view, words } }: { readonly desk: Desk }) {
  const { state, language, zone, texts } = view;
  const flows = inOrder(state.flows).flatMap(([id, flow]) =>
    flow.inHouse === null ? [] : [{ id, name: flow.name[language], share: flow.inHouse }],
  );
  if (flows.length === 0) return null;
  return (
    <section class="card" aria-labelledby="shares-title">
      <h2 id="shares-title">{words.shares}</h2>
      <table>
        <HeadRow names={[words.flow, words.inHouse, words.target, words.byPartners, words.untilTime]} />
        <tbody>
          {flows.map(({ id, name, share }) => {
            const percent = inHousePercent(share);
            return (
              <tr key={id} data-share={id}>
                <th scope="row">{name}</th>
                <td>
                  {percent === null ? '–' : `${percent}%`} <span class="quiet">({share.inHouse})</span>
                </td>
                <td>
                  {share.target === null
                    ? '–'
                    : fill(texts.shareTargets[share.target.kind], { N: share.target.inHousePercent })}
                </td>
                <td>
                  {Object.entries(share.byPartner)
                    .map(([partner, count]) => `${state.partners[partner]?.name ?? partner}: ${count}`)
                    .join(', ') || '–'}
                </td>
                <td>{timeOfDay(share.untilMs, zone, language)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function CampaignTable({ desk, answer }: AnswerProps<Campaigns>) {
  const { words, view } = desk;
  const all = answer?.ok === true ? answer.body.campaigns : [];
  const trouble = answer?.ok === true ? answer.body.trouble : null;
  return (
    <section class="card" aria-labelledby="campaigns-title">
      <h2 id="campaigns-title">{words.campaigns}</h2>
      <Refused desk={desk} answer={answer} />
      {trouble === null ? null : <p class="refusal">{trouble}</p>}
      {answer?.ok === true && all.length === 0 ? <p class="quiet">{words.noCampaigns}</p> : null}
      {all.length === 0 ? null : (
        <table>
          <HeadRow
            names={[
              words.campaign,
              words.flow,
              words.state,
              words.progress,
              words.inLine,
              words.reserved,
              view.texts.talking,
              words.nextAt,
            ]}
          />
          <tbody>
            {all.map(one => (
              <tr key={one.campaign} data-campaign={one.campaign}>
                <th scope="row">{one.name[view.language]}</th>
                <td>{flowName(view, one.flow)}</td>
                <td>
                  {words.campaignStates[one.state]} <span class="quiet">{words.campaignModes[one.mode]}</span>
                </td>
                <td>
                  <Progress done={one.records - one.open} of={one.records} />
                </td>
                <td>{one.inLine}</td>
                <td>{one.reserved}</td>
                <td>{one.talking}</td>
                <td>{one.nextAtMs === null ? '–' : timeOfDay(one.nextAtMs, view.zone, view.language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

const Progress = ({ done, of }: { readonly done: number; readonly of: number }) => (
  <span class="cap">
    <span class="judged">
      {done} / {of}
    </span>
    <span class="gauge" aria-hidden="true">
      <span class="fill" style={{ width: `${of === 0 ? 0 : (100 * done) / of}%` }} />
    </span>
  </span>
);

const mostOwners = 15;

function CaseLoad({ desk: { view, words, go } }: { readonly desk: Desk }) {
  const { state, language, texts } = view;
  const colours = inOrder(state.cases);
  if (colours.length === 0) return null;
  const owners = inOrder(state.agents)
    .filter(([, agent]) => agent.cases > 0)
    .sort(([, a], [, b]) => b.cases - a.cases);
  return (
    <section class="card" aria-labelledby="cases-title">
      <h2 id="cases-title">{texts.cases}</h2>
      <ul class="colours">
        {colours.map(([id, { name, open, waiting }]) => (
          <li key={id} data-colour={id}>
            {name[language]} <strong>{open}</strong>
            {waiting === 0 ? null : <span class="quiet"> {fill(texts.casesWaiting, { N: waiting })}</span>}
          </li>
        ))}
      </ul>
      {owners.length === 0 ? null : (
        <>
          <h3>{words.caseLoad}</h3>
          <ul class="owners">
            {owners.slice(0, mostOwners).map(([id, { name, cases }]) => (
              <li key={id}>
                <button
                  type="button"
                  class="link"
                  onClick={() => go({ tab: 'floor', opened: { kind: 'agent', id } })}
                >
                  {name}
                </button>{' '}
                <strong>{cases}</strong>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
