// Tells the calls process how the signs are, so that `plateauctl sign list` can say it. Part of the entry point panel.ts.
import { OutsideError } from './base/errors.js';
import type { LinkFeed } from './link/feed.js';
import type { SignView } from './link/sign-messages.js';

const everyMs = 5_000;

/** Tells it every few seconds while the feed is connected; the returned function ends that. */
export function reportSigns(feed: Pick<LinkFeed, 'ask'>, view: () => readonly SignView[]): () => void {
  const tell = async () => {
    try {
      await feed.ask('signs-report', { signs: view() });
    } catch (error) {
      // Not connected now, or a daemon of an older version: the next time.
      if (!(error instanceof OutsideError)) throw error;
    }
  };
  const timer = setInterval(() => void tell(), everyMs);
  return () => clearInterval(timer);
}
