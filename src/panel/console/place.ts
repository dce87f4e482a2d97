// Where in the console somebody is: tab, filters, sorting and what is open, as the address has it, so that a link shows a colleague the same.
import type { AgentState } from '../../link/messages.js';
import type { CallOnPage } from '../page-state.js';

export const tabs = ['floor', 'alarms', 'day', 'outside'] as const;
export type Tab = (typeof tabs)[number];

export const callOrders = ['state', 'time', 'flow', 'caller', 'who'] as const;
export type CallOrder = (typeof callOrders)[number];
export const agentOrders = ['state', 'time', 'name', 'what', 'answered', 'cases'] as const;
export type AgentOrder = (typeof agentOrders)[number];
export const flowOrders = ['site', 'waiting', 'longest', 'level', 'offered', 'lost', 'ready'] as const;
export type FlowOrder = (typeof flowOrders)[number];

/** `down`: the other way round than the list does by itself. */
export type Sorting<Order> = { readonly by: Order; readonly down: boolean };

const openedKinds = ['call', 'agent', 'flow'] as const;
export type Opened = { readonly kind: (typeof openedKinds)[number]; readonly id: string };

export type Place = {
  readonly tab: Tab;
  readonly flow: string | null;
  readonly team: string | null;
  readonly agentState: AgentState | null;
  readonly callState: CallOnPage['state'] | null;
  /** What is searched for. */
  readonly text: string;
  readonly flows: Sorting<FlowOrder>;
  readonly calls: Sorting<CallOrder>;
  readonly agents: Sorting<AgentOrder>;
  readonly opened: Opened | null;
  /** The day whose half-hours are shown; `null`: today. */
  readonly date: string | null;
};

export const startPlace: Place = {
  ...{ tab: 'floor', flow: null, team: null, agentState: null, callState: null, text: '' },
  flows: { by: 'site', down: false },
  calls: { by: 'state', down: false },
  agents: { by: 'state', down: false },
  ...{ opened: null, date: null },
};

const agentStates: readonly AgentState[] = [
  'ready',
  'offered',
  'talking',
  'wrap-up',
  'not-ready',
  'phone-busy',
  'backed-off',
  'phone-unavailable',
  'logged-out',
];
const callStates: readonly CallOnPage['state'][] = ['waiting', 'offered', 'talking'];
const longestText = 100;

/** Reads the query of an address; what is wrong in it is passed over. */
export function placeOf(query: string): Place {
  const asked = new URLSearchParams(query);
  return {
    tab: oneOf(tabs, asked.get('tab')) ?? startPlace.tab,
    flow: nameIn(asked.get('flow')),
    team: nameIn(asked.get('team')),
    agentState: oneOf(agentStates, asked.get('agentState')),
    callState: oneOf(callStates, asked.get('callState')),
    text: (asked.get('q') ?? '').slice(0, longestText),
    flows: sortingIn(flowOrders, asked.get('flows')) ?? startPlace.flows,
    calls: sortingIn(callOrders, asked.get('calls')) ?? startPlace.calls,
    agents: sortingIn(agentOrders, asked.get('agents')) ?? startPlace.agents,
    opened: openedIn(asked.get('open')),
    date: dateIn(asked.get('date')),
  };
}

const nameIn = (written: string | null) => (written === null || written === '' ? null : written);

const oneOf = <Name extends string>(names: readonly Name[], written: string | null): Name | null =>
  names.find(name => name === written) ?? null;

function sortingIn<Order extends string>(
  orders: readonly Order[],
  written: string | null,
): Sorting<Order> | null {
  const down = written?.startsWith('-') ?? false;
  const by = oneOf(orders, down ? (written?.slice(1) ?? null) : written);
  return by === null ? null : { by, down };
}

function openedIn(written: string | null): Opened | null {
  const [, kindWritten = '', id = ''] = /^([a-z]+):(.+)$/su.exec(written ?? '') ?? [];
  const kind = oneOf(openedKinds, kindWritten);
  return kind === null ? null : { kind, id };
}

const dateIn = (written: string | null) =>
  written !== null && /^\d{4}-\d\d-\d\d$/.test(written) && !Number.isNaN(Date.parse(written))
    ? written
    : null;

/** The query of a place. What `before` has besides, such as language and theme, stays. */
export function queryOf(place: Place, before: string): string {
  const query = new URLSearchParams(before);
  const put = (key: string, value: string | null) =>
    value === null || value === '' ? query.delete(key) : query.set(key, value);
  put('tab', place.tab === startPlace.tab ? null : place.tab);
  put('flow', place.flow);
  put('team', place.team);
  put('agentState', place.agentState);
  put('callState', place.callState);
  put('q', place.text);
  put('flows', sortingText(place.flows, startPlace.flows));
  put('calls', sortingText(place.calls, startPlace.calls));
  put('agents', sortingText(place.agents, startPlace.agents));
  put('open', place.opened === null ? null : `${place.opened.kind}:${place.opened.id}`);
  put('date', place.date);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

const sortingText = <Order extends string>({ by, down }: Sorting<Order>, usual: Sorting<Order>) =>
  by === usual.by && !down ? null : `${down ? '-' : ''}${by}`;

/** After a click on the head of a column: by it, and the other way round at the second click. */
export const sortedBy = <Order>(before: Sorting<Order>, by: Order): Sorting<Order> => ({
  by,
  down: before.by === by && !before.down,
});
