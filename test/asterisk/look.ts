// What a second, independent look at Asterisk tells a test: its channels, its log, what a caller was played.
import type { Asterisk } from '../../lab/asterisk.js';
import type { Calls } from '../../lab/callers.js';
import { until } from '../../lab/given.js';
import type { PlainAri } from '../../lab/plain-ari.js';

export type Channel = {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly language: string;
  readonly caller: { readonly number: string };
};

/** The calls that were handed to the app so far. */
export const arrivals = (ari: PlainAri) => ari.events.filter(({ type }) => type === 'StasisStart');

/** The lines of Asterisk's log that belong to one channel: they carry the mark of its call. */
async function logOf(asterisk: Asterisk, { name }: Channel): Promise<readonly string[]> {
  const lines = (await asterisk.log()).split('\n');
  const mark = /\[C-[0-9a-f]+\]/.exec(lines.find(line => line.includes(`("${name}", `)) ?? '')?.[0];
  return mark === undefined ? [] : lines.filter(line => line.includes(mark));
}

/** The sounds that a channel was played after the menus: `name language`. */
export async function heardBy(asterisk: Asterisk, channel: Channel): Promise<readonly string[]> {
  const playing = (await logOf(asterisk, channel)).map(line =>
    / Playing '(.*)\.gsm' \(language '(.*)'\)/.exec(line),
  );
  const sounds = playing.flatMap(found => (found === null ? [] : [`${found[1]} ${found[2]}`]));
  return sounds.filter(sound => !/^(vm-press|digits)/.test(sound));
}

/** Presses each key when a menu listens for one, and not before: keys pressed into an announcement are lost. */
export async function pressWhenAsked(
  asterisk: Asterisk,
  caller: Calls,
  channel: Channel,
  keys: string,
): Promise<void> {
  for (const [index, key] of [...keys].entries()) {
    await until(
      `a menu listens for key ${index + 1}`,
      async () => {
        const lines = await logOf(asterisk, channel);
        const count = (words: string) => lines.filter(line => line.includes(words)).length;
        return (
          count('Accepting a maximum of') - count('User entered') === 1 && count("User entered '") === index
        );
      },
      { withinMs: 15_000 },
    );
    await caller.press(key);
  }
}
