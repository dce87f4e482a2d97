// What the endpoints work with; each from outside, so that the API can be tried with made-up facts.
import type { Language, Text } from '../../base/language.js';
import type { CaseRefusal } from '../../core/case-commands.js';
import type { Recorded } from '../../core/facts.js';
import type { CommandAnswer } from '../../core/inputs.js';
import type { AgentId } from '../../core/site.js';
import type { Finding, Requests, Status } from '../../link/messages.js';
import type { SiteFile } from '../../site/site-file.js';
import type { AgentToday } from '../agent-time.js';
import type { Audit } from '../door/ports.js';
import type { KeptDay } from '../half-hours.js';
import type { PageState } from '../page-state.js';
import type { Looks } from './looks.js';

/** Sentences that the command line says as well. */
export type Words = {
  readonly refusal: (code: Extract<CommandAnswer, { ok: false }>['because']) => {
    readonly message: Text;
    readonly advice: Text | null;
  };
  readonly caseRefusal: (
    code: CaseRefusal,
    about: string | null,
  ) => {
    readonly message: Text;
    readonly advice: Text | null;
  };
  /** The facts of a call as sentences. */
  readonly story: (
    facts: readonly Recorded[],
    status: Status,
    floor: Requests['agents']['result'],
    language: Language,
  ) => readonly { readonly text: string; readonly details: readonly string[] }[];
};

export type ApiParts = {
  readonly site: SiteFile;
  readonly looks: Looks;
  /** What the page shows at this moment. */
  readonly page: () => PageState;
  /** The half-hours of a day (`null`: today) and the days that are kept; `null`: nothing is known yet. */
  readonly halfHours: (date: string | null) => KeptDay | null;
  /** What an agent did today; `null`: the panel has only begun. */
  readonly today: (agent: AgentId) => AgentToday | null;
  /** The last fact that was passed on as an event. */
  readonly lastSeq: () => number;
  readonly words: Words;
  readonly audit: Audit;
  /** What is wrong with the panel itself. */
  readonly findings: () => readonly Finding[];
  readonly now: () => number;
};
