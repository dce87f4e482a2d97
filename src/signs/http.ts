// Clocks that are spoken to over HTTP: a connection is made by asking how the clock is, and each write is one request.
import { request } from 'node:http';
import { OutsideError } from '../base/errors.js';
import type { Dial } from './line.js';
import { placeText, type TcpPlace } from './tcp.js';

const DEADLINE_MS = 5_000;
/** What an answer may hold that somebody reads. */
const MOST_ANSWER = 65_536;

/** `write` takes `METHOD path`, a line feed, and the body. `health`: the path that is asked first. */
export function dialHttp(place: TcpPlace, health: string): Dial {
  return events => {
    let busy = true;
    let closed = false;
    const ask = (method: string, path: string, body: string, answered: (text: string) => void) => {
      const fail = (why: string, cause?: unknown) => {
        if (closed) return;
        closed = true;
        events.closed(new OutsideError('sign-unreachable', `${placeText(place)}${path}: ${why}`, cause));
      };
      const asking = request(
        {
          ...place,
          method,
          path,
          agent: false,
          headers: body === '' ? {} : { 'content-type': 'application/json', 'content-length': body.length },
          signal: AbortSignal.timeout(DEADLINE_MS),
        },
        answer => {
          let text = '';
          answer.setEncoding('latin1').on('data', (chunk: string) => {
            if (text.length < MOST_ANSWER) text += chunk;
          });
          answer.on('error', error => fail(error.message, error));
          answer.on('end', () => {
            if (answer.statusCode !== 200) fail(`status ${answer.statusCode}`);
            else if (!closed) answered(text);
          });
        },
      );
      asking.on('error', error => fail(error.message, error));
      asking.end(body, 'latin1');
    };
    ask('GET', health, '', () => {
      busy = false;
      events.opened();
    });
    return {
      get busy() {
        return busy;
      },
      write: bytes => {
        const end = bytes.indexOf('\n');
        const [method = 'GET', path = '/'] = bytes.slice(0, end).split(' ');
        busy = true;
        ask(method, path, bytes.slice(end + 1), text => {
          busy = false;
          events.received(text);
          events.drained();
        });
      },
      close: () => {
        closed = true;
      },
    };
  };
}
