// The port Switch with a real Asterisk behind it: connects, stays connected, and hands effects to the connection of the moment.
import { setTimeout as delay } from 'node:timers/promises';
import { OutsideError } from '../base/errors.js';
import type { Switch, SwitchEvents } from '../core/switch.js';
import { LateRecords } from './late-records.js';
import { type AsteriskOptions, openSession, type Rival, type Session } from './session.js';

export type { AsteriskOptions } from './session.js';

const firstRetryMs = 200;
/** Not longer: what is lost in waiting is taken off the dead-man's time. */
const lastRetryMs = 1_000;

/** Between two connections effects are dropped: the snapshot of the next one says what is there, and the core decides anew. */
export function createAsteriskSwitch(options: AsteriskOptions): Switch {
  const stopping = new AbortController();
  const late = new LateRecords(options.log);
  let session: Session | null = null;
  let running: Promise<void> = Promise.resolve();

  const stayConnected = async (events: SwitchEvents) => {
    let retryMs = firstRetryMs;
    let rival: Rival | null = null;
    while (!stopping.signal.aborted) {
      const life = lifeOf(events);
      const opened = await openOrExplain(options, life.events, rival);
      if (opened !== null) {
        retryMs = firstRetryMs;
        session = opened;
        if (stopping.signal.aborted) await opened.close();
        else {
          opened.begin();
          late.handOver(record => opened.writeQueueLog(record));
          await Promise.race([life.over, aborted(stopping.signal)]);
          rival = opened.rival;
        }
      }
      await delay(retryMs, undefined, { signal: stopping.signal }).catch(ignoreAbort);
      retryMs = Math.min(retryMs * 2, lastRetryMs);
    }
  };

  return {
    start: events => {
      running = stayConnected(events);
    },
    perform: effect => session?.perform(effect),
    writeQueueLog: record => {
      if (session?.isOpen === true) session.writeQueueLog(record);
      else late.keep(record);
    },
    close: async () => {
      stopping.abort();
      await session?.close();
      await running;
    },
  };
}

/** The events of one connection, and a promise of its end. */
function lifeOf(events: SwitchEvents): { readonly events: SwitchEvents; readonly over: Promise<void> } {
  let end = (): void => undefined;
  const over = new Promise<void>(resolve => {
    end = resolve;
  });
  const lost = (why: string) => {
    end();
    events.lost(why);
  };
  return { events: { ...events, lost }, over };
}

async function openOrExplain(
  options: AsteriskOptions,
  events: SwitchEvents,
  rival: Rival | null,
): Promise<Session | null> {
  try {
    return await openSession(options, events, rival);
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    options.log.debug({ code: error.code, why: error.message }, 'no connection to asterisk');
    events.lost(error.message);
    return null;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function ignoreAbort(error: Error): void {
  if (error.name !== 'AbortError') throw error;
}
