// Cases as people ask for them over the control socket. Costs what there is; never on the call path.
import type { Case } from '../core/case-book.js';
import type { State } from '../core/state.js';
import type { CasesView, CaseView } from '../link/case-messages.js';

/** All cases that are not closed, without their notes; or one, with them. */
export function casesView(state: State, only: string | null, nowMs: number): Omit<CasesView, 'zone'> {
  const { cases: rules, agents } = state.site;
  const found = [...state.book.cases.values()].filter(({ id }) => only === null || id === only);
  const urgency = (colour: string) => {
    const index = rules?.colours.findIndex(({ id }) => id === colour) ?? -1;
    return index < 0 ? (rules?.colours.length ?? 0) : index;
  };
  found.sort((a, b) => urgency(a.colour) - urgency(b.colour) || a.openedAtMs - b.openedAtMs);
  return {
    nowMs,
    rules: rules === null ? null : { colours: rules.colours, maximumOpen: rules.maximumOpen },
    cases: found.map(one => view(one, only !== null)),
    load: [...state.book.load]
      .map(([agent, open]) => ({ agent, name: agents.get(agent)?.name ?? agent, open }))
      .sort((a, b) => b.open - a.open || (a.agent < b.agent ? -1 : 1)),
  };
}

function view({ id, notes, ...rest }: Case, withNotes: boolean): CaseView {
  return { case: id, ...rest, notes: withNotes ? notes : [] };
}

/** Open cases by owner; `null`: the site keeps none. */
export function openCases({ site, book }: State): Readonly<Record<string, number>> | null {
  return site.cases === null ? null : Object.fromEntries(book.load);
}
