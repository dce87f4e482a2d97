// Messages on the signs, by supervisors who see the whole site: a sign belongs to no flow.
import { z } from 'zod';
import { problems } from '../web/problem.js';
import { act, type Endpoint, given, nameIn, refused, supervisors } from './endpoint.js';
import type { ApiParts } from './parts.js';
import * as schemas from './schemas.js';

const everySign = 'all';

export function signAct({ looks, site }: ApiParts): Endpoint {
  return act({
    path: '/signs/:sign/message',
    roles: supervisors,
    tag: 'signs',
    summary:
      'Put a message on a sign in place of its figures for a while, or take it away; `all`: on every sign',
    params: z.object({ sign: nameIn('Id of a sign, or `all`.') }),
    body: schemas.signBody,
    examples: {
      message: {
        ...{ kind: 'message', text: 'Réunion à 14 h', colour: 'amber', flash: false },
        forMs: 600_000,
      },
      end: { kind: 'end-message' },
    },
    told: ({ sign }, { kind }) => ({
      act: kind === 'message' ? 'sign-message' : 'sign-message-end',
      about: `sign ${sign}`,
    }),
    handle: async ({ sight, by }, { params: { sign }, body: order }) => {
      if (!sight.isWhole) return refused(problems.notYours);
      const isOne = site.signs.some(({ id }) => id === sign);
      const signs = isOne || sign !== everySign ? [sign] : null;
      const answer = await looks.ask('sign-order', { order, signs, by });
      return answer.ok ? given(null) : refused(problems.notFound);
    },
  });
}
