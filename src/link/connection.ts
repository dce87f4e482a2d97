// One client of the control socket: its requests, and its place in the stream of facts.
import type { Socket } from 'node:net';
import { unreachable } from '../base/assert.js';
import type { Recorded } from '../core/facts.js';
import { answerCampaign, isCampaignRequest } from './campaign-answers.js';
import { LineSplitter } from './lines.js';
import type {
  CutReason,
  RequestErrorCode,
  RequestMessage,
  Requests,
  RequestType,
  ServerMessage,
} from './messages.js';
import { readRequest } from './requests.js';
import type { LinkServerOptions } from './server.js';

const lineLimit = 64 * 1024;
/** What a client may leave unread: ten seconds of facts on the busiest of floors. */
const bufferLimit = 4 * 1024 * 1024;
/** Requests of one client under way at once. */
const requestLimit = 64;
const answerDeadlineMs = 30_000;
const drainDeadlineMs = 10_000;
const lastWordsMs = 1000;

/** `catching-up`: facts are read from the journal as fast as he takes them. `live`: he gets each as it happens. */
type Subscription = { next: number; state: 'catching-up' | 'live' };

export class Connection {
  readonly #socket: Socket;
  readonly #options: LinkServerOptions;
  readonly #lines = new LineSplitter(lineLimit);
  #subscription: Subscription | null = null;
  #underWay = 0;
  #cut = false;

  constructor(socket: Socket, options: LinkServerOptions, gone: () => void) {
    this.#socket = socket;
    this.#options = options;
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    // A client that goes away is no news; 'close' follows.
    socket.on('error', error => options.log.debug({ error: error.message }, 'control connection broke'));
    socket.on('close', gone);
  }

  /** New facts, and the line that carries them. */
  publish(records: readonly Recorded[], line: string): void {
    const subscription = this.#subscription;
    const first = records[0];
    const last = records.at(-1);
    if (subscription?.state !== 'live' || first === undefined || last === undefined) return;
    if (last.seq < subscription.next) return;
    if (first.seq === subscription.next) {
      subscription.next = last.seq + 1;
      this.#write(line);
    } else this.#catchUp(subscription);
  }

  heartbeat(line: string): void {
    if (this.#subscription !== null && this.#socket.writableLength < lineLimit) this.#write(line);
  }

  /** Ends the connection, with its reason as the last line; who does not read on within a second does not get it. */
  cut(why: CutReason): void {
    if (this.#cut) return;
    this.#cut = true;
    this.#subscription = null;
    this.#socket.end(`${JSON.stringify({ event: 'cut', why } satisfies ServerMessage)}\n`);
    const timer = setTimeout(() => this.#socket.destroy(), lastWordsMs);
    this.#socket.once('close', () => clearTimeout(timer));
  }

  #read(chunk: Buffer): void {
    for (const line of this.#lines.push(chunk)) {
      if (this.#cut) return;
      if ('tooLong' in line) this.#refuse(0, 'too-long', `a line may have ${lineLimit} bytes`);
      else this.#take(line.text);
    }
  }

  #take(text: string): void {
    const read = readRequest(text);
    if (!read.ok) this.#refuse(read.id, 'bad-request', read.message);
    else if (this.#underWay < requestLimit) this.#serve(read.request);
    else this.#refuse(read.request.id, 'not-ready', `${requestLimit} requests are under way already`);
  }

  #serve(request: RequestMessage): void {
    this.#underWay++;
    withDeadline(this.#answer(request)).then(
      result => {
        this.#underWay--;
        this.#send({ id: request.id, ok: true, result });
        // The facts follow the answer.
        const subscription = this.#subscription;
        if (request.type === 'subscribe' && subscription !== null) this.#catchUp(subscription);
      },
      error => {
        this.#underWay--;
        const message = error instanceof Error ? error.message : String(error);
        this.#options.log.warn({ type: request.type, error: message }, 'request failed');
        this.#refuse(request.id, 'failed', message);
      },
    );
  }

  async #answer(request: RequestMessage): Promise<Requests[RequestType]['result']> {
    const { answers } = this.#options;
    if (isCampaignRequest(request)) return answerCampaign(answers, request);
    switch (request.type) {
      case 'status':
      case 'agents':
      case 'calls':
      case 'outbound':
      case 'partners':
      case 'listening':
      case 'reload':
      case 'doctor':
      case 'signs':
      case 'checkpoint-state':
        return answers[request.type]({});
      case 'sign-order':
        return answers['sign-order']({ order: request.order, signs: request.signs, by: request.by });
      case 'signs-report':
        return answers['signs-report']({ signs: request.signs });
      case 'checkpoint':
        return answers.checkpoint({ to: request.to });
      case 'explain':
        return answers.explain({ call: request.call });
      case 'recording-command':
        return answers['recording-command']({
          agent: request.agent,
          command: request.command,
          by: request.by,
        });
      case 'supervise':
        return answers.supervise({ request: request.request, by: request.by });
      case 'recordings':
        return answers.recordings({ call: request.call, limit: request.limit });
      case 'open-recording':
        return answers['open-recording']({ recording: request.recording, by: request.by });
      case 'agent-command':
        return answers['agent-command']({ agent: request.agent, command: request.command, by: request.by });
      case 'desk':
        return answers.desk({ agent: request.agent });
      case 'alarms':
        return answers.alarms({});
      case 'alarm-command':
        return answers['alarm-command']({ command: request.command, by: request.by });
      case 'report-alarms':
        return answers['report-alarms']({ seen: request.seen });
      case 'customers':
        return answers.customers({ renew: request.renew });
      case 'customer':
        return answers.customer({ number: request.number });
      case 'supervision':
        return answers.supervision({ order: request.order, by: request.by });
      case 'cases':
        return answers.cases({ case: request.case });
      case 'case-command':
        return answers['case-command']({ command: request.command, by: request.by });
      case 'outbound-cancel':
        return answers['outbound-cancel']({ call: request.call, by: request.by });
      case 'subscribe':
        return this.#subscribe(request.fromSeq);
      default:
        return unreachable(request);
    }
  }

  async #subscribe(fromSeq: number): Promise<Requests['subscribe']['result']> {
    const { source } = this.#options;
    this.#subscription = null;
    const firstSeq = await source.firstSeq();
    const lastSeq = source.publishedSeq();
    const next = fromSeq === 0 ? lastSeq + 1 : Math.max(fromSeq, firstSeq);
    this.#subscription = { next, state: 'catching-up' };
    return { firstSeq, lastSeq };
  }

  #catchUp(subscription: Subscription): void {
    subscription.state = 'catching-up';
    this.#readJournal(subscription).catch(error => {
      this.#options.log.warn({ error: String(error) }, 'facts cannot be read for a subscriber');
      this.#socket.destroy();
    });
  }

  async #readJournal(subscription: Subscription): Promise<void> {
    const { source } = this.#options;
    while (subscription === this.#subscription && subscription.next <= source.publishedSeq()) {
      const facts = await source.read(subscription.next);
      const last = facts.at(-1);
      if (subscription !== this.#subscription) return;
      if (last === undefined) return this.cut('journal-gap');
      subscription.next = last.seq + 1;
      this.#send({ event: 'facts', facts });
      if (!(await this.#drained())) return this.cut('too-slow');
    }
    subscription.state = 'live';
  }

  /** Waits until the client has read what it was sent. */
  #drained(): Promise<boolean> {
    const socket = this.#socket;
    if (!socket.writableNeedDrain || socket.destroyed) return Promise.resolve(true);
    return new Promise(resolve => {
      const finish = (drained: boolean) => {
        clearTimeout(timer);
        socket.off('drain', onDrain).off('close', onDrain);
        resolve(drained);
      };
      const onDrain = () => finish(true);
      const timer = setTimeout(finish, drainDeadlineMs, false);
      socket.on('drain', onDrain).on('close', onDrain);
    });
  }

  #refuse(id: number, code: RequestErrorCode, message: string): void {
    this.#send({ id, ok: false, code, message });
  }

  #send(message: ServerMessage): void {
    this.#write(`${JSON.stringify(message)}\n`);
  }

  #write(line: string): void {
    if (this.#cut || this.#socket.destroyed) return;
    this.#socket.write(line);
    if (this.#socket.writableLength > bufferLimit) this.cut('too-slow');
  }
}

function withDeadline<T>(answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`no answer within ${answerDeadlineMs} ms`)),
      answerDeadlineMs,
    ).unref();
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
