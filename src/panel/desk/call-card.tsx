// The call that the agent is offered or has: who it is, how long, what is known of him, and what can be done with it.
import { duration } from '../page/format.js';
import { fill } from '../page/texts.js';
import { ActButton } from './act-button.js';
import type { DeskCall } from './api.js';
import { Codes } from './codes.js';
import { type ActId, callActs } from './possible.js';
import { attributeText, callerName, transferSays } from './sayings.js';
import type { View } from './view.js';

type Props = { readonly view: View; readonly run: (id: ActId) => void };

export function CallCard({ view, run }: Props) {
  const { desk, words } = view;
  if (desk.wrapUp !== null) return <WrapUpCard view={view} run={run} />;
  const { call } = desk;
  if (call === null)
    return (
      <section class="card call none" aria-labelledby="call-title">
        <h2 id="call-title" class="unseen">
          {words.call}
        </h2>
        <p>{desk.agent.state === 'logged-out' ? words.noCall.out : words.noCall.in}</p>
        <Codes view={view} />
      </section>
    );
  return (
    <section class={`card call stage-${call.stage}`} aria-labelledby="call-title" data-stage={call.stage}>
      <CallHead call={call} view={view} />
      <Who call={call} view={view} />
      <Marks call={call} view={view} />
      {call.transfer === null ? null : (
        <p class="under-way" role="status">
          {transferSays(call.transfer, words, view.language)}
        </p>
      )}
      {call.stage === 'talking' ? <Codes view={view} /> : null}
      <div class="acts">
        {callActs(call, view.site?.caseColours != null).map(id => (
          <ActButton key={id} id={id} view={view} run={run} {...lookOf(id, call, view)} />
        ))}
      </div>
    </section>
  );
}

function lookOf(
  id: ActId,
  { transfer }: DeskCall,
  { words }: View,
): { look: 'main' | 'usual' | 'careful'; label?: string } {
  if (id === 'complete' && transfer?.stage === 'sought')
    return { look: 'usual', label: words.completeSought };
  return { look: id === 'accept' || id === 'complete' || id === 'resume' ? 'main' : 'usual' };
}

function CallHead({ call, view }: { readonly call: DeskCall; readonly view: View }) {
  const { words, language, nowMs } = view;
  const { stage, talkSinceMs, untilMs, held, outbound } = call;
  return (
    <div class="call-head">
      <div>
        <p class="label">
          {call.flowName[language]}
          {outbound === null ? '' : ` · ${words.outbound[outbound.kind]}`}
        </p>
        <h2 id="call-title" aria-live="polite">
          {held ? words.held : words.stages[stage]}
        </h2>
        {stage === 'offered' ? <p class="label">{words.answerOnPhone}</p> : null}
      </div>
      <div class="call-time">
        {talkSinceMs === null ? null : <time>{duration(nowMs - talkSinceMs)}</time>}
        {untilMs === null ? null : <time>{duration(untilMs - nowMs)}</time>}
        {stage !== 'preview' || untilMs === null ? null : (
          <span class="label">
            {fill(words.otherwise[outbound?.otherwise ?? 'skip'], { T: duration(untilMs - nowMs) })}
          </span>
        )}
        {outbound === null ? <span class="label">{waitSays(call, view)}</span> : null}
      </div>
    </div>
  );
}

function waitSays({ waitedMs, waitingSinceMs, stage }: DeskCall, { words, nowMs }: View): string {
  if (stage === 'talking' || stage === 'joining' || waitingSinceMs === null)
    return waitedMs < 1_000 ? '' : fill(words.waitedFor, { T: duration(waitedMs) });
  return fill(words.waitsFor, { T: duration(waitedMs + nowMs - waitingSinceMs) });
}

function Who({ call, view: { words } }: { readonly call: DeskCall; readonly view: View }) {
  const { customer, caller, page } = call;
  const name = callerName(call, words);
  const attributes = Object.entries(customer?.attributes ?? {});
  return (
    <div class="who">
      <p class="name">{name}</p>
      {name === caller || caller === '' ? null : <p class="number">{caller}</p>}
      {customer === null ? null : (
        <dl>
          <div>
            <dt>№</dt>
            <dd>{customer.id}</dd>
          </div>
          {customer.unit === null ? null : (
            <div>
              <dt>{words.unit}</dt>
              <dd>{customer.unit}</dd>
            </div>
          )}
          {attributes.map(([key, value]) => (
            <div key={key}>
              <dt>{key}</dt>
              <dd>{attributeText(value, words)}</dd>
            </div>
          ))}
        </dl>
      )}
      {page === null ? null : (
        <a href={page} target="_blank" rel="noopener noreferrer" class="page-link">
          {words.page} <span aria-hidden="true">↗</span>
        </a>
      )}
    </div>
  );
}

function Marks({ call, view }: { readonly call: DeskCall; readonly view: View }) {
  const { words, cases, open } = view;
  const { repeat, contacts, recording, outbound } = call;
  const own = cases.find(one => one.case === call.case);
  return (
    <ul class="marks">
      {repeat ? <li class="mark strong">{words.repeat}</li> : null}
      {contacts === null ? null : <li class="mark">{fill(words.contacts, { N: contacts })}</li>}
      {outbound === null || outbound.dialled === 0 ? null : (
        <li class="mark">{fill(words.attempt, { N: outbound.dialled })}</li>
      )}
      {recording === null ? null : (
        <li class={`mark recording ${recording}`}>
          <span aria-hidden="true">{recording === 'on' ? '●' : '❚❚'}</span>{' '}
          {recording === 'on' ? words.recordingOn : words.recordingPaused}
        </li>
      )}
      {call.case === null ? null : (
        <li class="mark strong">
          {own === undefined ? (
            fill(words.caseMark, { ID: call.case })
          ) : (
            <button type="button" class="plain" onClick={() => open({ kind: 'case', case: own.case })}>
              {fill(words.caseMark, { ID: own.case })}
            </button>
          )}
        </li>
      )}
    </ul>
  );
}

function WrapUpCard({ view, run }: Props) {
  const { desk, words, language, nowMs, site } = view;
  const { wrapUp } = desk;
  if (wrapUp === null) return null;
  const keepsCases = site?.caseColours != null;
  return (
    <section class="card call wrap-up" aria-labelledby="call-title">
      <div class="call-head">
        <div>
          <p class="label">{wrapUp.flowName[language]}</p>
          <h2 id="call-title">{words.wrapUp}</h2>
          {wrapUp.customerName === null ? null : (
            <p class="label">{fill(words.wrapUpFor, { WHO: wrapUp.customerName })}</p>
          )}
        </div>
        <div class="call-time">
          <time>{duration(wrapUp.untilMs - nowMs)}</time>
        </div>
      </div>
      <Codes view={view} />
      {keepsCases && wrapUp.customerName !== null ? (
        <div class="acts">
          <ActButton id="open-case" view={view} run={run} />
        </div>
      ) : null}
    </section>
  );
}
