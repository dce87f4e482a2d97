// The panel, put together: facts come in at one end, signs, boards and the page are served at the other.
import type { Logger } from '../base/logger.js';
import type { SiteFile } from '../site/site-file.js';
import { BoardAnswers } from './boards/answers.js';
import { serveModbus } from './boards/modbus-server.js';
import { serveRawBoard } from './boards/raw.js';
import { serveBoards } from './boards/server.js';
import { serveUdpBoard } from './boards/udp.js';
import type { Door } from './door/door.js';
import type { FactFeed } from './feed.js';
import { Follower } from './follower.js';
import { FloorKeeper, type PanelStore } from './keeper.js';
import { allowList, type Listening } from './listen.js';
import { localDates, localTimes } from './local-date.js';
import { type MachineParts, type Machines, startMachines } from './machines.js';
import type { Moment } from './moment.js';
import { Publisher } from './publisher.js';
import { rulesFingerprint, setUp } from './setup.js';
import { orderSign, type SignPort, showOnSign } from './sign-port.js';
import { SteadyAlerts } from './steady-alerts.js';
import { LiveStream } from './web/live.js';
import { servePages } from './web/pages.js';
import type { WebParts } from './web/server.js';
import { type PageSetup, pageStateOf } from './web/view.js';

type PanelParts = {
  readonly site: SiteFile;
  readonly feed: FactFeed;
  /** `null`: nothing is kept, and each start reads the journal. */
  readonly store: PanelStore | null;
  readonly signs: readonly SignPort[];
  /** Holds the page's bundle. */
  readonly pageFolder: URL;
  readonly door: Door;
  /** For other programs; facts come to them over a connection of their own. */
  readonly machines: Pick<MachineParts, 'feed' | 'words' | 'version' | 'webhooksFile'>;
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
    readonly modbus: number | null;
    readonly boards: Readonly<Record<string, number | null>>;
    readonly udpBoards: Readonly<Record<string, number | null>>;
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
  const alerts = new SteadyAlerts(site.thresholds);
  /** Signs are set up at the start anyway. */
  const cleared = new Map<string, number>();
  const stream = new LiveStream();
  const page: PageSetup = {
    setup,
    zone: site.zone,
    thresholds: site.thresholds,
    signs: parts.signs,
    teams: site.teams,
  };
  const { door } = parts;
  const machines = await startMachines({ ...parts.machines, site, setup, stream, door, log, now });
  const watchSite = siteWatch(site.core.revision, parts.siteChanged);
  const publisher = new Publisher({
    setup,
    now,
    sinks: [
      moment => {
        const judged = alerts.update(moment.figures, moment.nowMs);
        answers.update(moment, judged);
        for (const sign of parts.signs) {
          cleared.set(sign.id, orderSign(sign, moment, cleared.get(sign.id) ?? startedAtMs));
          showOnSign(sign, moment, judged, startedAtMs);
        }
      },
      moment => stream.update(pageStateOf(moment, page), moment.nowMs),
      machines.update,
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
  const { pageFolder: folder } = parts;
  const { tls } = site.panel;
  const web = { stream, folder, site: site.core, door, setup, tls, log };
  const listening = await listenOn(answers, web, machines, parts);
  const portsOf = (all: ListeningBoards) => Object.fromEntries(all.map(([id, one]) => [id, one.port()]));
  return {
    ports: () => ({
      page: listening.page.port(),
      polled: listening.polled.port(),
      modbus: listening.modbus?.port() ?? null,
      boards: portsOf(listening.raw),
      udpBoards: portsOf(listening.udp),
    }),
    silentMs: () => publisher.silentMs,
    close: async () => {
      await Promise.all(allOf(listening).map(one => one.close()));
      publisher.close();
      await machines.close();
      await follower.close();
    },
  };
}

type ListeningBoards = readonly (readonly [id: string, listening: Listening])[];

type AllListening = {
  readonly page: Listening;
  readonly polled: Listening;
  readonly modbus: Listening | null;
  readonly raw: ListeningBoards;
  readonly udp: ListeningBoards;
};

const allOf = ({ page, polled, modbus, raw, udp }: AllListening): readonly Listening[] => [
  page,
  polled,
  ...(modbus === null ? [] : [modbus]),
  ...[...raw, ...udp].map(([, one]) => one),
];

async function listenOn(
  answers: BoardAnswers,
  web: Omit<WebParts, 'more'>,
  machines: Machines,
  { site, log }: PanelParts,
): Promise<AllListening> {
  const { bind: host, boardsPort, modbusPort, boardsAllow } = site.panel;
  const allowed = allowList(boardsAllow);
  const onPort = (key: 'port' | 'udpPort', serve: typeof serveRawBoard): ListeningBoards =>
    site.boards.flatMap(board => {
      const own = board[key];
      if (own === null) return [];
      return [[board.id, serve(answers, board, { host, port: own, allowed }, log)] as const];
    });
  const listening: AllListening = {
    page: await servePages(web, site.panel, machines.serve),
    polled: serveBoards(answers, { host, port: boardsPort, allowed }, log),
    modbus:
      modbusPort === null
        ? null
        : serveModbus(address => answers.register(address), { host, port: modbusPort, allowed }, log),
    raw: onPort('port', serveRawBoard),
    udp: onPort('udpPort', serveUdpBoard),
  };
  await Promise.all(allOf(listening).map(one => one.tried));
  return listening;
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
