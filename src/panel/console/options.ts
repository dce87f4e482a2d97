// What there is to choose from when something is asked: agents, flows, reasons, priorities.
import { shownStates } from '../page/agent-bar.js';
import { inOrder } from '../page/view.js';
import { front, type Wish } from './acts.js';
import type { Desk } from './desk.js';

export type Option = { readonly id: string; readonly name: string; readonly more: string };

const priorities = [10, 20, 50, 100];

/** `null`: the wish leaves nothing to choose. */
export function optionsFor({ view, words, site }: Desk, wish: Wish): readonly Option[] | null {
  const { state, texts, language } = view;
  switch (wish.kind) {
    case 'take':
      return inOrder(state.agents)
        .filter(([, agent]) => agent.state !== 'logged-out')
        .sort(([, a], [, b]) => shownStates.indexOf(a.state) - shownStates.indexOf(b.state))
        .map(([id, agent]) => ({ id, name: agent.name, more: texts.agentStates[agent.state] }));
    case 'move':
      return inOrder(state.flows)
        .filter(([id]) => id !== state.calls[wish.call]?.flow)
        .map(([id, flow]) => ({ id, name: flow.name[language], more: `${texts.waiting}: ${flow.waiting}` }));
    case 'raise':
      return [
        { id: front, name: words.toTheFront, more: '' },
        ...priorities.map(one => ({ id: String(one), name: `${words.priority} ${one}`, more: '' })),
      ];
    case 'presence':
      return wish.command === 'not-ready'
        ? (site?.reasons ?? []).map(({ id, name }) => ({ id, name: name[language], more: '' }))
        : null;
    default:
      return null;
  }
}
