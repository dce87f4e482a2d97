// `plateauctl tail`: facts as they happen, a line each, until the reader or the daemon goes.
import { OutsideError } from '../base/errors.js';
import type { Recorded } from '../core/facts.js';
import type { AgentView, Requests } from '../link/messages.js';
import { tell } from '../link/sentences.js';
import type { CtlCommand } from './commands.js';
import type { Daemon } from './daemon.js';
import { Names } from './names.js';
import { near } from './near.js';
import { json, type Outcome, refused } from './outcome.js';
import { paint, type Screen } from './screen.js';
import { jsonStep, type Step, toneOf } from './story.js';
import { padEnd, padStart, printable } from './text-width.js';
import { agentTexts, tailTexts } from './texts.js';
import { type Clock, clockIn } from './times.js';

/** Subscribers hear a heartbeat every second: a shorter `--timeout` than this would take a healthy daemon for hung. */
const shortestSilenceMs = 2000;

export type Wanted = Extract<CtlCommand, { readonly kind: 'tail' }>;

export type TailOutput = {
  readonly json: boolean;
  readonly screen: Screen;
  readonly write: (text: string) => void;
  /** Beside the facts, for people. */
  readonly notice: (text: string) => void;
};

/** Comes back only when something is wrong; Ctrl-C and a reader that goes away end the program. */
export async function tail(daemon: Daemon, wanted: Wanted, output: TailOutput): Promise<Outcome> {
  const [status, floor, { calls }] = await Promise.all([
    daemon.ask('status', {}),
    daemon.ask('agents', {}),
    daemon.ask('calls', {}),
  ]);
  if (wanted.agent !== null && !floor.agents.some(({ agent }) => agent === wanted.agent))
    return unknownAgent(wanted.agent, floor.agents);
  const clock = clockIn(status.zone);
  const names = new Names(clock, status, floor);
  for (const { call, flow } of calls) names.know(call, flow);
  const show = lineWriter(names, clock, wanted, output);
  await follow(daemon, wanted, show, journal => {
    if (wanted.fromSeq > 0 && journal.firstSeq > wanted.fromSeq)
      output.notice(tailTexts.startsLater(wanted.fromSeq, journal.firstSeq)[output.screen.language]);
  });
  throw new OutsideError('daemon-lost', await daemon.link.closed);
}

/** Resolves when the connection is closed; rejects with `daemon-late` when the daemon falls silent. */
async function follow(
  daemon: Daemon,
  wanted: Wanted,
  show: (recorded: Recorded) => void,
  subscribed: (journal: Requests['subscribe']['result']) => void,
): Promise<void> {
  let silence: NodeJS.Timeout | undefined;
  const silent = new Promise<never>((_, reject) => {
    const ms = Math.max(shortestSilenceMs, daemon.timeoutMs);
    silence = setTimeout(() => reject(new OutsideError('daemon-late', `nothing heard for ${ms} ms`)), ms);
  });
  const heard = () => silence?.refresh();
  try {
    const subscription = daemon.link.subscribe(wanted.fromSeq, {
      subscribed,
      heartbeat: heard,
      facts: facts => {
        heard();
        for (const recorded of facts) show(recorded);
      },
    });
    await Promise.race([silent, subscription.then(() => daemon.link.closed)]);
  } finally {
    clearTimeout(silence);
  }
}

function unknownAgent(agent: string, agents: readonly AgentView[]): Outcome {
  const candidates = agents.map(one => ({ id: one.agent, words: [one.name, one.endpoint] }));
  return refused({
    code: 'unknown-agent',
    message: agentTexts.unknown(agent),
    advice: agentTexts.unknownAdvice,
    near: near(agent, candidates),
  });
}

function lineWriter(
  names: Names,
  clock: Clock,
  wanted: Wanted,
  { json: asJson, screen, write }: TailOutput,
): (recorded: Recorded) => void {
  let day = '';
  return recorded => {
    names.see(recorded);
    if (!concerns(recorded, wanted, names)) return;
    const step: Step = { ...recorded, told: tell(recorded, names) };
    if (asJson) {
      write(`${json(jsonStep(step, screen))}\n`);
      return;
    }
    const today = clock.day(recorded.atMs, screen.language);
    if (today !== day) write(`${paint(`${today} (${clock.zone})`, 'dim', screen)}\n`);
    day = today;
    write(tailLine(step, clock, screen));
  };
}

const seqWidth = 8;
const callWidth = 16;

function tailLine(step: Step, clock: Clock, screen: Screen): string {
  const { fact, seq, atMs, told } = step;
  const call = padEnd('call' in fact ? printable(fact.call) : '', callWidth);
  const left = `${clock.time(atMs)}  ${padStart(String(seq), seqWidth)}  ${call}  `;
  return `${paint(left, 'dim', screen)}${paint(printable(told.text[screen.language]), toneOf(fact), screen)}\n`;
}

/** Whether the fact is about the call and the agent that were asked for. */
function concerns({ fact }: Recorded, { call, agent }: Wanted, names: Names): boolean {
  if (call !== null && !('call' in fact && fact.call === call)) return false;
  if (agent === null) return true;
  if ('agent' in fact && fact.agent === agent) return true;
  const callee = 'leg' in fact && fact.leg !== null ? names.callee(fact.leg) : null;
  return callee?.kind === 'agent' && callee.agent === agent;
}
