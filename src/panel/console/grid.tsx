// A list of which only the rows that can be seen are drawn, each only when it has changed; with arrows, and the head as its sorting.
import { Component, type ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Sorting } from './place.js';
import type { Row } from './rows.js';
import { rowAfter, scrollFor, windowOf } from './window.js';

/** As styles/grid.css has it. */
const rowPx = 30;
const headPx = 28;

export type Column<Entry, Order> = {
  readonly id: string;
  readonly title: string;
  readonly sort: Order | null;
  /** `nowMs` is told in whole seconds. */
  readonly cell: (entry: Entry, nowMs: number) => ComponentChildren;
};

type GridProps<Entry, Order> = {
  readonly name: string;
  readonly label: string;
  readonly columns: readonly Column<Entry, Order>[];
  readonly rows: readonly Row<Entry>[];
  readonly sorting: Sorting<Order>;
  readonly sort: (by: Order) => void;
  readonly opened: string | null;
  readonly open: (id: string) => void;
  readonly nowMs: number;
  /** Changes when what the cells say is said in other words. */
  readonly words: unknown;
  /** Said in place of rows. */
  readonly empty: string;
  readonly stateOf: (entry: Entry) => string;
};

export function Grid<Entry, Order extends string>(props: GridProps<Entry, Order>) {
  const { name, label, columns, rows, opened, open, empty } = props;
  const place = useRef<HTMLDivElement>(null);
  const { scrolledPx, heightPx, look } = useScroll(place);
  const [at, setAt] = useState<string | null>(null);
  const { from, to } = windowOf(rows.length, rowPx, scrolledPx, heightPx - headPx);
  const second = Math.floor(props.nowMs / 1000);
  const moved = (event: KeyboardEvent) => {
    if (event.target !== place.current || event.ctrlKey || event.altKey || event.metaKey) return;
    const index = rows.findIndex(([id]) => id === (at ?? opened));
    if (event.key === 'Enter' || event.key === ' ') {
      const id = rows[index]?.[0];
      if (id !== undefined) open(id);
      event.preventDefault();
      return;
    }
    const next = rowAfter(event.key, index, rows.length, Math.max(1, Math.floor(heightPx / rowPx) - 2));
    if (next === null) return;
    event.preventDefault();
    setAt(rows[next]?.[0] ?? null);
    const { current } = place;
    if (current !== null) current.scrollTop = scrollFor(next, rowPx, scrolledPx, heightPx, headPx);
    look();
  };
  const active =
    at !== null && rows.some(([id]) => id === at) ? { 'aria-activedescendant': `${name}-${at}` } : {};
  return (
    <div class="grid-place">
      {/* biome-ignore lint/a11y/useSemanticElements: a table cannot leave out the rows that nobody sees */}
      <div
        ref={place}
        role="grid"
        class={`grid ${name}`}
        aria-label={label}
        aria-rowcount={rows.length + 1}
        tabIndex={0}
        onKeyDown={moved}
        onScroll={look}
        onBlur={() => setAt(null)}
        {...active}
      >
        <Head {...props} />
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        <div role="rowgroup" class="rows" style={{ height: `${rows.length * rowPx}px` }}>
          {rows.slice(from, to).map(([id, entry], index) => (
            <RowLine
              key={id}
              id={id}
              entry={entry}
              index={from + index}
              second={second}
              words={props.words}
              isOpen={id === opened}
              isAt={id === at}
              name={name}
              state={props.stateOf(entry)}
              columns={columns}
              open={open}
            />
          ))}
        </div>
      </div>
      {rows.length === 0 ? <p class="empty">{empty}</p> : null}
    </div>
  );
}

function useScroll(place: { readonly current: HTMLDivElement | null }) {
  const [seen, setSeen] = useState({ scrolledPx: 0, heightPx: 600 });
  const look = () => {
    const { current } = place;
    if (current === null) return;
    const { scrollTop: scrolledPx, clientHeight: heightPx } = current;
    setSeen(before =>
      before.scrolledPx === scrolledPx && before.heightPx === heightPx ? before : { scrolledPx, heightPx },
    );
  };
  useLayoutEffect(look, []);
  useEffect(() => {
    const watcher = new ResizeObserver(look);
    if (place.current !== null) watcher.observe(place.current);
    return () => watcher.disconnect();
  }, []);
  return { ...seen, look };
}

function Head<Entry, Order extends string>({ columns, sorting, sort }: GridProps<Entry, Order>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above
    <div role="rowgroup" class="head-row">
      {/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as above; the buttons in it have the focus */}
      <div role="row" aria-rowindex={1} class="row">
        {columns.map(({ id, title, sort: by }) => {
          const isBy = by !== null && sorting.by === by;
          const way = sorting.down ? 'descending' : 'ascending';
          return (
            // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as above
            <div key={id} role="columnheader" class={id} aria-sort={isBy ? way : 'none'}>
              {by === null ? (
                <span>{title}</span>
              ) : (
                <button type="button" onClick={() => sort(by)}>
                  {title}
                  <span class="way" aria-hidden="true">
                    {isBy ? (sorting.down ? ' ▾' : ' ▴') : ''}
                  </span>
                </button>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

type RowProps<Entry, Order> = {
  readonly id: string;
  readonly entry: Entry;
  readonly index: number;
  readonly second: number;
  readonly words: unknown;
  readonly isOpen: boolean;
  readonly isAt: boolean;
  readonly name: string;
  readonly state: string;
  readonly columns: readonly Column<Entry, Order>[];
  readonly open: (id: string) => void;
};

class RowLine<Entry, Order> extends Component<RowProps<Entry, Order>> {
  /** Entries that did not change are the same objects. */
  override shouldComponentUpdate(next: RowProps<Entry, Order>): boolean {
    const { props } = this;
    return (
      next.entry !== props.entry ||
      next.index !== props.index ||
      next.second !== props.second ||
      next.words !== props.words ||
      next.isOpen !== props.isOpen ||
      next.isAt !== props.isAt
    );
  }

  override render({ id, entry, index, second, isOpen, isAt, name, state, columns }: RowProps<Entry, Order>) {
    return (
      // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the grid has the focus and hears the keys
      <div
        role="row"
        id={`${name}-${id}`}
        class={`row line state-${state}${isAt ? ' at' : ''}`}
        aria-rowindex={index + 2}
        aria-selected={isOpen}
        data-id={id}
        data-state={state}
        style={{ top: `${index * rowPx}px` }}
        onClick={() => this.props.open(id)}
      >
        {columns.map(column => (
          // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as above
          <div key={column.id} role="gridcell" class={column.id}>
            {column.cell(entry, second * 1000)}
          </div>
        ))}
      </div>
    );
  }
}
