// What other programs get of the panel, put together: API, events, webhooks, figures for Prometheus, probes.
import type { FastifyInstance } from 'fastify';
import type { Logger } from '../base/logger.js';
import type { Finding } from '../link/messages.js';
import type { SiteFile } from '../site/site-file.js';
import { agentToday } from './agent-time.js';
import { FactEvents } from './api/events.js';
import { type Ask, Looks } from './api/looks.js';
import type { Words } from './api/parts.js';
import { serveApi } from './api/serve.js';
import type { Door, Frame } from './door/door.js';
import type { FactFeed } from './feed.js';
import { unseenAgent } from './floor.js';
import { keptDay } from './half-hours.js';
import { Metrics } from './metrics.js';
import type { Moment } from './moment.js';
import type { Setup } from './setup.js';
import type { LiveStream } from './web/live.js';
import { serveProbes } from './web/probes.js';
import { Webhooks } from './webhooks.js';

export type MachineParts = {
  readonly site: SiteFile;
  readonly setup: Setup;
  readonly stream: LiveStream;
  readonly door: Door;
  readonly feed: FactFeed & { readonly ask: Ask };
  readonly words: Words;
  readonly version: string;
  readonly webhooksFile: string | null;
  readonly log: Logger;
  readonly now: () => number;
};

export type Machines = {
  readonly update: (moment: Moment) => void;
  /** Puts it all behind the door of `app`. */
  readonly serve: (app: FastifyInstance, frame: Frame, findings: () => readonly Finding[]) => void;
  readonly close: () => Promise<void>;
};

export async function startMachines(parts: MachineParts): Promise<Machines> {
  const { site, setup, stream, door, feed, log, now, words, version } = parts;
  const metrics = new Metrics(version);
  let last: Moment | null = null;
  const webhooks = new Webhooks({ hooks: site.webhooks, log, now, file: parts.webhooksFile });
  await webhooks.start();
  const events = new FactEvents({
    feed,
    log,
    now,
    also: (recorded, about) => webhooks.take(recorded, about),
  });
  events.start();
  const looks = new Looks(feed.ask);
  return {
    update: moment => {
      last = moment;
      metrics.update(moment);
    },
    serve: (app, frame, findings) => {
      serveProbes(app, frame, { door, setup, metrics, moment: () => last });
      serveApi(app, frame, {
        ...{ site, setup, door, looks, events, words, version, now },
        page: () => stream.state,
        halfHours: date =>
          last === null ? null : keptDay(last.floor, setup, last.figures.date, date ?? last.figures.date),
        today: agent =>
          last === null
            ? null
            : agentToday(last.floor.agents.get(agent) ?? unseenAgent(agent), last.nowMs, setup.rules),
        lastSeq: () => events.lastSeq,
        audit: door.audit,
        findings: () => [...findings(), ...webhooks.findings()],
      });
    },
    close: async () => {
      await events.close();
      await webhooks.close();
    },
  };
}
