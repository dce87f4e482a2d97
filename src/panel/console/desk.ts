// What every part of the console needs: what is seen, where one is, how to go elsewhere, and who one is.
import type { z } from 'zod';
import type { siteShown } from '../api/schemas.js';
import type { Session } from '../page/session.js';
import type { View } from '../page/view.js';
import type { Opened, Place } from './place.js';
import type { ConsoleTexts } from './texts.js';
import type { Acts } from './use-acts.js';
import type { Heard } from './use-heard.js';
import type { Go } from './use-place.js';

export type Desk = {
  readonly view: View;
  readonly words: ConsoleTexts;
  readonly place: Place;
  readonly go: Go;
  readonly session: Session | null;
  /** Names that the site file gives; `null`: not known yet. */
  readonly site: z.output<typeof siteShown> | null;
  readonly acts: Acts;
  /** Whose talk one hears; `null`: nobody’s, or not known yet. */
  readonly heard: Heard | null;
};

/** A second click on what is open closes it. */
export const openOr = ({ place, go }: Pick<Desk, 'place' | 'go'>, opened: Opened): void =>
  go({ opened: place.opened?.kind === opened.kind && place.opened.id === opened.id ? null : opened });

/** What is said when nothing answers. */
export const awayIn = ({ words }: { readonly words: ConsoleTexts }) => ({
  title: words.notAnswering,
  advice: words.again,
});
