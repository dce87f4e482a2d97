// The agent's own state: what he is, since when, what keeps calls from him, and what he can do about it.
import { duration } from '../page/format.js';
import { fill } from '../page/texts.js';
import { ownReasonTexts } from '../texts.js';
import { ActButton } from './act-button.js';
import { type ActId, stateActs } from './possible.js';
import type { View } from './view.js';

export function StateCard({ view, run }: { readonly view: View; readonly run: (id: ActId) => void }) {
  const { desk, words, nowMs } = view;
  const { agent } = desk;
  const reason = reasonName(view);
  const isBusy = agent.state === 'talking' || agent.state === 'wrap-up' || agent.state === 'offered';
  return (
    <section class={`card state state-${agent.state}`} aria-labelledby="state-title" data-state={agent.state}>
      <h2 id="state-title" class="unseen">
        {words.yourDesk}
      </h2>
      <p class="state-now" role="status">
        <span class="swatch" aria-hidden="true" />
        <strong>{words.states[agent.state]}</strong>
        {agent.state === 'not-ready' && reason !== null ? <span class="reason">{reason}</span> : null}
      </p>
      <p class="state-time">
        <time>{duration(nowMs - agent.sinceMs)}</time>
        {agent.untilMs === null ? null : (
          <span class="left">{fill(words.left, { T: duration(agent.untilMs - nowMs) })}</span>
        )}
      </p>
      <Hindrance view={view} />
      {isBusy && reason !== null ? <p class="remark">{fill(words.afterThis, { REASON: reason })}</p> : null}
      {agent.leaving ? <p class="remark">{words.leaving}</p> : null}
      <div class="acts">
        {stateActs(agent).map(id => (
          <ActButton key={id} id={id} view={view} run={run} {...labelOf(id, view)} />
        ))}
      </div>
    </section>
  );
}

function labelOf(id: ActId, { desk, words }: View): { look: 'main' | 'usual' | 'careful'; label?: string } {
  const isWrapUp = desk.agent.state === 'wrap-up';
  if (id === 'ready') return isWrapUp ? { look: 'main', label: words.endWrapUp } : { look: 'main' };
  if (id === 'login') return { look: 'main' };
  if (id === 'pause' && isWrapUp) return { look: 'usual', label: words.moreTime };
  return { look: id === 'logout' || id === 'leave-after' ? 'careful' : 'usual' };
}

/** Why no call comes although he would take one. */
function Hindrance({ view: { desk, words, nowMs } }: { readonly view: View }) {
  const { state, phone, untilMs } = desk.agent;
  if (phone === 'unavailable') return <p class="hindrance">{words.phoneAway}</p>;
  if (state === 'phone-busy') return <p class="hindrance mild">{words.phoneBusy}</p>;
  if (state === 'backed-off' && untilMs !== null)
    return <p class="hindrance mild">{fill(words.backedOff, { T: duration(untilMs - nowMs) })}</p>;
  return null;
}

function reasonName({ desk, site, language }: View): string | null {
  const { reason } = desk.agent;
  if (reason === null) return null;
  return (
    site?.reasons.find(({ id }) => id === reason)?.name[language] ??
    ownReasonTexts[reason]?.[language] ??
    reason
  );
}
