// The panel, put together: facts come in at one end, signs, boards and the page are served at the other.
import type { Logger } from '../base/logger.js';
import type { SiteFile } from '../site/site-file.js';
import { BoardAnswers } from './boards/answers.js';
import { serveRawBoard } from './boards/raw.js';
import { serveBoards } from './boards/server.js';
import type { FactFeed } from './feed.js';
import { Follower } from './follower.js';
import { FloorKeeper, type PanelStore } from './keeper.js';
import type { Listening } from './listen.js';
import { localDates, localTimes } from './local-date.js';
import type { Moment } from './moment.js';
import { Publisher } from './publisher.js';
import { rulesFingerprint, setUp } from './setup.js';
import { type SignPort, showOnSign } from './sign-port.js';
import { LiveStream } from './web/live.js';
import { servePage } from './web/server.js';
import { type PageSetup, pageStateOf } from './web/view.js';

type PanelParts = {
  readonly site: SiteFile;
  readonly feed: FactFeed;
  /** `null`: nothing is kept, and each start reads the journal. */
  readonly store: PanelStore | null;
  readonly signs: readonly SignPort[];
  /** Holds the page's bundle. */
  readonly pageFolder: URL;
  readonly log: Logger;
  readonly now: () => number;
  /** The calls process works with another site file than we do. Called at most once for each revision. */
  readonly siteChanged: (revision: string) => void;
};

export type Panel = {
  /** Ports in use now; `null`: taken by somebody else. `boards` has those of their own. */
  readonly ports: () => {
    readonly page: number | null;
    readonly polled: number | null;
    readonly boards: Readonly<Record<string, number | null>>;
  };
  /** Time since figures were last given to signs, boards and the page, ms: at most a second when all is well. */
  readonly silentMs: () => number;
  readonly close: () => Promise<void>;
};

/** Starts everything. Rejects only if the page's bundle cannot be read. */
export async function startPanel(parts: PanelParts): Promise<Panel> {
  const { site, log, now } = parts;
  const startedAtMs = now();
  const { halfHourDays } = site.panel;
  const setup = setUp(site.core, localDates(site.zone), halfHourDays);
  const answers = new BoardAnswers({
    boards: site.boards,
    siteName: site.core.name,
    language: site.core.language,
    localTime: localTimes(site.zone),
  });
  const stream = new LiveStream();
  const page: PageSetup = {
    setup,
    zone: site.zone,
    thresholds: site.thresholds,
    signs: parts.signs,
    teams: site.teams,
  };
  const watchSite = siteWatch(site.core.revision, parts.siteChanged);
  const publisher = new Publisher({
    setup,
    now,
    sinks: [
      moment => answers.update(moment),
      moment => {
        for (const sign of parts.signs) showOnSign(sign, moment, startedAtMs);
      },
      moment => stream.update(pageStateOf(moment, page), moment.nowMs),
      watchSite,
    ],
  });
  const keeper =
    parts.store === null
      ? null
      : new FloorKeeper(parts.store, rulesFingerprint(site.core, site.zone, halfHourDays));
  const follower = new Follower({
    feed: parts.feed,
    rules: setup.rules,
    keeper,
    log,
    now,
    changed: () => publisher.changed(),
  });
  await follower.start();
  publisher.start(follower);
  const listening = await listenOn(site, answers, stream, parts);
  return {
    ports: () => ({
      page: listening.page.port(),
      polled: listening.polled.port(),
      boards: Object.fromEntries(listening.raw.map(([id, one]) => [id, one.port()])),
    }),
    silentMs: () => publisher.silentMs,
    close: async () => {
      await Promise.all(
        [listening.page, listening.polled, ...listening.raw.map(([, one]) => one)].map(one => one.close()),
      );
      publisher.close();
      await follower.close();
    },
  };
}

type AllListening = {
  readonly page: Listening;
  readonly polled: Listening;
  readonly raw: readonly (readonly [string, Listening])[];
};

async function listenOn(
  site: SiteFile,
  answers: BoardAnswers,
  stream: LiveStream,
  { log, pageFolder }: PanelParts,
): Promise<AllListening> {
  const { bind: host, port, boardsPort } = site.panel;
  const polled = serveBoards(answers, { host, port: boardsPort }, log);
  const raw = site.boards.flatMap(board =>
    board.port === null
      ? []
      : [[board.id, serveRawBoard(answers, { ...board, port: board.port }, host, log)] as const],
  );
  const page = await servePage(stream, { host, port }, pageFolder, site.core, log);
  await Promise.all([page.tried, polled.tried, ...raw.map(([, one]) => one.tried)]);
  return { page, polled, raw };
}

/** Notices that the calls process has loaded another site file; the past of the journal does not count. */
function siteWatch(ours: string, changed: (revision: string) => void): (moment: Moment) => void {
  let told = ours;
  return ({ floor, stale }) => {
    const { revision } = floor.control;
    if (stale !== null || revision === null || revision === told) return;
    told = revision;
    if (revision !== ours) changed(revision);
  };
}
