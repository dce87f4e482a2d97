// "${NAME}" and "${NAME:-default}" as a whole value: taken from the environment, for passwords and for ports that a lab chooses.
import { type Complaint, wrong } from './problem.js';
import type { Path } from './source.js';
import { texts } from './texts.js';
import { variableKeys, variablePattern } from './words.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Stands for a secret that was not looked for. */
export const notLookedFor = '(not read)';

/**
 * The content with every `${NAME}` under one of `variableKeys` replaced. A variable that is not set and has no default is complained of, but for passwords when
 * `secrets` is false. What stands under a key `port` or `boardsPort` becomes a number.
 */
export function replaceVariables(
  raw: unknown,
  environment: Environment,
  secrets: boolean,
): { readonly raw: unknown; readonly complaints: readonly Complaint[] } {
  const complaints: Complaint[] = [];
  const replaced = (value: unknown, path: Path): unknown => {
    if (Array.isArray(value)) return value.map((item: unknown, index) => replaced(item, [...path, index]));
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, replaced(item, [...path, key])]),
      );
    const key = path.at(-1);
    if (typeof value !== 'string' || typeof key !== 'string' || !variableKeys.includes(key)) return value;
    const [, name, fallback] = variablePattern.exec(value) ?? [];
    if (name === undefined) return value;
    if (key === 'password' && !secrets) return notLookedFor;
    const found = environment[name] ?? fallback;
    if (found === undefined) {
      complaints.push(wrong(path, texts.noVariable(name)));
      return value;
    }
    return /port$/i.test(key) && /^[0-9]{1,5}$/.test(found) ? Number(found) : found;
  };
  return { raw: replaced(raw, []), complaints };
}
