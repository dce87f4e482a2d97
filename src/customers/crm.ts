// The site's CRM: asked with a deadline, its answers remembered. One that does not answer is left alone after a few failures, so that
// it costs callers nothing; now and then a question is put to it of which nobody waits for the answer.
import type { Logger } from '../base/logger.js';
import { fillIn } from '../site/screen-page.js';
import type { CustomersSetup } from '../site/site-file.js';
import { type AnswerRules, readAnswer } from './crm-answer.js';
import { HttpClient } from './http.js';
import type { StoredCustomer } from './records.js';

export type CrmSetup = NonNullable<CustomersSetup['crm']>;

export type CrmQuestion = {
  readonly number: string;
  readonly kind: 'caller-number' | 'keyed-number';
  /** No answer is waited for longer. */
  readonly withinMs: number;
};

/** `known`: it said who, or that there is nobody (`null`). `unknown`: it could not be asked. */
export type CrmAnswer =
  | { readonly kind: 'known'; readonly customer: StoredCustomer | null }
  | { readonly kind: 'unknown' };

export type CrmState = {
  /** `null`: it answers, or has not been asked yet. */
  readonly failingSinceMs: number | null;
  readonly why: string | null;
  readonly remembered: number;
};

type Remembered = { readonly atMs: number; readonly customer: StoredCustomer | null };

const failuresBeforeRest = 3;
const restMs = 10_000;
const longestRestMs = 60_000;
/** An older answer is used no more, not even where there is no other. */
const staleMs = 86_400_000;
const mostRemembered = 10_000;
const mostUnderWay = 64;
const unknown: CrmAnswer = { kind: 'unknown' };

export class Crm {
  readonly #http = new HttpClient();
  readonly #now: () => number;
  readonly #log: Logger;
  readonly #remembered = new Map<string, Remembered>();
  readonly #underWay = new Map<string, Promise<CrmAnswer>>();
  #setup = '';
  #failures = 0;
  #failingSinceMs: number | null = null;
  #why: string | null = null;
  #restUntilMs = 0;

  constructor(now: () => number, log: Logger) {
    this.#now = now;
    this.#log = log;
  }

  get state(): CrmState {
    return {
      failingSinceMs: this.#failures >= failuresBeforeRest ? this.#failingSinceMs : null,
      why: this.#why,
      remembered: this.#remembered.size,
    };
  }

  /** Never rejects, and takes no longer than it may. */
  async ask(question: CrmQuestion, setup: CrmSetup, rules: AnswerRules): Promise<CrmAnswer> {
    this.#forgetIfOther(setup, rules);
    const key = `${question.kind} ${question.number}`;
    const before = this.#remembered.get(key);
    const nowMs = this.#now();
    if (before !== undefined && nowMs - before.atMs <= setup.rememberMs)
      return { kind: 'known', customer: before.customer };
    const answer = await this.#askAnew(key, question, setup, rules, nowMs);
    if (answer.kind === 'known' || before === undefined || nowMs - before.atMs > staleMs) return answer;
    return { kind: 'known', customer: before.customer };
  }

  close(): void {
    this.#http.close();
  }

  async #askAnew(
    key: string,
    question: CrmQuestion,
    setup: CrmSetup,
    rules: AnswerRules,
    nowMs: number,
  ): Promise<CrmAnswer> {
    const underWay = this.#underWay.get(key);
    const rests = this.#failures >= failuresBeforeRest;
    if (underWay !== undefined) return rests ? unknown : underWay;
    if (this.#underWay.size >= mostUnderWay || question.withinMs <= 0) return unknown;
    if (rests && nowMs < this.#restUntilMs) return unknown;
    // The next question comes a rest later, however many callers there are.
    if (rests) this.#restUntilMs = nowMs + longestRestMs;
    const asked = this.#get(key, question, setup, rules);
    this.#underWay.set(key, asked);
    void asked.finally(() => this.#underWay.delete(key));
    return rests ? unknown : asked;
  }

  async #get(
    key: string,
    { number, kind, withinMs }: CrmQuestion,
    setup: CrmSetup,
    rules: AnswerRules,
  ): Promise<CrmAnswer> {
    const answer = await this.#http.get(fillIn(setup.url, { number, kind }), setup.token, withinMs);
    if (!answer.ok) return this.#failed(answer.why);
    if (answer.status === 404 || answer.status === 204) return this.#answered(key, null);
    if (answer.status !== 200) return this.#failed(`status ${answer.status}`);
    const customer = readAnswer(answer.body, rules);
    return customer === null ? this.#failed('the answer is not a customer') : this.#answered(key, customer);
  }

  #answered(key: string, customer: StoredCustomer | null): CrmAnswer {
    if (this.#failures >= failuresBeforeRest) this.#log.info({}, 'crm answers again');
    this.#failures = 0;
    this.#failingSinceMs = null;
    this.#why = null;
    // Again at the end: the first ones are the oldest.
    this.#remembered.delete(key);
    this.#remembered.set(key, { atMs: this.#now(), customer });
    if (this.#remembered.size > mostRemembered)
      for (const oldest of this.#remembered.keys()) {
        this.#remembered.delete(oldest);
        break;
      }
    return { kind: 'known', customer };
  }

  #failed(why: string): CrmAnswer {
    const nowMs = this.#now();
    this.#failures++;
    this.#failingSinceMs ??= nowMs;
    this.#why = why;
    if (this.#failures === failuresBeforeRest) this.#log.warn({ why }, 'crm does not answer');
    if (this.#failures >= failuresBeforeRest) {
      const doublings = Math.min(this.#failures - failuresBeforeRest, 3);
      this.#restUntilMs = nowMs + Math.min(longestRestMs, restMs * 2 ** doublings);
    }
    return unknown;
  }

  /** Another CRM, or other words for what it says: what was remembered is not of use any more. */
  #forgetIfOther(setup: CrmSetup, rules: AnswerRules): void {
    const text = JSON.stringify([setup.url, setup.token, rules.attributes, [...rules.units]]);
    if (text === this.#setup) return;
    this.#setup = text;
    this.#remembered.clear();
    this.#failures = 0;
    this.#failingSinceMs = null;
  }
}
