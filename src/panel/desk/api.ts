// The desk's end of the HTTP API: what it shows and takes, and refusals as they are told.
import type { z } from 'zod';
import type { CaseCommand } from '../../core/case-commands.js';
import type { AgentCommand, RecordingCommand } from '../../core/inputs.js';
import type { dayShown, deskShown } from '../api/desk-schemas.js';
import type { caseShown, casesShown, siteShown, targetsShown } from '../api/schemas.js';
import { byItself } from '../by-itself.js';

export type Desk = z.output<typeof deskShown>;
export type DeskCall = NonNullable<Desk['call']>;
export type Day = z.output<typeof dayShown>;
export type Case = z.output<typeof caseShown>;
export type Cases = z.output<typeof casesShown>;
export type Site = z.output<typeof siteShown>;
export type Targets = z.output<typeof targetsShown>;

/** What can be looked at, by its path. */
export type Looks = {
  readonly desk: Desk;
  readonly 'desk/day': Day;
  readonly cases: Cases;
  readonly site: Site;
  readonly targets: Targets;
  readonly [path: `cases/${string}`]: Case;
};

/** Why nothing was done, in the words of the server; of a server that does not answer, `null`. */
export type Refusal = { readonly title: string; readonly advice: string | null } | null;

export type Answer<T> =
  | { readonly ok: true; readonly body: T }
  | { readonly ok: false; readonly status: number; readonly code: string | null; readonly refusal: Refusal };

/** What an agent can have done. */
export type Act =
  | { readonly about: 'agent'; readonly command: AgentCommand }
  | { readonly about: 'recording'; readonly command: RecordingCommand }
  | { readonly about: 'preview'; readonly answer: 'accept' | 'skip' }
  | { readonly about: 'case'; readonly command: CaseCommand };

const answerWithinMs = 10_000;
const base = '/api/v1/';

async function ask<T>(path: string, init: RequestInit = {}): Promise<Answer<T>> {
  try {
    const signal = AbortSignal.timeout(answerWithinMs);
    const response = await fetch(base + path, { ...init, signal });
    const body: unknown = response.status === 204 ? null : await response.json();
    if (response.ok) return { ok: true, body: body as T };
    return { ok: false, status: response.status, code: codeOf(body), refusal: refusalOf(body) };
  } catch {
    // No answer at all, or none that could be read: the page says that the connection is lost.
    return { ok: false, status: 0, code: null, refusal: null };
  }
}

function refusalOf(body: unknown): Refusal {
  if (typeof body !== 'object' || body === null || !('title' in body)) return null;
  const { title } = body;
  const advice = 'advice' in body && typeof body.advice === 'string' ? body.advice : null;
  return typeof title === 'string' ? { title, advice } : null;
}

const codeOf = (body: unknown): string | null =>
  typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string'
    ? body.code
    : null;

export const look = <Path extends keyof Looks>(path: Path): Promise<Answer<Looks[Path]>> => ask(path);

/** The same without the agent's doing. */
export const lookOn = <Path extends keyof Looks>(path: Path): Promise<Answer<Looks[Path]>> =>
  ask(path, { headers: byItself });

/** Has it done, as the agent himself. */
export function perform(
  act: Act,
  { agent, csrf, language }: { readonly agent: string; readonly csrf: string; readonly language: string },
): Promise<Answer<unknown>> {
  const [path, body] = requestOf(act, encodeURIComponent(agent));
  return ask(`${path}?lang=${language}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Plateau-Csrf': csrf },
    body: JSON.stringify(body),
  });
}

function requestOf(act: Act, agent: string): readonly [path: string, body: unknown] {
  switch (act.about) {
    case 'agent':
      return [`agents/${agent}/command`, act.command];
    case 'recording':
      return [`agents/${agent}/recording`, { command: act.command }];
    case 'preview':
      return ['desk/preview', { answer: act.answer }];
    case 'case':
      return ['cases', act.command];
  }
}
