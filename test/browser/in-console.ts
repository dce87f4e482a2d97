// What the tests of the console run inside the browser: a floor of any size, and a storm of changes on it.
import type { AgentOnPage, CallOnPage, PageChange } from '../../src/panel/page-state.js';

type Heard = { onmessage: ((event: { readonly data: string }) => void) | null; readonly close: () => void };
type Shown = {
  readonly nodeType: number;
  readonly closest?: (selector: string) => object | null;
  readonly parentElement: Shown | null;
};
type Mutation = { readonly target: Shown; readonly addedNodes: Iterable<Shown> };

declare const window: { plateauStream: Heard; plateauWhole: PageChange; plateauFloor: PageChange };
declare const document: {
  readonly querySelector: (selector: string) => { readonly getAttribute: (name: string) => string } | null;
  readonly querySelectorAll: (selector: string) => ArrayLike<object>;
};
declare const setTimeout: (then: () => void, ms: number) => number;
declare const performance: { readonly now: () => number };
declare class MutationObserver {
  constructor(heard: (mutations: readonly Mutation[]) => void);
  observe(target: object, options: object): void;
  disconnect(): void;
}

type Size = { readonly agents: number; readonly calls: number };

/** The server's stream is closed; the page hears of a floor of this size instead. */
export function calmFloor({ agents, calls }: Size): void {
  const { plateauStream: stream, plateauWhole: whole } = window;
  stream.close();
  const agent = Object.values(whole.set.agents ?? {})[0];
  if (agent === undefined) throw new Error('there is no agent');
  const nowMs = Date.now();
  const ready: AgentOnPage = { ...agent, state: 'ready', sinceMs: nowMs - 60_000, flows: ['n1', 'n2'] };
  const call: CallOnPage = {
    ...{ flow: 'n1', caller: '0142••••17', state: 'waiting', queuedAtMs: nowMs, answeredAtMs: null },
    ...{ waitsSinceMs: nowMs },
    ...{ agents: [], partners: [], ring: 0 },
  };
  const floor: PageChange = {
    ...{ nowMs, whole: true, gone: {} },
    set: {
      ...whole.set,
      agents: Object.fromEntries(
        Array.from({ length: agents }, (_, order) => [
          `a${order}`,
          { ...ready, order, name: `Agent ${order}` },
        ]),
      ),
      calls: Object.fromEntries(
        Array.from({ length: calls }, (_, one) => [`c${one}`, { ...call, waitsSinceMs: nowMs - one * 1000 }]),
      ),
    },
  };
  window.plateauFloor = floor;
  stream.onmessage?.({ data: JSON.stringify(floor) });
}

/** Rows that the lists say they have, drawn or not. */
export function rowCounts(): { readonly agents: number; readonly calls: number } {
  const of = (list: string) =>
    Number(document.querySelector(`.${list}-grid`)?.getAttribute('aria-rowcount') ?? '1') - 1;
  return { agents: of('agents'), calls: of('calls') };
}

/** Agents change their state and calls are answered, one after the other as fast as the page takes them. */
export async function storm({ agents, calls, changes }: Size & { readonly changes: number }): Promise<{
  readonly changes: number;
  readonly busyMs: number;
  readonly mostRows: number;
  readonly rowsChanged: number;
  readonly draws: number;
}> {
  const { plateauStream: stream, plateauFloor: floor } = window;
  const states = ['ready', 'offered', 'talking', 'wrap-up', 'not-ready'] as const;
  let rowsChanged = 0;
  let draws = 0;
  const watcher = new MutationObserver(mutations => {
    draws += 1;
    const rows = new Set<object>();
    for (const { target } of mutations) {
      const element = target.nodeType === 1 ? target : target.parentElement;
      const row = element?.closest?.('[role="row"]') ?? null;
      if (row !== null) rows.add(row);
    }
    rowsChanged += rows.size;
  });
  const page = document.querySelector('.console');
  if (page === null) throw new Error('there is no console');
  watcher.observe(page, { subtree: true, childList: true, characterData: true, attributes: true });
  let mostRows = 0;
  let busyMs = 0;
  for (let change = 0; change < changes; change += 1) {
    const startedMs = performance.now();
    const nowMs = Date.now();
    const agentId = `a${(change * 7) % agents}`;
    const callId = `c${(change * 3) % calls}`;
    const agent = floor.set.agents?.[agentId];
    const call = floor.set.calls?.[callId];
    if (agent === undefined || call === undefined) throw new Error(`no ${agentId} or ${callId}`);
    const state = states[change % states.length] ?? 'ready';
    const next: PageChange = {
      ...{ nowMs, whole: false, gone: {} },
      set: {
        agents: { [agentId]: { ...agent, state, sinceMs: nowMs } },
        calls: { [callId]: { ...call, state: change % 2 === 0 ? 'talking' : 'waiting' } },
      },
    };
    stream.onmessage?.({ data: JSON.stringify(next) });
    // A turn of the page: what is to be drawn is drawn in it.
    await new Promise<void>(resolve => setTimeout(resolve, 0));
    busyMs += performance.now() - startedMs;
    mostRows = Math.max(mostRows, document.querySelectorAll('[role="row"]').length);
  }
  watcher.disconnect();
  return { changes, busyMs: Math.round(busyMs), mostRows, rowsChanged, draws };
}
