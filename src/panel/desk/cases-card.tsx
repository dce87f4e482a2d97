// His open cases, the most urgent first, and whom he has promised to call back next.
import { fill } from '../page/texts.js';
import type { Case } from './api.js';
import { nextCallBack } from './sayings.js';
import type { View } from './view.js';
import { dayAndTime } from './when.js';

export function CasesCard({ view }: { readonly view: View }) {
  const { words, cases, site } = view;
  if (site?.caseColours == null) return null;
  const next = nextCallBack(cases);
  const open = cases.filter(({ state }) => state !== 'solved');
  return (
    <section class="card cases" aria-labelledby="cases-title">
      <h2 id="cases-title">
        {words.cases} <span class="count">{fill(words.casesOf, { N: open.length })}</span>
      </h2>
      {next === null || next.callBackAtMs === null ? null : (
        <p class={next.callBack?.isLate === true ? 'promise late' : 'promise'}>
          {fill(words.nextCallBack, {
            WHO: nameOf(next),
            T: dayAndTime(next.callBackAtMs, view),
          })}
        </p>
      )}
      {cases.length === 0 ? <p class="label">{words.noCases}</p> : null}
      <ul>
        {cases.map(one => (
          <CaseRow key={one.case} one={one} view={view} />
        ))}
      </ul>
    </section>
  );
}

export const nameOf = ({ customerName, customer }: Case): string =>
  customerName === '' ? customer : customerName;

export const stateOf = ({ state, entity }: Case, { words }: View): string =>
  fill(words.caseStates[state], { WHO: entity ?? '' });

/** How urgent its colour is: 0 is the most urgent. */
export const urgency = ({ colour }: Case, { site }: View): number =>
  Math.max(0, site?.caseColours?.findIndex(({ id }) => id === colour) ?? 0);

export const colourName = (colour: string, { site, language }: View): string =>
  site?.caseColours?.find(({ id }) => id === colour)?.name[language] ?? colour;

function CaseRow({ one, view }: { readonly one: Case; readonly view: View }) {
  const { words, open } = view;
  return (
    <li>
      <button
        type="button"
        class={`case urgency-${Math.min(3, urgency(one, view))}`}
        data-case={one.case}
        onClick={() => open({ kind: 'case', case: one.case })}
      >
        <span class="name">{nameOf(one)}</span>
        <span class="colour">{colourName(one.colour, view)}</span>
        <span class="what">
          {stateOf(one, view)}
          {one.callBackAtMs === null
            ? ''
            : ` · ${fill(words.callBackAt, { T: dayAndTime(one.callBackAtMs, view) })}`}
          {one.callBack?.isLate === true ? ` · ${words.callBackLate}` : ''}
        </span>
        <span class="number">{one.case}</span>
      </button>
    </li>
  );
}
