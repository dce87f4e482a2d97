// axe-core inside a page: what it finds that keeps people out.
import accessibility from 'axe-core';
import type { Page } from 'playwright-core';

/** The script; it must be evaluated, because pages allow no script of others. */
const axeSource = (): string => accessibility.source;

declare const axe: {
  readonly run: () => Promise<{
    readonly passes: readonly unknown[];
    readonly violations: readonly {
      readonly id: string;
      readonly impact: string | null;
      readonly nodes: readonly { readonly html: string }[];
    }[];
  }>;
};

/** In the page. */
async function seriousFindings(): Promise<string[]> {
  const { violations, passes } = await axe.run();
  if (passes.length < 10) return [`axe looked at ${passes.length} rules only`];
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(node => node.html).join(' | ')}`);
}

/** What keeps people out of this page as it is now; nothing serious: empty. */
export async function findingsOf(page: Page): Promise<string[]> {
  await page.evaluate(axeSource());
  return page.evaluate(seriousFindings);
}
