// One call: what is known of it now, and everything that was decided about it, as a timeline.
import type { z } from 'zod';
import type { callShown, explanationShown } from '../api/schemas.js';
import { duration, timeOfDay } from '../page/format.js';
import { fill } from '../page/texts.js';
import { flowName } from '../page/view.js';
import type { CallOnPage } from '../page-state.js';
import { ActButtons, callWishes } from './act-buttons.js';
import { type Answer, useAnswer } from './asking.js';
import { awayIn, type Desk } from './desk.js';
import { callSinceMs } from './rows.js';
import { Facts, Sheet } from './sheet.js';
import { stepKind } from './steps.js';

type Explanation = z.output<typeof explanationShown>;
type CallTold = z.output<typeof callShown>;

export function CallDetail({ desk, id }: { readonly desk: Desk; readonly id: string }) {
  const { view, words } = desk;
  const call = view.state.calls[id];
  const options = { language: view.language, away: awayIn(desk) };
  const path = `/calls/${encodeURIComponent(id)}`;
  const told = useAnswer<CallTold>(call === undefined ? null : path, call, options);
  const story = useAnswer<Explanation>(`${path}/explanation`, call, options);
  return (
    <Sheet
      desk={desk}
      kind={words.call}
      title={titleOf(call, id, view.texts.unknownCaller)}
      state={<StateOf call={call} desk={desk} story={story} />}
      acts={
        call === undefined || call.state === 'talking' ? null : (
          <ActButtons desk={desk} wishes={callWishes(id)} />
        )
      }
    >
      {call === undefined ? null : <Known desk={desk} call={call} told={told} />}
      <h3>{words.timeline}</h3>
      <Timeline desk={desk} story={story} />
    </Sheet>
  );
}

const titleOf = (call: CallOnPage | undefined, id: string, unknown: string) =>
  call === undefined ? id : call.caller === '' ? unknown : call.caller;

type StateProps = {
  readonly call: CallOnPage | undefined;
  readonly desk: Desk;
  readonly story: Answer<Explanation> | null;
};

function StateOf({ call, desk: { view, words }, story }: StateProps) {
  if (call === undefined) return story?.ok === true ? <p>{words.callEnded}</p> : null;
  const said = { waiting: words.waitedFor, offered: words.ringsFor, talking: words.talksFor }[call.state];
  return (
    <p>
      <span class={`badge call-${call.state}`}>{view.texts.callStates[call.state]}</span>{' '}
      {fill(said, { D: duration(view.nowMs - callSinceMs(call)) })}
    </p>
  );
}

type KnownProps = {
  readonly desk: Desk;
  readonly call: CallOnPage;
  readonly told: Answer<CallTold> | null;
};

function Known({ desk, call, told }: KnownProps) {
  const { view, words, go } = desk;
  const { language, zone } = view;
  const more = told?.ok === true ? told.body : null;
  const customer = more?.customer ?? null;
  const agents = (more?.agents ?? []).map(agent => (
    <button
      key={agent}
      type="button"
      class="link"
      onClick={() => go({ opened: { kind: 'agent', id: agent } })}
    >
      {view.state.agents[agent]?.name ?? agent}
    </button>
  ));
  const withWhom = [...(more === null ? call.agents : agents), ...call.partners];
  const ring = String(call.ring + 1);
  return (
    <Facts
      facts={[
        [words.flow, flowName(view, call.flow)],
        [words.entered, timeOfDay(call.queuedAtMs, zone, language, true)],
        ...(more === null
          ? []
          : ([
              [words.caller, more.caller === '' ? view.texts.unknownCaller : more.caller],
              [words.dialled, more.dialled],
            ] as const)),
        ...(withWhom.length === 0 ? [] : ([[words.who, withWhom]] as const)),
        ...(call.state === 'talking' ? [] : ([[words.ring, ring]] as const)),
        ...(customer === null ? [] : ([[words.customer, `${customer.name} (${customer.id})`]] as const)),
        ...Object.entries(customer?.attributes ?? {}).map(([name, value]) => [name, String(value)] as const),
      ]}
    />
  );
}

function Timeline({ desk, story }: { readonly desk: Desk; readonly story: Answer<Explanation> | null }) {
  const { words, view } = desk;
  if (story === null) return <p class="quiet">{words.loading}</p>;
  if (!story.ok) {
    const { status, title, advice } = story.refusal;
    return <p class="quiet">{status === 404 ? words.callGone : `${title}. ${advice ?? ''}`}</p>;
  }
  if (story.body.steps.length === 0) return <p class="quiet">{words.callGone}</p>;
  return (
    <ol class="timeline">
      {story.body.steps.map(({ seq, atMs, text, details, type }) => (
        <li key={seq} class={stepKind(type)} data-fact={type}>
          <time>{timeOfDay(atMs, view.zone, view.language, true)}</time>
          <div>
            <p>{text}</p>
            {details.length === 0 ? null : (
              <ul class="because">
                {details.map(detail => (
                  <li key={detail}>{detail}</li>
                ))}
              </ul>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
