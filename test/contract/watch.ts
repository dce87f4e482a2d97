// Listens to a switch, for tests: what it said, and waiting until it says something.
import { setTimeout as delay } from 'node:timers/promises';
import type { Input } from '../../src/core/inputs.js';
import type { FeatureRequest, Switch, SwitchSnapshot } from '../../src/core/switch.js';

const usualMs = 8_000;
const pollMs = 5;

/** Resolves when `probe` gives something; rejects, naming `what`, when it has not in time. */
export async function until<T>(
  what: string,
  probe: () => T | undefined | null | false,
  withinMs = usualMs,
): Promise<T> {
  const deadlineAtMs = Date.now() + withinMs;
  for (;;) {
    const found = probe();
    if (found !== undefined && found !== null && found !== false) return found;
    if (Date.now() > deadlineAtMs) throw new Error(`waited ${withinMs} ms in vain until ${what}`);
    await delay(pollMs);
  }
}

export type Watch = {
  readonly inputs: readonly Input[];
  readonly snapshots: readonly SwitchSnapshot[];
  readonly losses: readonly string[];
  readonly features: readonly FeatureRequest[];
  /** The next input of a type that was not waited for before. */
  readonly next: <T extends Input['type']>(
    type: T,
    withinMs?: number,
  ) => Promise<Extract<Input, { type: T }>>;
  /** Inputs about calls and legs, without those of phones and trunks. */
  readonly ofCalls: () => readonly Input[];
};

/** Starts the switch and listens. Resolves when it is connected. */
export async function watch(given: Switch): Promise<Watch> {
  const inputs: Input[] = [];
  const snapshots: SwitchSnapshot[] = [];
  const losses: string[] = [];
  const features: FeatureRequest[] = [];
  const taken = new Set<Input>();
  given.start({
    input: input => inputs.push(input),
    connected: snapshot => snapshots.push(snapshot),
    lost: why => losses.push(why),
    featureCode: request => features.push(request),
  });
  await until('the switch is connected', () => snapshots.length > 0);
  return {
    inputs,
    snapshots,
    losses,
    features,
    next: async (type, withinMs) => {
      const is = (input: Input): input is Extract<Input, { type: typeof type }> =>
        input.type === type && !taken.has(input);
      const found = await until(`${type}, after ${JSON.stringify(inputs)}`, () => inputs.find(is), withinMs);
      taken.add(found);
      return found;
    },
    ofCalls: () => inputs.filter(({ type }) => type !== 'phone-changed' && type !== 'trunk-changed'),
  };
}
