// The sheet on which a flow, a call or an agent is shown, and its lists of names and values.
import type { ComponentChildren } from 'preact';
import type { Desk } from './desk.js';

type SheetProps = {
  readonly desk: Desk;
  readonly kind: string;
  readonly title: string;
  readonly state: ComponentChildren;
  readonly acts?: ComponentChildren;
  readonly children: ComponentChildren;
};

export function Sheet({ desk: { words, go }, kind, title, state, acts, children }: SheetProps) {
  return (
    <aside class="card drawer" aria-label={`${kind} ${title}`}>
      <div class="drawer-head">
        <div>
          <p class="kind">{kind}</p>
          <h2>{title}</h2>
        </div>
        <button
          type="button"
          class="plain close"
          aria-label={words.close}
          title={`${words.close} ( Esc )`}
          onClick={() => go({ opened: null })}
        >
          ✕
        </button>
      </div>
      <div class="drawer-state">{state}</div>
      {acts}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who has no wheel scrolls it by keys */}
      <section class="drawer-body" tabIndex={0} aria-label={title}>
        {children}
      </section>
    </aside>
  );
}

type FactsProps = { readonly facts: readonly (readonly [name: string, value: ComponentChildren])[] };

export const Facts = ({ facts }: FactsProps) => (
  <dl class="facts">
    {facts.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
