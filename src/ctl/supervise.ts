// `plateauctl call take|move|raise CALL`, `plateauctl flow open|close|normal FLOW` and `plateauctl agent skills AGENT`: what a supervisor does, on record with who did it.
import { unreachable } from '../base/assert.js';
import type { Actor } from '../core/facts.js';
import type { Supervision } from '../core/facts-supervision.js';
import type { CommandAnswer } from '../core/inputs.js';
import type { CtlCommand } from './commands.js';
import type { Daemon } from './daemon.js';
import { near } from './near.js';
import { type Outcome, type Refusal, refused } from './outcome.js';
import { printable } from './text-width.js';
import { refusalText, supervisionDone, supervisionTexts } from './texts-supervision.js';
import { clockIn } from './times.js';
import { momentOf } from './until.js';

type Ask = Extract<CtlCommand, { readonly kind: 'call' | 'flow' | 'skills' }>;

/** `person`: who asks, for the record. */
export async function supervise(daemon: Daemon, asked: Ask, person: string): Promise<Outcome> {
  const { zone, nowMs } = await daemon.ask('status', {});
  const order = asked.kind === 'skills' ? await skillOrder(daemon, asked) : orderOf(asked, zone, nowMs);
  if ('code' in order) return refused(order, order.code === 'until-past' ? 1 : 2);
  const by: Actor = { kind: 'command-line', name: person };
  const answer = await daemon.ask('supervision', { order, by });
  if (!answer.ok) return refused(await refusalOf(daemon, asked, answer));
  const clock = clockIn(zone);
  const moment = (atMs: number, language: 'en' | 'fr') => `${clock.day(atMs, language)} ${clock.time(atMs)}`;
  const text = supervisionDone(order, moment);
  return { exit: 0, result: { order }, print: ({ language }) => `${printable(text[language])}\n` };
}

/** The skills that he has now, but for what is asked. */
async function skillOrder(
  daemon: Daemon,
  { agent, change }: Extract<Ask, { kind: 'skills' }>,
): Promise<Supervision> {
  if (change === null) return { kind: 'change-skills', agent, skills: null };
  const { agents } = await daemon.ask('agents', {});
  const skills = new Map(Object.entries(agents.find(one => one.agent === agent)?.skills ?? {}));
  for (const [skill, level] of Object.entries(change.set)) skills.set(skill, level);
  for (const skill of change.drop) skills.delete(skill);
  return { kind: 'change-skills', agent, skills: Object.fromEntries(skills) };
}

function orderOf(
  asked: Exclude<Ask, { kind: 'skills' }>,
  zone: string,
  nowMs: number,
): Supervision | Refusal {
  switch (asked.verb) {
    case 'take':
      return { kind: 'take-call', call: asked.call, agent: asked.agent, forMs: asked.forMs };
    case 'move':
      return { kind: 'move-call', call: asked.call, flow: asked.flow };
    case 'raise':
      return { kind: 'raise-call', call: asked.call, priority: asked.priority };
    case 'normal':
      return { kind: 'release-flow', flow: asked.flow };
    case 'open':
    case 'close': {
      const untilMs = momentOf(asked.until, asked.date, zone, nowMs);
      if (untilMs === null)
        return {
          code: 'bad-until',
          message: supervisionTexts.badUntil(asked.until, asked.date),
          advice: supervisionTexts.untilAdvice,
        };
      if (untilMs <= nowMs) return { code: 'until-past', ...refusalText('until-past') };
      return { kind: 'force-flow', flow: asked.flow, to: asked.verb === 'open' ? 'open' : 'closed', untilMs };
    }
    default:
      return unreachable(asked);
  }
}

/** With what he may have meant, where a name is not known. */
async function refusalOf(
  daemon: Daemon,
  asked: Ask,
  { because: code }: Extract<CommandAnswer, { ok: false }>,
): Promise<Refusal> {
  const refusal: Refusal = { code, ...refusalText(code) };
  if (code === 'unknown-flow' && 'flow' in asked) {
    const { flows } = await daemon.ask('status', {});
    const candidates = flows.map(({ flow, name }) => ({ id: flow, words: [name.en, name.fr] }));
    return { ...refusal, near: near(asked.flow, candidates) };
  }
  if (code === 'unknown-agent' && 'agent' in asked) {
    const { agents } = await daemon.ask('agents', {});
    const candidates = agents.map(({ agent, name, endpoint }) => ({ id: agent, words: [name, endpoint] }));
    return { ...refusal, near: near(asked.agent, candidates) };
  }
  if (code === 'unknown-call' && 'call' in asked) {
    const { calls } = await daemon.ask('calls', {});
    return {
      ...refusal,
      near: near(
        asked.call,
        calls.map(({ call, caller }) => ({ id: call, words: [caller] })),
      ),
    };
  }
  return refusal;
}
