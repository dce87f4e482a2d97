// A program of its own that checks one site file for the process that started it (load.ts), and ends.
import { type CheckResult, checkSiteFile } from './check.js';

/** What it is asked. */
export type CheckRequest = {
  readonly path: string;
  readonly nowMs: number;
  readonly secrets: 'read' | 'skip';
};

process.once('message', (request: CheckRequest) => {
  void answer(request);
});

/** A rejection ends the program with its trace on stderr, which the other side shows. */
async function answer({ path, nowMs, secrets }: CheckRequest): Promise<void> {
  const result: CheckResult = await checkSiteFile(path, { nowMs, secrets, environment: process.env });
  process.send?.(result, () => process.disconnect());
}
