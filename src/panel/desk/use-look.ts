// What a dialogue shows: asked for when it opens, and again every few seconds while it cannot be had.
import { useEffect, useState } from 'preact/hooks';
import { type Looks, look, lookOn } from './api.js';
import type { DeskTexts } from './texts.js';
import type { Trouble } from './use-desk.js';

const againAfterMs = 3_000;

export type Looked<Body> = {
  /** The newest that could be had; `null`: nothing yet. */
  readonly body: Body | null;
  /** Why the last question was not answered. */
  readonly trouble: Trouble | null;
  readonly refresh: () => Promise<void>;
};

/** `gone`: called when there is no such thing (any more). */
export function useLook<Path extends keyof Looks>(
  path: Path,
  words: DeskTexts,
  gone?: () => void,
): Looked<Looks[Path]> {
  const [body, setBody] = useState<Looks[Path] | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const refresh = async (ask = look) => {
    const answer = await ask(path);
    if (answer.ok) {
      setBody(answer.body);
      setTrouble(null);
    } else if (answer.status === 404 && gone !== undefined) gone();
    else setTrouble(answer.refusal === null ? { ...words.notLoaded } : { ...answer.refusal });
  };
  useEffect(() => {
    void refresh();
  }, [path]);
  // Each answer is another trouble, and so asked about again.
  useEffect(() => {
    if (trouble === null) return;
    const timer = setTimeout(() => void refresh(lookOn), againAfterMs);
    return () => clearTimeout(timer);
  }, [trouble]);
  return { body, trouble, refresh: () => refresh() };
}
