// Public holidays, worked out by a short-lived program (holidays-program.ts) when a site file is loaded.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export type HolidayQuestion = {
  readonly country: string;
  readonly region: string | null;
  readonly firstYear: number;
  readonly lastYear: number;
};

export type HolidayAnswer =
  /** Dates, `2026-07-14`. */
  | { readonly kind: 'days'; readonly days: readonly string[] }
  | { readonly kind: 'unknown-country' | 'unknown-region'; readonly known: readonly string[] }
  /** The program did not do its work; `why` is for the technician. */
  | { readonly kind: 'failed'; readonly why: string };

/** Where holidays come from; the product's is `holidaysFromProgram`. */
export type HolidaySource = (question: HolidayQuestion) => Promise<HolidayAnswer>;

const answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('days'), days: z.array(z.string()) }),
  z.object({ kind: z.literal('unknown-country'), known: z.array(z.string()) }),
  z.object({ kind: z.literal('unknown-region'), known: z.array(z.string()) }),
]);

const deadlineMs = 15_000;
const program = fileURLToPath(new URL('holidays-program.js', import.meta.url));

/** Asks the program; waits at most 15 s. */
export const holidaysFromProgram: HolidaySource = ({ country, region, firstYear, lastYear }) => {
  const args = [program, country, region ?? '', String(firstYear), String(lastYear)];
  return new Promise(resolve => {
    execFile(
      process.execPath,
      args,
      { timeout: deadlineMs, killSignal: 'SIGKILL', env: {}, maxBuffer: 4_000_000 },
      (error, stdout, stderr) => {
        if (error !== null)
          resolve({
            kind: 'failed',
            why: error.killed ? 'no answer in 15 s' : stderr.trim().slice(-300) || error.message,
          });
        else resolve(read(stdout));
      },
    );
  });
};

function read(printed: string): HolidayAnswer {
  const parsed = answer.safeParse(parseJson(printed));
  return parsed.success ? parsed.data : { kind: 'failed', why: 'an answer that is not understood' };
}

function parseJson(printed: string): unknown {
  try {
    return JSON.parse(printed);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
