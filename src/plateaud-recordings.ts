// The archive of recordings, wired: what it needs of the site file, the journal and the engine.
import { join } from 'node:path';
import type { Logger } from './base/logger.js';
import { callOfRecording } from './core/tracks.js';
import type { Engine } from './engine/engine.js';
import type { Daemon as Answering } from './engine/requests.js';
import type { SiteInForce } from './engine/site-in-force.js';
import type { Journal } from './journal/journal.js';
import { Archive } from './recordings/archive.js';

export type ArchiveParts = {
  readonly site: SiteInForce;
  readonly journal: Journal;
  /** Asked when something is to be told, never before it is there. */
  readonly engine: () => Engine;
  /** Plateau's data folder. */
  readonly data: string;
  /** Then nothing is recorded anywhere. */
  readonly isSimulated: boolean;
  readonly logger: Logger;
};

export function createArchive({ site, journal, engine, data, isSimulated, logger }: ArchiveParts): Archive {
  const { ari } = site.file.asterisk;
  return new Archive({
    ari: isSimulated
      ? null
      : { url: `http://${urlHost(ari.host)}:${ari.port}`, user: ari.user, password: ari.password ?? '' },
    setup: () => {
      const { folder, keepMs, publicKey } = site.file.recordings;
      return { folder: folder ?? join(data, 'recordings'), keepMs, publicKey };
    },
    isWanted: () => [...site.file.core.flows.values()].some(({ recording }) => recording !== null),
    about: async recording => {
      for (const { fact, atMs } of await journal.factsOf(callOfRecording(recording)))
        if (fact.type === 'recording-started' && fact.recording === recording) {
          const { call, flow, agent } = fact;
          return { recording, call, flow, agent, startedAtMs: atMs };
        }
      return null;
    },
    isLive: recording =>
      engine().state.recordings.get(callOfRecording(recording))?.current?.recording === recording,
    unkept: () => [...engine().state.unkept],
    tell: fact => engine().input({ type: 'archive-told', fact }),
    log: logger,
  });
}

const urlHost = (host: string) => (host.includes(':') ? `[${host}]` : host);

/** What the control socket answers about recordings. */
export function recordingAnswers(archive: Archive): Answering['recordings'] {
  return {
    list: async (call, limit) => ({ folder: archive.folder, recordings: await archive.list(call, limit) }),
    open: async (recording, by) => {
      const opened = await archive.open(recording, by);
      return opened === null ? { path: null } : { path: opened.path, encrypted: opened.kept.encrypted };
    },
  };
}
