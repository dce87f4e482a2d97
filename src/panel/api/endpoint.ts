// What an endpoint of the HTTP API is: one entry of a table. From the table come its routes, the checks of what is asked, the OpenAPI
// document and the audit trail, so that none of them can say something else than the others.
import { z } from 'zod';
import type { Language } from '../../base/language.js';
import type { Actor } from '../../core/facts.js';
import type { CommandAnswer } from '../../core/inputs.js';
import type { Role, User } from '../../site/user.js';
import type { Sight } from '../door/sight.js';
import type { Problem } from '../web/problem.js';
import type { Words } from './parts.js';

/** Who asks, and how he is to be answered. */
export type Caller = {
  readonly user: User;
  readonly sight: Sight;
  readonly by: Actor;
  readonly language: Language;
};

/** An answer, or why there is none. `null` as a body: done, and nothing to say. */
export type Given =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly problem: Problem };

export const given = (body: unknown): Given => ({ ok: true, body });
export const refused = (problem: Problem): Given => ({ ok: false, problem });

/** Refusals of the rules are no failures of the request: what was asked is understood, and cannot be. */
export const statusOf = (code: string): number => (code.startsWith('unknown-') ? 404 : 409);

/** What became of a command. */
export function answered(answer: CommandAnswer, words: Words): Given {
  if (answer.ok) return given(null);
  const { message, advice } = words.refusal(answer.because);
  return refused({ status: statusOf(answer.because), code: answer.because, title: message, advice });
}

type Shape = z.ZodObject;

export type Endpoint = {
  readonly method: 'GET' | 'POST';
  /** Below `/api/v1`, with `:name` for what stands in the address. */
  readonly path: string;
  readonly roles: readonly Role[];
  readonly tag: string;
  readonly summary: string;
  readonly params: Shape;
  readonly query: Shape;
  /** Named components of the document. `null`: none. */
  readonly body: z.ZodType | null;
  readonly response: z.ZodType | null;
  /** Bodies as they may be sent; tested. */
  readonly examples: Readonly<Record<string, unknown>>;
  /** How an act is called in the audit trail, and what it is about. */
  readonly told: ((params: Readonly<Record<string, string>>, body: unknown) => Told) | null;
  readonly handle: (caller: Caller, asked: Asked) => Promise<Given>;
};

export type Told = { readonly act: string; readonly about: string };

export type Asked = {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
};

export const people: readonly Role[] = ['agent', 'supervisor', 'technician'];
export const supervisors: readonly Role[] = ['supervisor', 'technician'];
export const technicians: readonly Role[] = ['technician'];

const none = z.strictObject({});

/** A name in an address: whether there is such a thing is found out later. */
export const nameIn = (what: string) => z.string().min(1).max(200).describe(what);

type Looked<P extends Shape, Q extends Shape> = {
  readonly path: string;
  readonly roles: readonly Role[];
  readonly tag: string;
  readonly summary: string;
  readonly params?: P;
  readonly query?: Q;
  readonly response: z.ZodType;
  readonly handle: (
    caller: Caller,
    asked: { readonly params: z.output<P>; readonly query: z.output<Q> },
  ) => Promise<Given>;
};

/** Something to look at. */
export function look<P extends Shape = typeof none, Q extends Shape = typeof none>(
  about: Looked<P, Q>,
): Endpoint {
  return {
    ...{ method: 'GET', body: null, examples: {}, told: null, ...about },
    params: about.params ?? none,
    query: about.query ?? none,
    // Both have gone through the schemas above before they come here.
    handle: (caller, { params, query }) =>
      about.handle(caller, { params: params as z.output<P>, query: query as z.output<Q> }),
  };
}

type Acted<P extends Shape, B extends z.ZodType> = {
  readonly path: string;
  readonly roles: readonly Role[];
  readonly tag: string;
  readonly summary: string;
  readonly params?: P;
  readonly body: B;
  readonly response?: z.ZodType;
  readonly examples: Readonly<Record<string, z.input<B>>>;
  readonly told: (params: z.output<P>, body: z.output<B>) => Told;
  readonly handle: (
    caller: Caller,
    asked: { readonly params: z.output<P>; readonly body: z.output<B> },
  ) => Promise<Given>;
};

/** Something to do. */
export function act<P extends Shape, B extends z.ZodType>(about: Acted<P, B>): Endpoint {
  return {
    ...about,
    method: 'POST',
    params: about.params ?? none,
    query: none,
    response: about.response ?? null,
    told: (params, body) => about.told(params as z.output<P>, body as z.output<B>),
    handle: (caller, { params, body }) =>
      about.handle(caller, { params: params as z.output<P>, body: body as z.output<B> }),
  };
}
