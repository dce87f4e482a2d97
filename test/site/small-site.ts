// A small site for tests, and what is said of a text as a site file.
import type { Language } from '../../src/base/language.js';
import { type CheckResult, checkSite } from '../../src/site/check.js';
import { compileSite } from '../../src/site/compile/site.js';
import type { SiteFile } from '../../src/site/site-file.js';

export const nowMs = Date.parse('2026-11-22T12:00:00Z');

/** The smallest site that makes sense. */
export const smallSite = `site:
  name: Small
  zone: Europe/Paris
  languages: [en]
asterisk:
  ami: { password: one }
  ari: { password: two }
skills:
  n1: Level 1
agents:
  - { phone: PJSIP/101, name: Alice, skills: { n1: 2 } }
flows:
  n1:
    name: Level 1
    rings:
      - { at: 0s, agents: n1 }
`;

/** The small site with one text, which must be there, replaced by another. */
export function edited(from: string, to: string): string {
  if (!smallSite.includes(from)) throw new Error(`not in the small site: ${from}`);
  return smallSite.replace(from, to);
}

export function check(
  content: string | Uint8Array,
  secrets: 'read' | 'skip' = 'read',
  environment: Readonly<Record<string, string>> = {},
): Promise<CheckResult> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return checkSite('site.yaml', bytes, { nowMs, secrets, environment });
}

/** What is said of a content: `line:column severity path: text (hint)`, a line each. */
export async function saidOf(content: string | Uint8Array, language: Language = 'en'): Promise<string[]> {
  const result = await check(content);
  const problems = result.ok ? result.warnings : result.problems;
  return problems.map(({ line, column, severity, path, text, hint }) => {
    const advice = hint === null ? '' : ` (${hint[language]})`;
    return `${line}:${column} ${severity} ${path}: ${text[language]}${advice}`;
  });
}

/** The compiled site; throws with what is wrong when the content is refused. */
export async function compiled(content: string, atMs = nowMs): Promise<SiteFile> {
  const result = await check(content);
  if (!result.ok) throw new Error(JSON.stringify(result.problems.map(problem => problem.text.en)));
  return compileSite(result.checked, { nowMs: atMs });
}
