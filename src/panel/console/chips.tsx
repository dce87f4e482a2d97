// The states of a list with how many are in each: a click shows only those.

type ChipsProps<State extends string> = {
  readonly label: string;
  readonly all: string;
  /** In the order in which they are shown. */
  readonly names: Readonly<Record<State, string>>;
  readonly counts: ReadonlyMap<State, number>;
  readonly chosen: State | null;
  readonly choose: (state: State | null) => void;
};

export function Chips<State extends string>(props: ChipsProps<State>) {
  const { label, all, names, counts, chosen, choose } = props;
  const states = (Object.keys(names) as State[]).filter(state => state === chosen || counts.has(state));
  return (
    <fieldset class="chips">
      <legend class="unseen">{label}</legend>
      <button type="button" class="chip" aria-pressed={chosen === null} onClick={() => choose(null)}>
        {all}
      </button>
      {states.map(state => (
        <button
          key={state}
          type="button"
          class={`chip state-${state}`}
          data-state={state}
          aria-pressed={chosen === state}
          onClick={() => choose(chosen === state ? null : state)}
        >
          <span class="swatch" aria-hidden="true" />
          {names[state]} <strong>{counts.get(state) ?? 0}</strong>
        </button>
      ))}
    </fieldset>
  );
}
