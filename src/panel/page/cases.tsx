// The open cases: how many of each colour, and who has how many.
import { fill } from './texts.js';
import { inOrder, type View } from './view.js';

/** So many owners are named. */
const mostOwners = 12;

export function Cases({ view }: { readonly view: View }) {
  const { texts, language, state } = view;
  const colours = inOrder(state.cases);
  if (colours.length === 0) return null;
  const owners = inOrder(state.agents)
    .filter(([, agent]) => agent.cases > 0)
    .sort(([, a], [, b]) => b.cases - a.cases)
    .slice(0, mostOwners);
  return (
    <section class="card cases" aria-labelledby="cases-title">
      <h2 id="cases-title">{texts.cases}</h2>
      <ul>
        {colours.map(([id, { name, open, waiting }]) => (
          <li key={id} data-colour={id}>
            <span class="name">{name[language]}</span>
            <span>
              <strong>{open}</strong> {waiting > 0 ? fill(texts.casesWaiting, { N: waiting }) : ''}
            </span>
          </li>
        ))}
      </ul>
      {owners.length === 0 ? null : (
        <p class="owners">{owners.map(([, { name, cases }]) => `${name}: ${cases}`).join(' · ')}</p>
      )}
    </section>
  );
}
