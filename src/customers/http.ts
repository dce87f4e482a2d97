// One small question over HTTP or HTTPS: an answer of bounded size before a deadline, or the reason why not. No redirect is followed:
// where the CRM is stands in the site file, and nowhere else.
import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

export type HttpAnswer =
  | { readonly ok: true; readonly status: number; readonly body: string }
  | { readonly ok: false; readonly why: string };

const largestBody = 65_536;

const pool = { keepAlive: true, maxSockets: 32, maxFreeSockets: 8, timeout: 30_000 };

/** Asks over connections that are kept. */
export class HttpClient {
  readonly #http = new HttpAgent(pool);
  readonly #https = new HttpsAgent(pool);

  /** Resolves within `deadlineMs`, whatever the other side does. Never rejects. */
  get(url: string, token: string | null, deadlineMs: number): Promise<HttpAnswer> {
    return new Promise(resolve => {
      const secure = url.startsWith('https:');
      const headers = {
        accept: 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      };
      const send = secure ? httpsRequest : httpRequest;
      const answered = (answer: IncomingMessage) => {
        bodyOf(answer).then(
          body => end({ ok: true, status: answer.statusCode ?? 0, body }),
          (error: Error) => fail(error.message),
        );
      };
      const sent = tried(() => send(url, { agent: secure ? this.#https : this.#http, headers }, answered));
      if (sent instanceof Error) {
        resolve({ ok: false, why: sent.message });
        return;
      }
      const end = (answer: HttpAnswer) => {
        clearTimeout(timer);
        resolve(answer);
      };
      const fail = (why: string) => {
        end({ ok: false, why });
        sent.destroy();
      };
      const timer = setTimeout(() => fail(`no answer in ${deadlineMs} ms`), deadlineMs);
      // It stays after the end: a connection may break long after its answer.
      sent.on('error', error => fail(error.message));
      sent.end();
    });
  }

  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }
}

/** An address that is none, or a token that no header can hold, is thrown at once. */
function tried(send: () => ClientRequest): ClientRequest | Error {
  try {
    return send();
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

async function bodyOf(answer: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of answer) {
    const bytes = piece as Buffer;
    size += bytes.length;
    if (size > largestBody) throw new Error(`an answer of more than ${largestBody} bytes`);
    pieces.push(bytes);
  }
  return Buffer.concat(pieces).toString('utf8');
}
