// The console's end of the HTTP API: what is asked, and what is told, in words when it is refused.
import { useEffect, useRef, useState } from 'preact/hooks';
import { byItself } from '../by-itself.js';
import { goToLogin, withToken } from '../page/session.js';

export type Refusal = { readonly status: number; readonly title: string; readonly advice: string | null };
export type Answer<Body> =
  | { readonly ok: true; readonly body: Body }
  | { readonly ok: false; readonly code: string | null; readonly refusal: Refusal };

const deadlineMs = 10_000;
/** However often what is looked at changes, it is not asked for more often. */
const leastBetweenMs = 1_000;

/** `away`: what to say when nothing answers. */
export async function ask<Body>(
  path: string,
  options: { readonly language: string; readonly away: Omit<Refusal, 'status'>; readonly init?: RequestInit },
): Promise<Answer<Body>> {
  const { language, away, init = {} } = options;
  const address = `/api/v1${path}${path.includes('?') ? '&' : '?'}lang=${language}`;
  const answer = await fetch(address, { ...init, signal: AbortSignal.timeout(deadlineMs) }).catch(() => null);
  if (answer === null) return { ok: false, code: null, refusal: { status: 0, ...away } };
  if (answer.status === 401) void goToLogin();
  const body: unknown = answer.status === 204 ? null : await answer.json().catch(() => null);
  if (answer.ok) return { ok: true, body: body as Body };
  const {
    title = away.title,
    advice = null,
    code = null,
  } = (body ?? {}) as Partial<Refusal & { readonly code: string }>;
  return { ok: false, code, refusal: { status: answer.status, title, advice } };
}

/** Something to do. */
export const tell = <Body = unknown>(
  path: string,
  body: object,
  options: { readonly language: string; readonly away: Omit<Refusal, 'status'> },
): Promise<Answer<Body>> =>
  withToken(
    csrf =>
      ask<Body>(path, {
        ...options,
        init: {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', 'X-Plateau-Csrf': csrf },
          body: JSON.stringify(body),
        },
      }),
    answer => (answer.ok ? null : answer.code),
  );

/**
 * What is at `path`, asked for again when `again` changes; the answer before stays meanwhile. `null`: not answered yet, or there is
 * nothing to ask.
 */
export function useAnswer<Body>(
  path: string | null,
  again: unknown,
  options: { readonly language: string; readonly away: Omit<Refusal, 'status'> },
): Answer<Body> | null {
  const [seen, setSeen] = useState<{ readonly path: string; readonly answer: Answer<Body> } | null>(null);
  const askedAtMs = useRef(0);
  const askedFor = useRef<string | null>(null);
  const wanted = useRef(path);
  wanted.current = path;
  useEffect(() => {
    if (path === null) return;
    const isAgain = askedFor.current === path;
    const waitMs = isAgain ? Math.max(0, askedAtMs.current + leastBetweenMs - performance.now()) : 0;
    const timer = setTimeout(() => {
      askedAtMs.current = performance.now();
      askedFor.current = path;
      // What changes meanwhile is asked for again; this answer is shown all the same.
      void ask<Body>(path, isAgain ? { ...options, init: { headers: byItself } } : options).then(answer => {
        if (wanted.current === path) setSeen({ path, answer });
      });
    }, waitMs);
    return () => clearTimeout(timer);
  }, [path, again, options.language]);
  return seen !== null && seen.path === path ? seen.answer : null;
}
