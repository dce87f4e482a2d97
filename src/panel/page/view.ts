// What every part of the page needs to draw itself.
import type { FlowOnPage, PageState } from '../page-state.js';
import type { PageTexts } from './texts.js';

export type View = {
  readonly state: PageState;
  readonly texts: PageTexts;
  readonly language: 'en' | 'fr';
  /** The server's time. */
  readonly nowMs: number;
  readonly zone: string;
};

/** Entries of a section in the site file's order. */
export function inOrder<Entry extends { readonly order: number }>(
  section: Readonly<Record<string, Entry>>,
): (readonly [string, Entry])[] {
  return Object.entries(section).sort(([, a], [, b]) => a.order - b.order);
}

/** The name of a flow, or its id while it is not known. */
export const flowName = ({ state, language }: View, flow: string): string =>
  (state.flows[flow] as FlowOnPage | undefined)?.name[language] ?? flow;
