// The type-ahead over everybody and everything that a caller or a case can be given to. Pure.
import type { Targets } from './api.js';

export type Target = {
  readonly kind: 'agent' | 'flow' | 'partner' | 'number';
  readonly id: string;
  readonly name: string;
  /** Of a colleague: his state. Of a flow: is it open? */
  readonly state: Targets['agents'][number]['state'] | 'open' | 'closed' | null;
  /** Could he be sent there now, as far as this shows? */
  readonly isThere: boolean;
};

/** Everything but oneself and the flow in which the caller is, in the language: flows, colleagues, partners, outside numbers. */
export function targetsOf(
  { agents, flows, partners, numbers }: Targets,
  { agent, flow: here }: { readonly agent: string; readonly flow: string | null },
  language: 'en' | 'fr',
): Target[] {
  const named =
    (kind: 'partner' | 'number') =>
    ({ id, name }: { readonly id: string; readonly name: string }): Target => ({
      ...{ kind, id, name, state: null, isThere: true },
    });
  return [
    ...flows
      .filter(({ id }) => id !== here)
      .map(({ id, name, open }): Target => {
        const state = open ? 'open' : 'closed';
        return { kind: 'flow', id, name: name[language], state, isThere: open };
      }),
    ...agents
      .filter(({ id }) => id !== agent)
      .map(
        ({ id, name, state }): Target => ({
          ...{ kind: 'agent', id, name, state },
          isThere: state === 'ready',
        }),
      ),
    ...partners.map(named('partner')),
    ...numbers.map(named('number')),
  ];
}

/** Without accents and capitals. */
const plain = (text: string) =>
  text
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase();

/** How well it fits, 0 best; `null`: not at all. Each word that was typed must begin a word of the name, or the id, or stand within. */
function fitOf({ name, id }: Target, typed: readonly string[]): number | null {
  const whole = plain(name);
  const words = [...whole.split(/[^\p{L}\p{N}]+/u), plain(id)];
  let fit = 0;
  for (const one of typed) {
    if (whole.startsWith(one)) continue;
    if (words.some(word => word.startsWith(one))) fit += 1;
    else if (whole.includes(one)) fit += 4;
    else return null;
  }
  return fit;
}

/** Those that fit what was typed, the best first; who is there comes before who is not. Nothing typed: all of them. */
export function findTargets(all: readonly Target[], typed: string): Target[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  return all
    .map((target, order) => ({ target, order, fit: fitOf(target, words) }))
    .filter((one): one is typeof one & { fit: number } => one.fit !== null)
    .sort((a, b) => Number(b.target.isThere) - Number(a.target.isThere) || a.fit - b.fit || a.order - b.order)
    .map(({ target }) => target);
}
