// Listens to a switch, for tests: what it said, and waiting until it says something.
import type { Input } from '../../src/core/inputs.js';
import type { FeatureRequest, Switch, SwitchSnapshot } from '../../src/core/switch.js';
import { until } from '../until.js';

const usualMs = 30_000;

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
    next: async (type, withinMs = usualMs) => {
      const is = (input: Input): input is Extract<Input, { type: typeof type }> =>
        input.type === type && !taken.has(input);
      const found = await until(type, () => inputs.find(is), withinMs).catch((error: Error) => {
        throw new Error(`${error.message}; inputs were ${JSON.stringify(inputs)}`);
      });
      taken.add(found);
      return found;
    },
    ofCalls: () => inputs.filter(({ type }) => type !== 'phone-changed' && type !== 'trunk-changed'),
  };
}
