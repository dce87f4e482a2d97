// The rescue of the waiting callers of a daemon that does not come back: over AMI alone, with no right but `call`
// (and `system` to read, for the one event that says that Asterisk has booted).
import { setTimeout as delay } from 'node:timers/promises';
import { OutsideError } from '../base/errors.js';
import {
  type AmiAddress,
  type AmiDeadlines,
  type AmiLink,
  type AmiMessage,
  openAmi,
} from './asterisk-manager.js';
import { isLegId } from './book.js';

export type Rescued = {
  /** Callers who were sent to the fall-back. */
  readonly moved: number;
  /** Callers who wait still, because Asterisk refused or did not answer; the dead-man's switch remains to them. */
  readonly left: number;
  /** Talks, of two and more; nobody touched them. */
  readonly talks: number;
  /** Phones and partners' lines that rang, or were up with nobody at the other end: hung up. */
  readonly legs: number;
};

/** What a list of channels says of one PBX. */
export type RescueView = {
  readonly waiting: readonly { readonly channel: string; readonly flow: string }[];
  readonly talks: number;
  readonly legs: readonly string[];
};

const deadlines: AmiDeadlines = { connectMs: 5_000, actionMs: 5_000, pingMs: 60_000 };
/** Whoever was on his way to us at the first look has arrived at the second. */
const looks = 10;
const betweenLooksMs = 100;
const fallback = 'plateau-fallback';

/**
 * Sends every waiting caller to the dialplan's fall-back, and newcomers after them. Rejects with an `OutsideError` when Asterisk
 * cannot be asked. To be repeated at will: who is in the fall-back is not in our hands any more.
 */
export async function rescueCallers(address: AmiAddress): Promise<Rescued> {
  // When the link is lost, whatever was asked of it fails.
  const link = await openAmi(address, { event: () => undefined, closed: () => undefined }, deadlines);
  try {
    // Newcomers go to the fall-back from now on, and do not ring for a daemon that was to be back soon.
    for (const variable of ['PLATEAU_BACK', 'PLATEAU_APP']) {
      const { ok, message } = await link.send('Setvar', { Variable: variable, Value: '' });
      if (!ok) throw new OutsideError('ami-rights', `AMI refused to set ${variable}: ${message}`);
    }
    return await rescueAll(link);
  } finally {
    link.close();
  }
}

async function rescueAll(link: AmiLink): Promise<Rescued> {
  const sent = new Set<string>();
  const ended = new Set<string>();
  for (let look = 1; ; look += 1) {
    // Not CoreShowChannels, which asks for more rights than `call`.
    const view = sortOut(await link.list('Status'));
    if (look > looks || view.waiting.length + view.legs.length === 0) {
      const left = view.waiting.length;
      for (const { channel } of view.waiting) sent.delete(channel);
      return { moved: sent.size, left, talks: view.talks, legs: ended.size };
    }
    await Promise.all([
      ...view.legs.filter(leg => !ended.has(leg)).map(leg => hangUp(link, leg, ended)),
      ...view.waiting.filter(({ channel }) => !sent.has(channel)).map(one => sendOn(link, one, sent)),
    ]);
    // A channel that was told to go elsewhere goes when it has ended what it does.
    await delay(betweenLooksMs);
  }
}

/** Sorts the channels of `Status`: who waits for us, who talks, which legs have nobody at the other end. */
export function sortOut(channels: readonly AmiMessage[]): RescueView {
  const inBridge = new Map<string, number>();
  for (const channel of channels) {
    const bridge = channel.get('bridgeid') ?? '';
    if (bridge !== '') inBridge.set(bridge, (inBridge.get(bridge) ?? 0) + 1);
  }
  const waiting: { channel: string; flow: string }[] = [];
  const legs: string[] = [];
  const talks = new Set<string>();
  for (const channel of channels) {
    const id = channel.get('uniqueid') ?? '';
    const bridge = channel.get('bridgeid') ?? '';
    const args = channel.get('application') === 'Stasis' ? (channel.get('data') ?? '').split(',') : [];
    const isOurs = args[0]?.startsWith('plateau-') === true;
    const isCaller = isOurs && args[1] === 'call';
    if ((inBridge.get(bridge) ?? 0) > 1) {
      if (isCaller) talks.add(bridge);
    } else if (isCaller) waiting.push({ channel: id, flow: args[2] ?? '' });
    else if (isLegId(id)) legs.push(id);
  }
  return { waiting, talks: talks.size, legs };
}

/** His flow's name decides about the queue. Asterisk works off the two actions in the order in which they come. */
async function sendOn(
  link: AmiLink,
  { channel, flow }: RescueView['waiting'][number],
  sent: Set<string>,
): Promise<void> {
  const [, moved] = await Promise.all([
    acted(link, 'Setvar', { Channel: channel, Variable: 'PLATEAU_WHY', Value: 'rescued' }),
    acted(link, 'Redirect', {
      Channel: channel,
      Context: fallback,
      Exten: /^[A-Za-z0-9][A-Za-z0-9_+*#.-]+$/.test(flow) ? flow : fallback,
      Priority: '1',
    }),
  ]);
  if (moved) sent.add(channel);
}

async function hangUp(link: AmiLink, leg: string, ended: Set<string>): Promise<void> {
  if (await acted(link, 'Hangup', { Channel: leg })) ended.add(leg);
}

/** False where Asterisk refused: whom it was about has gone. What it did not answer is looked at again. */
async function acted(
  link: AmiLink,
  action: string,
  fields: Readonly<Record<string, string>>,
): Promise<boolean> {
  try {
    return (await link.send(action, fields)).ok;
  } catch (error) {
    if (error instanceof OutsideError && error.code === 'ami-silent') return false;
    throw error;
  }
}
