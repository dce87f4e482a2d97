// Findings of the doctor, made short: one for all that are of a kind.
import type { Text } from '../base/language.js';
import type { Finding } from '../link/messages.js';

const mostNames = 10;

export function ok(code: string, text: Text): Finding {
  return { severity: 'ok', code, text, advice: null };
}

/** One finding that names all; none when there are none. */
export function worse(
  severity: 'warning' | 'error',
  code: string,
  names: readonly string[],
  text: (names: string) => Text,
  advice: Text,
): readonly Finding[] {
  if (names.length === 0) return [];
  return [{ severity, code, text: text(shortList(names)), advice }];
}

function shortList(names: readonly string[]): string {
  const more = names.length - mostNames;
  return names.slice(0, mostNames).join(', ') + (more > 0 ? ` … (+${more})` : '');
}
