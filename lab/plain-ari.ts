// The least that speaks ARI: for tests and benches that need a second, independent look at Asterisk. The product has its own.
import { WebSocket } from 'ws';
import { z } from 'zod';

const eventShape = z.looseObject({ type: z.string() });

export type AriEvent = z.infer<typeof eventShape>;

export type PlainAri = {
  /** All events so far. */
  readonly events: readonly AriEvent[];
  /** `request('POST', 'channels?endpoint=PJSIP/101…')`: the status and what was answered. */
  readonly request: (
    method: string,
    path: string,
    body?: object,
  ) => Promise<{ status: number; body: unknown }>;
  /** Closes the event stream; the app is gone with it. */
  readonly close: () => Promise<void>;
};

const answerMs = 15_000;

/** Connects as the application `app`. */
export async function plainAri(
  at: { readonly url: string; readonly user: string; readonly password: string },
  app: string,
): Promise<PlainAri> {
  const key = `api_key=${encodeURIComponent(`${at.user}:${at.password}`)}`;
  const socket = new WebSocket(`${at.url.replace('http', 'ws')}/ari/events?app=${app}&${key}`);
  const events: AriEvent[] = [];
  socket.on('message', data => events.push(eventShape.parse(JSON.parse(String(data)))));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return {
    events,
    request: async (method, path, body) => {
      const url = `${at.url}/ari/${path}${path.includes('?') ? '&' : '?'}${key}`;
      const answer = await fetch(url, {
        method,
        signal: AbortSignal.timeout(answerMs),
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      const text = await answer.text();
      return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
    },
    close: () =>
      new Promise(resolve => {
        socket.once('close', () => resolve());
        socket.close();
      }),
  };
}
