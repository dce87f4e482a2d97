// Loads a site file. Reading and checking are done by a short-lived process: they take tens of megabytes and, for a large site,
// whole seconds, which a process that carries calls must not spend. Only compiling is done here.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { CheckResult } from './check.js';
import type { CheckRequest } from './check-program.js';
import { type CheckedSite, compileSite } from './compile/site.js';
import type { Environment } from './environment.js';
import { type Problem, wholeFileProblem } from './problem.js';
import type { SiteFile } from './site-file.js';
import { sourceTexts } from './texts-source.js';

export type LoadOptions = {
  /** Openings are compiled from two days before this to 400 days after it. */
  readonly nowMs: number;
  /** `skip`: passwords are neither looked for nor needed (the panel has no business with them). Default: `read`. */
  readonly secrets?: 'read' | 'skip';
  /** For `${NAME}` in the file. Default: that of this process. */
  readonly environment?: Environment;
};

export type LoadedSite = {
  readonly ok: true;
  readonly site: SiteFile;
  /** For `compileSite`, when days have gone by and openings must be worked out anew. */
  readonly checked: CheckedSite;
  readonly warnings: readonly Problem[];
};

/** Refused: at least one error, and the warnings, in the order of the file. */
export type LoadResult = LoadedSite | { readonly ok: false; readonly problems: readonly Problem[] };

/** A site of 10,000 agents takes some seconds, and many more on a machine that is busy with other things. */
const deadlineMs = 60_000;

/** Loads the site file at `path`; takes at most a minute. Whatever is wrong with the file is in the result: rejects never. */
export async function loadSiteFile(path: string, options: LoadOptions): Promise<LoadResult> {
  const request = { path, nowMs: options.nowMs, secrets: options.secrets ?? 'read' };
  const result = await checkApart(request, options.environment ?? process.env);
  if (!result.ok) return result;
  return { ...result, site: compileSite(result.checked, options) };
}

const program = fileURLToPath(new URL('check-program.js', import.meta.url));

function checkApart(request: CheckRequest, environment: Environment): Promise<CheckResult> {
  return new Promise(resolve => {
    const child: ChildProcess = fork(program, [], {
      env: { ...environment },
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let complaint = '';
    const end = (result: CheckResult) => {
      clearTimeout(deadline);
      resolve(result);
    };
    const fail = (why: string) => {
      end({ ok: false, problems: [wholeFileProblem(request.path, sourceTexts.checkerFailed(why))] });
    };
    const deadline = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`no answer in ${deadlineMs / 1000} s`);
    }, deadlineMs);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-500);
    });
    child.once('error', error => fail(error.message));
    // The other side is our own program, and says this one thing.
    child.once('message', message => end(message as CheckResult));
    child.once('close', (code, signal) =>
      fail(complaint.trim() || `ended with ${signal ?? code ?? 'nothing'}`),
    );
    child.send(request, error => {
      if (error !== null) fail(error.message);
    });
  });
}
