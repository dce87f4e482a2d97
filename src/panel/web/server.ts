// The web pages' server: a few files and a stream of events. Everything comes from here, nothing from elsewhere.
import { readFile } from 'node:fs/promises';
import fastify, { type FastifyInstance } from 'fastify';
import type { Logger } from '../../base/logger.js';
import { type Listening, listen, type Place } from '../listen.js';
import type { LiveStream } from './live.js';
import { icon, shell } from './shell.js';

const securityHeaders = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** Pages with a script and a style sheet of their own. */
const bundles = ['main', 'wallboard'];

/** Serves the pages at `place`. `folder` holds the bundles, such as `main.js` and `main.css`. */
export async function servePage(
  stream: LiveStream,
  place: Place,
  folder: URL,
  site: { readonly name: string; readonly language: 'en' | 'fr' },
  log: Logger,
): Promise<Listening> {
  const app = fastify({ forceCloseConnections: true });
  app.addHook('onSend', async (_request, reply) => {
    reply.headers(securityHeaders);
  });
  serveFile(app, '/', 'text/html; charset=utf-8', shell(site.name, site.language));
  serveFile(app, '/wallboard', 'text/html; charset=utf-8', shell(site.name, site.language, 'wallboard'));
  serveFile(app, '/icon.svg', 'image/svg+xml', icon);
  for (const bundle of bundles) {
    const file = (name: string) => readFile(new URL(name, folder));
    serveFile(app, `/${bundle}.js`, 'text/javascript; charset=utf-8', await file(`${bundle}.js`));
    serveFile(app, `/${bundle}.css`, 'text/css; charset=utf-8', await file(`${bundle}.css`));
  }
  app.get('/events', (request, reply) => {
    reply.hijack();
    for (const [name, value] of Object.entries(securityHeaders)) reply.raw.setHeader(name, value);
    const { 'last-event-id': lastEventId } = request.headers;
    stream.add(reply.raw, typeof lastEventId === 'string' ? lastEventId : undefined);
  });
  await app.ready();
  const listening = listen(app.server, place, { log, setting: 'panel.port' });
  return {
    ...listening,
    close: async () => {
      stream.close();
      await listening.close();
      await app.close();
    },
  };
}

function serveFile(app: FastifyInstance, path: string, type: string, content: string | Buffer): void {
  app.get(path, (_request, reply) =>
    reply.header('Content-Type', type).header('Cache-Control', 'no-cache').send(content),
  );
}
