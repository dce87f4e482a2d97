// What every part of the desk needs to draw itself.
import type { Case, Day, Desk, Site } from './api.js';
import type { DeskTexts } from './texts.js';
import type { Perform } from './use-desk.js';

export type View = {
  readonly desk: Desk;
  readonly cases: readonly Case[];
  readonly day: Day | null;
  readonly site: Site | null;
  readonly words: DeskTexts;
  readonly language: 'en' | 'fr';
  /** The server's time. */
  readonly nowMs: number;
  readonly zone: string;
  readonly perform: Perform;
  /** Opens a dialogue. */
  readonly open: (dialogue: Dialogue) => void;
};

export type Dialogue =
  | { readonly kind: 'reasons' }
  | { readonly kind: 'transfer' }
  | { readonly kind: 'case'; readonly case: string }
  | { readonly kind: 'shortcuts' };
