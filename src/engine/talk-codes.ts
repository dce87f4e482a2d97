// Codes that an agent presses while he talks: `*2`, what he wants, whom he means, `#`. The digits come one by one from his phone.
import type { LegId } from '../core/facts.js';
import type { TransferManner } from '../core/facts-transfers.js';
import type { AgentCommand, Input, TalkCommand } from '../core/inputs.js';
import type { AgentId, Site } from '../core/site.js';
import type { State } from '../core/state.js';
import { targetOfDigits } from '../core/transfer-targets.js';
import { codeOfDigits } from '../core/wrap-up.js';

/** Digits that come later than this after the one before begin a new code. */
const pauseMs = 8_000;
const longest = 24;

const manners: Readonly<Record<string, TransferManner>> = {
  1: 'blind',
  2: 'consultation',
  3: 'accompanied',
};
const plain: Readonly<Record<string, TalkCommand>> = {
  4: { kind: 'transfer-complete' },
  5: { kind: 'transfer-cancel' },
  6: { kind: 'transfer-swap' },
  7: { kind: 'hold' },
  8: { kind: 'resume' },
};

/** What stands between the prefix and `#`; `null`: nothing that is known, or nobody whom the site file knows. */
export function readTalkCode(site: Site, code: string): TalkCommand | null {
  const { prefix } = site.transfers;
  if (!code.startsWith(prefix)) return null;
  const what = code.charAt(prefix.length);
  const digits = code.slice(prefix.length + 1);
  const manner = manners[what];
  if (manner === undefined) return digits === '' ? (plain[what] ?? null) : null;
  const to = targetOfDigits(site, digits);
  return to === null ? null : { kind: 'transfer', manner, to };
}

/** The prefix, 9 and the number of a wrap-up code of the flow of his call. */
function aboutCall(state: State, id: AgentId, code: string): AgentCommand | null {
  const agent = state.agents.get(id);
  const start = `${state.site.transfers.prefix}9`;
  if (agent === undefined || !code.startsWith(start)) return null;
  const about = codeOfDigits(state, agent, code.slice(start.length));
  return about === null ? null : { kind: 'wrap-up-code', code: about };
}

type Asked = Extract<Input, { type: 'agent-command' }>;

export class TalkCodes {
  readonly #pressed = new Map<LegId, { text: string; atMs: number }>();

  /** Takes a key; gives the command that it completes. Keys of legs that talk with no agent of ours are passed over. */
  take(state: State, { leg, key }: Extract<Input, { type: 'leg-key' }>, atMs: number): Asked | null {
    const agent = whoTalksOn(state, leg);
    if (agent === null) {
      this.#pressed.delete(leg);
      return null;
    }
    const before = this.#pressed.get(leg);
    const isLate = before === undefined || atMs - before.atMs > pauseMs;
    this.#forgetOthers(state);
    const text = key === '*' || isLate ? key : before.text + key;
    if (key !== '#') {
      if (text.startsWith('*') && text.length <= longest) this.#pressed.set(leg, { text, atMs });
      else this.#pressed.delete(leg);
      return null;
    }
    this.#pressed.delete(leg);
    const command = readTalkCode(state.site, text.slice(0, -1)) ?? aboutCall(state, agent, text.slice(0, -1));
    if (command === null) return null;
    const endpoint = state.agents.get(agent)?.setup?.endpoint ?? agent;
    return { type: 'agent-command', agent, command, by: { kind: 'phone', name: endpoint } };
  }

  /** Half a code of a leg that is gone. */
  #forgetOthers(state: State): void {
    for (const leg of this.#pressed.keys()) if (!state.legs.has(leg)) this.#pressed.delete(leg);
  }
}

function whoTalksOn(state: State, leg: LegId): AgentId | null {
  const call = state.legs.get(leg);
  const talk = [call?.talk, call?.transfer?.keeper].find(one => one?.leg === leg);
  return talk?.to.kind === 'agent' ? talk.to.agent : null;
}
