// The three lists of the floor: flows, calls, agents.
import { useMemo } from 'preact/hooks';
import { duration, shortDuration, timeOfDay } from '../page/format.js';
import { fill } from '../page/texts.js';
import { flowName } from '../page/view.js';
import type { AgentOnPage, CallOnPage, FlowOnPage } from '../page-state.js';
import { wholePercent } from '../service-level.js';
import { alertMarks, loggedIn } from '../wallboard/board.js';
import { Chips } from './chips.js';
import { type Desk, openOr } from './desk.js';
import { type Column, Grid } from './grid.js';
import { type AgentOrder, type CallOrder, type FlowOrder, type Place, sortedBy } from './place.js';
import { agentRows, agentsOfState, callRows, callSinceMs, countByState, flowRows, lostOf } from './rows.js';

const openedOf = ({ opened }: Place, kind: 'call' | 'agent' | 'flow') =>
  opened?.kind === kind ? opened.id : null;

export function FlowList({ desk }: { readonly desk: Desk }) {
  const { view, words, place, go } = desk;
  const { state } = view;
  const { flows } = place;
  const rows = useMemo(() => flowRows(state, { ...place, flows }), [state.flows, flows.by, flows.down]);
  return (
    <section class="card list flow-list" aria-label={view.texts.flows}>
      <Grid
        name="flows-grid"
        label={view.texts.flows}
        columns={flowColumns(desk)}
        rows={rows}
        sorting={flows}
        sort={by => go({ flows: sortedBy(flows, by) })}
        opened={openedOf(place, 'flow')}
        open={id => openOr(desk, { kind: 'flow', id })}
        nowMs={view.nowMs}
        words={words}
        empty={words.noFlows}
        stateOf={({ forced }) => (forced === null ? 'plain' : 'held')}
      />
    </section>
  );
}

function flowColumns({ view, words }: Desk): readonly Column<FlowOnPage, FlowOrder>[] {
  const { language, zone } = view;
  return [
    {
      ...{ id: 'flow', title: words.flow, sort: 'site' },
      cell: ({ name, forced }) => (
        <>
          <span class="name">{name[language]}</span>
          {forced === null ? null : (
            <HeldMark to={forced.to} until={timeOfDay(forced.untilMs, zone, language)} words={words} />
          )}
        </>
      ),
    },
    {
      ...{ id: 'waiting', title: words.waiting, sort: 'waiting' },
      cell: ({ waiting, alerts }) => <Judged alert={alerts.waiting}>{waiting}</Judged>,
    },
    {
      ...{ id: 'longest', title: words.longest, sort: 'longest' },
      cell: ({ longestSinceMs, alerts }, nowMs) => (
        <Judged alert={alerts.longest}>
          {longestSinceMs === null ? '–' : duration(nowMs - longestSinceMs)}
        </Judged>
      ),
    },
    {
      ...{ id: 'level', title: words.level, sort: 'level' },
      cell: flow => <Level flow={flow} words={words} />,
    },
    { ...{ id: 'offered', title: words.offered, sort: 'offered' }, cell: ({ today }) => today.offered },
    { ...{ id: 'lost', title: words.lost, sort: 'lost' }, cell: flow => lostOf(flow) },
    {
      ...{ id: 'ready', title: words.readyOf, sort: 'ready' },
      cell: ({ agents }) => (
        <span title={fill(words.agentsOf, { N: agents.ready, OF: loggedIn(agents) })}>
          <strong>{agents.ready}</strong> <span class="quiet">/ {loggedIn(agents)}</span>
        </span>
      ),
    },
  ];
}

type HeldProps = {
  readonly to: 'open' | 'closed';
  readonly until: string;
  readonly words: Desk['words'];
};

function HeldMark({ to, until, words }: HeldProps) {
  const said = fill(to === 'open' ? words.heldOpen : words.heldClosed, { T: until });
  return (
    <span class="held-mark" title={said}>
      <span aria-hidden="true">
        {to === 'open' ? '○' : '⊘'} {until}
      </span>
      <span class="unseen">{said}</span>
    </span>
  );
}

type JudgedProps = {
  readonly alert: 'fine' | 'amber' | 'red';
  readonly children: string | number;
};

/** A shape beside the colour, for who does not see colours. */
const Judged = ({ alert, children }: JudgedProps) => (
  <span class={`judged ${alert}`}>
    {alert === 'fine' ? null : (
      <span class="mark" aria-hidden="true">
        {alertMarks[alert]}{' '}
      </span>
    )}
    {children}
  </span>
);

function Level({ flow, words }: { readonly flow: FlowOnPage; readonly words: Desk['words'] }) {
  const percent = wholePercent(flow.share);
  const { targetPercent } = flow.level;
  if (percent === null) return <span class="quiet">–</span>;
  const alert = flow.alerts.serviceLevel;
  return (
    <span class="level-cell" title={`${words.levels[alert]} · ${fill(words.targetIs, { N: targetPercent })}`}>
      <Judged alert={alert}>{`${percent}%`}</Judged>
      <span class={`gauge ${alert}`} aria-hidden="true">
        <span class="fill" style={{ width: `${percent}%` }} />
        <span class="target" style={{ left: `${targetPercent}%` }} />
      </span>
    </span>
  );
}

export function CallList({ desk }: { readonly desk: Desk }) {
  const { view, words, place, go } = desk;
  const { state, language, texts } = view;
  const seen = [state.calls, state.flows, state.agents, place.flow, place.team, place.text, language];
  const inAll = useMemo(() => callRows(state, place, view), [...seen, place.calls.by, place.calls.down]);
  const { callState } = place;
  const rows = useMemo(
    () => (callState === null ? inAll : inAll.filter(([, call]) => call.state === callState)),
    [inAll, callState],
  );
  return (
    <section class="card list call-list" aria-labelledby="calls-title">
      <div class="list-head">
        <h2 id="calls-title">
          {words.waitingCalls} <span class="count">{inAll.length}</span>
        </h2>
        <Chips
          label={texts.call.state}
          all={words.all}
          names={texts.callStates}
          counts={countByState(inAll)}
          chosen={callState}
          choose={state => go({ callState: state })}
        />
      </div>
      <Grid
        name="calls-grid"
        label={texts.calls}
        columns={callColumns(desk)}
        rows={rows}
        sorting={place.calls}
        sort={by => go({ calls: sortedBy(place.calls, by) })}
        opened={openedOf(place, 'call')}
        open={id => openOr(desk, { kind: 'call', id })}
        nowMs={view.nowMs}
        words={words}
        empty={words.noCallsFound}
        stateOf={call => call.state}
      />
    </section>
  );
}

function callColumns({ view, words }: Desk): readonly Column<CallOnPage, CallOrder>[] {
  const { texts } = view;
  return [
    {
      ...{ id: 'state', title: words.state, sort: 'state' },
      cell: ({ state }) => <span class={`badge call-${state}`}>{texts.callStates[state]}</span>,
    },
    {
      ...{ id: 'time', title: words.time, sort: 'time' },
      cell: (call, nowMs) => duration(nowMs - callSinceMs(call)),
    },
    { ...{ id: 'flow', title: words.flow, sort: 'flow' }, cell: ({ flow }) => flowName(view, flow) },
    {
      ...{ id: 'caller', title: words.caller, sort: 'caller' },
      cell: ({ caller }) => (caller === '' ? texts.unknownCaller : caller),
    },
    {
      ...{ id: 'who', title: words.who, sort: 'who' },
      cell: ({ agents, partners }) => [...agents, ...partners].join(', '),
    },
  ];
}

export function AgentList({ desk }: { readonly desk: Desk }) {
  const { view, words, place, go } = desk;
  const { state, language, texts } = view;
  const seen = [state.agents, state.flows, place.flow, place.team, place.text, language];
  const { agentState, text } = place;
  const inAll = useMemo(() => agentRows(state, place, view), [...seen, place.agents.by, place.agents.down]);
  const rows = useMemo(() => agentsOfState(inAll, place), [inAll, agentState, text]);
  return (
    <section class="card list agent-list" aria-labelledby="agents-title">
      <div class="list-head">
        <h2 id="agents-title">
          {texts.agents} <span class="count">{rows.length}</span>
        </h2>
        <Chips
          label={words.state}
          all={words.all}
          names={texts.agentStates}
          counts={countByState(inAll)}
          chosen={agentState}
          choose={state => go({ agentState: state })}
        />
      </div>
      <Grid
        name="agents-grid"
        label={texts.agents}
        columns={agentColumns(desk)}
        rows={rows}
        sorting={place.agents}
        sort={by => go({ agents: sortedBy(place.agents, by) })}
        opened={openedOf(place, 'agent')}
        open={id => openOr(desk, { kind: 'agent', id })}
        nowMs={view.nowMs}
        words={words}
        empty={words.noAgentsFound}
        stateOf={agent => agent.state}
      />
    </section>
  );
}

function agentColumns({ view, words }: Desk): readonly Column<AgentOnPage, AgentOrder>[] {
  const { texts, language } = view;
  return [
    {
      ...{ id: 'state', title: words.state, sort: 'state' },
      cell: ({ state }) => (
        <>
          <span class="swatch" aria-hidden="true" />
          {texts.agentStates[state]}
        </>
      ),
    },
    {
      ...{ id: 'time', title: words.time, sort: 'time' },
      cell: ({ sinceMs, state }, nowMs) => (state === 'logged-out' ? '' : shortDuration(nowMs - sinceMs)),
    },
    { ...{ id: 'name', title: words.name, sort: 'name' }, cell: ({ name }) => name },
    {
      ...{ id: 'what', title: words.what, sort: 'what' },
      cell: ({ reason, flow, untilMs }, nowMs) => {
        if (reason !== null) return reason[language];
        if (untilMs !== null) return fill(texts.stillFor, { T: duration(untilMs - nowMs) });
        return flow === null ? '' : flowName(view, flow);
      },
    },
    {
      ...{ id: 'answered', title: words.answered, sort: 'answered' },
      cell: ({ day }) => day.answered,
    },
  ];
}
