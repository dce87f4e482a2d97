// For machines that watch us: health for probes, figures for Prometheus.
import type { FastifyInstance } from 'fastify';
import type { Door, Frame } from '../door/door.js';
import { sightOf } from '../door/sight.js';
import { type Metrics, metricsType } from '../metrics.js';
import type { Moment } from '../moment.js';
import type { Setup } from '../setup.js';
import { languageOf, problems, sendProblem } from './problem.js';

export type Probed = {
  readonly door: Door;
  readonly setup: Setup;
  readonly metrics: Metrics;
  /** The last one; `null`: none yet. */
  readonly moment: () => Moment | null;
};

/**
 * `/health/live`: this process answers. `/health/ready`: and its figures can be believed. Neither says more than that to who is not
 * logged in. `/metrics` wants the token of a board that sees every flow, or a technician's.
 */
export function serveProbes(
  app: FastifyInstance,
  frame: Frame,
  { door, setup, metrics, moment }: Probed,
): void {
  const open = { config: { door: { isOpen: true } } } as const;
  app.get('/health/live', open, (_request, reply) =>
    reply.header('Cache-Control', 'no-store').send({ status: 'alive' }),
  );
  app.get('/health/ready', open, (_request, reply) => {
    const now = moment();
    const because = now === null ? 'starting' : (now.stale?.because ?? null);
    return reply
      .header('Cache-Control', 'no-store')
      .code(because === null ? 200 : 503)
      .send({ status: because === null ? 'ready' : 'not-ready', because });
  });
  app.get('/metrics', { config: { door: { roles: ['technician', 'board'] } } }, async (request, reply) => {
    const who = door.who(request);
    if (who.kind === 'user' && !sightOf(who.user, setup).isWhole)
      return sendProblem(reply, problems.notYours, languageOf(request, frame.language));
    return reply
      .header('Cache-Control', 'no-store')
      .type(metricsType)
      .send(await metrics.text());
  });
}
