// Refusals as RFC 9457 has them: application/problem+json, with a code for programs, a sentence for people, and what to do.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Language, Text } from '../../base/language.js';

export type Problem = {
  readonly status: number;
  /** Literal and lasting: programs look at it. */
  readonly code: string;
  readonly title: Text;
  readonly advice: Text | null;
  readonly headers?: Readonly<Record<string, string>>;
};

const make = (
  status: number,
  code: string,
  [en, fr]: readonly [string, string],
  advice: readonly [string, string] | null = null,
): Problem => ({
  status,
  code,
  title: { en, fr },
  advice: advice === null ? null : { en: advice[0], fr: advice[1] },
});

export const problems = {
  badRequest: (where: string, what: string) =>
    make(
      400,
      'bad-request',
      [`${where}: ${what}`, `${where} : ${what}`],
      ['The request must be as /api/v1/openapi.json says.', 'La demande doit suivre /api/v1/openapi.json.'],
    ),
  logIn: make(
    401,
    'log-in-first',
    ['nobody is logged in', 'personne n’est connecté'],
    [
      'Log in at /login, or send a token: Authorization: Bearer …',
      'Connectez-vous à /login, ou envoyez un jeton : Authorization: Bearer …',
    ],
  ),
  wrongPassword: make(
    401,
    'wrong-password',
    ['name or password is wrong', 'nom ou mot de passe incorrect'],
    [
      'Passwords are set by plateauctl user password NAME.',
      'Les mots de passe se changent par plateauctl user password NOM.',
    ],
  ),
  otherOrigin: make(
    403,
    'other-origin',
    ['this request comes from another site', 'cette demande vient d’un autre site'],
    ['Open the page of Plateau itself.', 'Ouvrez la page de Plateau elle-même.'],
  ),
  otherHost: make(
    421,
    'other-host',
    ['this is not the name of this machine', 'ce n’est pas le nom de cette machine'],
    [
      'Before the first user is made the pages answer on this machine alone: http://127.0.0.1',
      'Avant le premier utilisateur, les pages ne répondent que sur cette machine : http://127.0.0.1',
    ],
  ),
  csrf: make(
    403,
    'csrf-token-missing',
    ['the token of the session is missing or wrong', 'le jeton de la session manque ou est faux'],
    [
      'Send the header X-Plateau-Csrf with what GET /api/v1/session gives as csrf.',
      'Envoyez l’en-tête X-Plateau-Csrf avec le csrf de GET /api/v1/session.',
    ],
  ),
  notAllowed: make(
    403,
    'not-allowed',
    ['this role may not do that', 'ce rôle ne le permet pas'],
    ['plateauctl user role NAME changes roles.', 'plateauctl user role NOM change les rôles.'],
  ),
  notYours: make(
    403,
    'not-yours',
    ['this agent, call or flow is not among yours', 'cet agent, cet appel ou ce flux n’est pas des vôtres'],
    [
      'Which flows a user sees: plateauctl user list.',
      'Les flux que voit un utilisateur : plateauctl user list.',
    ],
  ),
  firstStart: make(
    403,
    'no-users-yet',
    [
      'there are no users yet: one can look, and do nothing',
      'pas encore d’utilisateurs : on peut regarder, rien faire',
    ],
    [
      'plateauctl user add NAME --role technician makes the first one.',
      'plateauctl user add NOM --role technician crée le premier.',
    ],
  ),
  notFound: make(
    404,
    'not-found',
    ['there is nothing here', 'il n’y a rien ici'],
    ['What there is: /api/v1/openapi.json', 'Ce qu’il y a : /api/v1/openapi.json'],
  ),
  tooLong: make(413, 'too-long', ['the request is too long', 'la demande est trop longue']),
  wrongType: make(
    415,
    'wrong-type',
    ['the body must be JSON', 'le corps doit être du JSON'],
    ['Send Content-Type: application/json', 'Envoyez Content-Type: application/json'],
  ),
  tooMany: (seconds: number): Problem => ({
    ...make(
      429,
      'too-many',
      ['too many requests, or too many wrong passwords', 'trop de demandes, ou de mots de passe faux'],
      [`Try again in ${seconds} s.`, `Réessayez dans ${seconds} s.`],
    ),
    headers: { 'Retry-After': String(seconds) },
  }),
  failed: make(
    500,
    'failed',
    ['Plateau itself has failed', 'Plateau lui-même a failli'],
    ['The log of plateau-panel says more.', 'Le journal de plateau-panel en dit plus.'],
  ),
  busy: {
    ...make(
      503,
      'busy',
      ['too much at once', 'trop à la fois'],
      ['Try again in a second.', 'Réessayez dans une seconde.'],
    ),
    headers: { 'Retry-After': '1' },
  } satisfies Problem,
} as const;

/** The language that he asks for: `?lang=`, else his browser's, else the site's. */
export function languageOf(request: FastifyRequest, ofSite: Language): Language {
  const query: unknown = request.query;
  const asked = typeof query === 'object' && query !== null && 'lang' in query ? query.lang : null;
  if (asked === 'en' || asked === 'fr') return asked;
  for (const part of (request.headers['accept-language'] ?? '').slice(0, 200).split(',')) {
    const [, language] = /^\s*(en|fr)\b/i.exec(part) ?? [];
    if (language !== undefined) return language.toLowerCase() === 'fr' ? 'fr' : 'en';
  }
  return ofSite;
}

export function sendProblem(reply: FastifyReply, problem: Problem, language: Language): FastifyReply {
  const { status, code, title, advice, headers = {} } = problem;
  return reply
    .code(status)
    .headers({ ...headers, 'Cache-Control': 'no-store' })
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send({
      type: `urn:plateau:problem:${code}`,
      status,
      code,
      title: title[language],
      advice: advice?.[language] ?? null,
    });
}
