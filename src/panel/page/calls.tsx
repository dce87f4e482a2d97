// The calls in progress: who waits first, the longest wait on top, then who talks.
import type { CallOnPage } from '../page-state.js';
import { duration } from './format.js';
import { fill } from './texts.js';
import { flowName, type View } from './view.js';

/** A wall screen is no place for hundreds of rows. */
const mostRows = 40;

export function Calls({ view }: { readonly view: View }) {
  const { texts, state } = view;
  const calls = Object.entries(state.calls).sort(([, a], [, b]) => rank(a) - rank(b) || since(a) - since(b));
  const { call } = texts;
  return (
    <section class="card calls" aria-labelledby="calls-title">
      <h2 id="calls-title">
        {texts.calls} <strong class="count">{calls.length}</strong>
      </h2>
      {calls.length === 0 ? (
        <p class="nobody">{texts.noCalls}</p>
      ) : (
        <table>
          <thead>
            <tr>
              {[call.state, call.time, call.flow, call.caller, call.who].map(title => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {calls.slice(0, mostRows).map(([id, one]) => (
              <Row key={id} id={id} call={one} view={view} />
            ))}
          </tbody>
        </table>
      )}
      {calls.length > mostRows ? <p>{fill(texts.moreCalls, { N: calls.length - mostRows })}</p> : null}
    </section>
  );
}

const rank = (call: CallOnPage) => (call.state === 'talking' ? 1 : 0);
const since = (call: CallOnPage) => call.answeredAtMs ?? call.waitsSinceMs;

function Row({ id, call, view }: { readonly id: string; readonly call: CallOnPage; readonly view: View }) {
  const { texts } = view;
  return (
    <tr data-call={id} data-state={call.state}>
      <td>
        <span class={`badge call-${call.state}`}>{texts.callStates[call.state]}</span>
      </td>
      <td class="time">{duration(view.nowMs - since(call))}</td>
      <td>{flowName(view, call.flow)}</td>
      <td class="number">{call.caller === '' ? texts.unknownCaller : call.caller}</td>
      <td>{[...call.agents, ...call.partners].join(', ')}</td>
    </tr>
  );
}
