// `plateauctl doctor`: what is wrong and what to do. Without the daemon, what can be told from here.

import type { Finding } from '../link/messages.js';
import { problemLine } from '../site/problem.js';
import type { Options } from './commands.js';
import { withDaemon } from './daemon.js';
import { printFindings } from './findings.js';
import type { Outcome, Refusal } from './outcome.js';
import { siteFileAt } from './site-file.js';
import { doctorTexts } from './texts.js';

/** How many problems of the site file are shown: `check` shows all. */
const mostProblems = 5;

export async function doctor(options: Options, nowMs: number): Promise<Outcome> {
  const outcome = await withDaemon(options, async daemon => {
    const { findings } = await daemon.askPatiently('doctor', {});
    return examined(findings);
  });
  if (outcome.refusal === undefined) return outcome;
  const findings = [findingOf(outcome.refusal), ...(await siteFileFindings(options.site, nowMs))];
  return { ...examined(findings), exit: outcome.exit };
}

function examined(findings: readonly Finding[]): Outcome {
  const count = (severity: Finding['severity']) => findings.filter(one => one.severity === severity).length;
  const errors = count('error');
  const warnings = count('warning');
  return {
    exit: errors > 0 ? 1 : 0,
    result: { errors, warnings, findings },
    print: screen =>
      [printFindings(findings, screen), `${doctorTexts.problems(errors, warnings)[screen.language]}\n`]
        .filter(part => part !== '')
        .join('\n'),
  };
}

function findingOf({ code, message, advice }: Refusal): Finding {
  return { severity: 'error', code, text: message, advice };
}

async function siteFileFindings(file: string, nowMs: number): Promise<Finding[]> {
  const loaded = await siteFileAt(file, nowMs);
  const problems = loaded.ok ? loaded.warnings : loaded.problems;
  const findings = problems.slice(0, mostProblems).map(
    (problem): Finding => ({
      severity: problem.severity,
      code: 'site-file',
      text: problemLine({ ...problem, hint: null }),
      advice: problem.hint,
    }),
  );
  if (problems.length > mostProblems)
    findings.push({
      severity: loaded.ok ? 'warning' : 'error',
      code: 'site-file',
      text: doctorTexts.moreProblems(problems.length - mostProblems),
      advice: doctorTexts.seeCheck(file),
    });
  if (problems.length === 0)
    findings.push({ severity: 'ok', code: 'site-file', text: doctorTexts.siteFileOk(file), advice: null });
  return findings;
}
