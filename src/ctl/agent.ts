// `plateauctl agent login|logout|pause|ready|hold|resume|transfer|complete|cancel|swap|wrap-up-code AGENT`: the same commands as on the phone and on the desk page.
import type { Actor } from '../core/facts.js';
import type { AgentCommand, CommandAnswer, TalkRefusal } from '../core/inputs.js';
import type { AgentView, Requests } from '../link/messages.js';
import { same } from '../link/told.js';
import { agentStates } from '../link/words.js';
import type { CtlCommand, TalkVerb } from './commands.js';
import type { Daemon } from './daemon.js';
import { named } from './names.js';
import { near } from './near.js';
import { type Outcome, type Refusal, refused } from './outcome.js';
import { agentNote } from './status.js';
import { printable } from './text-width.js';
import { agentTexts } from './texts.js';
import { refusalText } from './texts-supervision.js';
import { talkAdvice, talkRefusals } from './texts-transfers.js';
import { codedText, codesText } from './texts-wrap-up.js';
import { clockIn } from './times.js';

type Floor = Requests['agents']['result'];
type Ask = Extract<CtlCommand, { readonly kind: 'agent' | 'talk' | 'transfer' }>;

/** `person`: who asks, for the record. */
export async function agent(daemon: Daemon, asked: Ask, person: string): Promise<Outcome> {
  const command = await commandOf(daemon, asked);
  if ('message' in command) return refused(command, command.code === 'reason-needed' ? 2 : 1);
  const by: Actor = { kind: 'command-line', name: person };
  const answer = await daemon.ask('agent-command', { agent: asked.agent, command, by });
  const floor = await daemon.ask('agents', {});
  if (!answer.ok) return refused(refusalOf(answer, asked, floor));
  if (asked.kind === 'talk' && asked.verb === 'wrap-up-code') return codedWith(asked.agent, floor);
  const { zone } = await daemon.ask('status', {});
  return doneWith(asked.agent, floor, zone);
}

const talkCommands: Readonly<Record<TalkVerb, AgentCommand>> = {
  hold: { kind: 'hold' },
  resume: { kind: 'resume' },
  complete: { kind: 'transfer-complete' },
  cancel: { kind: 'transfer-cancel' },
  swap: { kind: 'transfer-swap' },
};

async function commandOf(daemon: Daemon, asked: Ask): Promise<AgentCommand | Refusal> {
  if (asked.kind === 'transfer') return { kind: 'transfer', manner: asked.manner, to: asked.to };
  if (asked.kind === 'talk')
    return asked.verb === 'wrap-up-code'
      ? { kind: 'wrap-up-code', code: asked.code }
      : talkCommands[asked.verb];
  if (asked.verb === 'pause') return pauseWith(daemon, asked.reason);
  return { kind: asked.verb === 'logout' && asked.afterCall ? 'logout-after-call' : asked.verb };
}

/** Without `--reason`, the site's only reason is meant; where there are several, one must be named. */
async function pauseWith(daemon: Daemon, reason: string | null): Promise<AgentCommand | Refusal> {
  if (reason !== null) return { kind: 'not-ready', reason };
  const { reasons } = await daemon.ask('agents', {});
  const [only, ...others] = reasons;
  if (only !== undefined && others.length === 0) return { kind: 'not-ready', reason: only.id };
  return { code: 'reason-needed', message: agentTexts.reasonNeeded, advice: agentTexts.reasons(reasons) };
}

function refusalOf(answer: Extract<CommandAnswer, { ok: false }>, asked: Ask, floor: Floor): Refusal {
  const known = floor.agents.find(one => one.agent === asked.agent);
  const name = named(asked.agent, known?.name);
  const code = answer.because;
  switch (code) {
    case 'unknown-agent': {
      const candidates = floor.agents.map(one => ({ id: one.agent, words: [one.name, one.endpoint] }));
      return {
        code,
        message: agentTexts.unknown(asked.agent),
        advice: agentTexts.unknownAdvice,
        near: near(asked.agent, candidates),
      };
    }
    case 'not-logged-in':
      return { code, message: agentTexts.notLoggedIn(name), advice: agentTexts.logInFirst(asked.agent) };
    case 'already-logged-in':
      return { code, message: agentTexts.alreadyLoggedIn(name), advice: null };
    case 'unknown-reason': {
      const candidates = floor.reasons.map(one => ({
        id: one.id,
        words: [one.name.en, one.name.fr, one.code],
      }));
      const reason = asked.kind === 'agent' ? (asked.reason ?? '') : '';
      return {
        code,
        message: agentTexts.unknownReason(reason),
        advice: agentTexts.reasons(floor.reasons),
        near: near(reason, candidates),
      };
    }
    case 'already-ready':
      return { code, message: agentTexts.alreadyReady(name), advice: null };
    case 'unknown-code': {
      const codes = codesOf(known, floor);
      const written = 'code' in asked ? asked.code : '';
      return {
        ...{ code, message: refusalText(code).message, advice: codesText(codes) },
        near: near(
          written,
          codes.map(one => ({ id: one.id, words: [one.name.en, one.name.fr] })),
        ),
      };
    }
    default:
      return Object.hasOwn(talkRefusals, code)
        ? { code, message: talkRefusals[code as TalkRefusal], advice: talkAdvice[code as TalkRefusal] }
        : { code, ...refusalText(code) };
  }
}

/** Those that the flow of his last talk asks for, in the order of their numbers. */
function codesOf(view: AgentView | undefined, { wrapUpCodes }: Floor): Floor['wrapUpCodes'] {
  const asked = view?.lastTalk?.codes ?? [];
  return asked.flatMap(id => wrapUpCodes.find(one => one.id === id) ?? []);
}

function codedWith(id: string, floor: Floor): Outcome {
  const view = floor.agents.find(one => one.agent === id);
  const talk = view?.lastTalk ?? null;
  if (view === undefined || talk === null) return { exit: 0, result: { agent: null } };
  const name = floor.wrapUpCodes.find(one => one.id === talk.code)?.name ?? same(talk.code ?? '');
  return {
    exit: 0,
    result: { agent: view },
    print: ({ language }) => `${printable(codedText(named(id, view.name), talk.call, name)[language])}\n`,
  };
}

/** What the agent does now: made ready, he may have a call already. */
function doneWith(id: string, floor: Floor, zone: string): Outcome {
  const view = floor.agents.find(one => one.agent === id);
  if (view === undefined) return { exit: 0, result: { agent: null } };
  const note = agentNote(view, floor.reasons, clockIn(zone));
  const state = (language: 'en' | 'fr') =>
    agentStates[view.state][language] + (note[language] === '' ? '' : ` (${note[language]})`);
  return {
    exit: 0,
    result: { agent: view },
    print: ({ language }) =>
      `${printable(agentTexts.done(named(id, view.name), { en: state('en'), fr: state('fr') })[language])}\n`,
  };
}
