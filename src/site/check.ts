// Reads and checks a site file. All errors at once, each with its place; never a throw for bad content. The daemon and the panel do
// this in a process apart (load.ts).
import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { checkAgents } from './checks/agents.js';
import { checkAlarms } from './checks/alarms.js';
import { checkCalendars } from './checks/calendars.js';
import { checkCampaigns } from './checks/campaigns.js';
import { checkCases } from './checks/cases.js';
import { checkCustomers } from './checks/customers.js';
import { checkDisplays } from './checks/displays.js';
import { checkFlows } from './checks/flows.js';
import { checkLines } from './checks/lines.js';
import { checkNames } from './checks/names.js';
import { checkOutbound } from './checks/outbound.js';
import { checkShares } from './checks/shares.js';
import { checkTransfers } from './checks/transfers.js';
import { checkUsers } from './checks/users.js';
import { checkWrapUp } from './checks/wrap-up.js';
import type { CheckedSite, Secrets } from './compile/site.js';
import { type Environment, replaceVariables } from './environment.js';
import { holidaysOf } from './holidays.js';
import { type Complaint, doubtful, type Problem, type Said, wholeFileProblem, wrong } from './problem.js';
import { complete, type Draft, readDraft } from './read.js';
import { maximumBytes, type Path, readSource, type Source } from './source.js';
import { nearest } from './suggest.js';
import { meant } from './texts.js';
import { checkTexts } from './texts-checks.js';
import { sourceTexts } from './texts-source.js';

export type CheckOptions = {
  readonly nowMs: number;
  /** `skip`: passwords are neither looked for nor needed. `read`: they must be there. */
  readonly secrets: 'read' | 'skip';
  readonly environment: Environment;
};

export type CheckResult =
  | { readonly ok: true; readonly checked: CheckedSite; readonly warnings: readonly Problem[] }
  /** At least one error, and the warnings, in the order of the file. */
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Checks the site file at `path`. Reads nothing but it and the password files that it names. */
export async function checkSiteFile(path: string, options: CheckOptions): Promise<CheckResult> {
  const bytes = await readBytes(path);
  if ('text' in bytes) return { ok: false, problems: [wholeFileProblem(path, bytes)] };
  return checkSite(path, bytes, options);
}

/** The same for content that is at hand; `file` names it in problems, and relative names count from its folder. */
export async function checkSite(
  file: string,
  bytes: Uint8Array,
  options: CheckOptions,
): Promise<CheckResult> {
  const read = readSource(file, bytes);
  if (!read.ok) return { ok: false, problems: counted(read.problems, read.problems.length) };
  const { source } = read;
  const skip = options.secrets === 'skip';
  const { draft, complaints } = readAndCheck(source, options.environment, !skip);
  const config = complete(draft);
  const holidays = await findHolidays(draft, options.nowMs);
  const secrets = skip ? noSecrets : await findSecrets(draft, dirname(file));
  const all = [...complaints, ...holidays.complaints, ...secrets.complaints];
  const problems = counted(inOrder(all, source), all.length);
  if (config === null || all.some(({ severity }) => severity === 'error')) return { ok: false, problems };
  return {
    ok: true,
    checked: { config, secrets: secrets.found, holidays: holidays.days },
    warnings: problems,
  };
}

/** Everything that can be said of the content alone. */
function readAndCheck(
  source: Source,
  environment: Environment,
  secrets: boolean,
): { readonly draft: Draft; readonly complaints: readonly Complaint[] } {
  const variables = replaceVariables(source.raw, environment, secrets);
  const raw = variables.raw as Readonly<Record<string, unknown>>;
  const { draft, complaints, standIns } = readDraft(raw, source.written);
  const written = source.has;
  const names = checkNames(draft);
  const checked = [
    ...names,
    ...checkFlows(draft, written),
    ...checkShares(draft, written),
    ...checkAgents(draft, names.length === 0),
    ...checkCalendars(draft, written),
    ...checkDisplays(draft),
    ...checkLines(draft),
    ...checkTransfers(draft),
    ...checkCustomers(draft, written),
    ...checkCases(draft, written),
    ...checkAlarms(draft, written),
    ...checkCampaigns(draft),
    ...checkOutbound(draft),
    ...checkUsers(draft),
    ...checkWrapUp(draft),
  ];
  const real = checked.filter(({ path }) => !standIns.some(place => touch(place, path)));
  return { draft, complaints: [...variables.complaints, ...complaints, ...real] };
}

/** Whether one of two places lies within the other. */
function touch(a: Path, b: Path): boolean {
  return a.slice(0, b.length).every((step, index) => step === b[index]);
}

/** Holidays are worked out far ahead, so that a daemon that is not reloaded for years stays right. */
const yearsAhead = 10;

async function findHolidays(
  draft: Draft,
  nowMs: number,
): Promise<{ readonly days: ReadonlySet<string>; readonly complaints: readonly Complaint[] }> {
  const section = draft.site?.holidays;
  if (section === undefined) return { days: new Set(), complaints: [] };
  const { country } = section;
  const region = section.region ?? null;
  const year = new Date(nowMs).getUTCFullYear();
  const path: Path = ['site', 'holidays'];
  const answer = await holidaysOf({ country, region, firstYear: year - 1, lastYear: year + yearsAhead });
  if (answer.kind !== 'days') {
    const [key, name] = answer.kind === 'unknown-country' ? ['country', country] : ['region', region ?? ''];
    const said = checkTexts.unknownCountry(name, meant(nearest(name, answer.known), answer.known));
    return { days: new Set(), complaints: [wrong([...path, key], said)] };
  }
  const days = new Set([...answer.days, ...section.extra]);
  const complaints: Complaint[] = [];
  section.except.forEach((date, index) => {
    if (!days.delete(date))
      complaints.push(doubtful([...path, 'except', index], checkTexts.notAHoliday(date)));
  });
  return { days, complaints };
}

type Keys = { readonly password?: string | undefined; readonly passwordFile?: string | undefined };

type FoundSecrets = { readonly found: Secrets; readonly complaints: readonly Complaint[] };

const noSecrets: FoundSecrets = { found: { ami: null, ari: null, crm: null }, complaints: [] };

async function findSecrets(draft: Draft, folder: string): Promise<FoundSecrets> {
  const complaints: Complaint[] = [];
  const find = async (section: Keys | undefined, above: Path): Promise<string | null> => {
    if (section?.passwordFile === undefined || section.password !== undefined)
      return section?.password ?? null;
    const file = resolve(folder, section.passwordFile);
    const bytes = await readBytes(file);
    const path: Path = [...above, 'passwordFile'];
    if ('text' in bytes) {
      complaints.push(wrong(path, checkTexts.passwordFileBad(file, bytes.text)));
      return null;
    }
    const password = new TextDecoder().decode(bytes).split(/\r?\n/)[0] ?? '';
    if (password === '' || password.length > 128 || /\p{Cc}/u.test(password))
      complaints.push(wrong(path, checkTexts.passwordFileBad(file, emptyPassword)));
    return password;
  };
  const ami = await find(draft.asterisk?.ami, ['asterisk', 'ami']);
  const ari = await find(draft.asterisk?.ari, ['asterisk', 'ari']);
  const crm = await find(draft.customers?.crm, ['customers', 'crm']);
  return { found: { ami, ari, crm }, complaints };
}

const emptyPassword = {
  en: 'its first line is empty, too long or not text',
  fr: "sa première ligne est vide, trop longue ou n'est pas du texte",
};

/** The content of a file, or what stands in the way. */
async function readBytes(path: string): Promise<Uint8Array | Said> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return sourceTexts.directory;
    if (!found.isFile()) return sourceTexts.unreadable('not a plain file');
    if (found.size > maximumBytes) return sourceTexts.tooLong(found.size, maximumBytes);
    return await readFile(path);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = 'code' in error ? String(error.code) : error.message;
    if (code === 'ENOENT' || code === 'ENOTDIR') return sourceTexts.missing;
    if (code === 'EACCES' || code === 'EPERM') return sourceTexts.noPermission;
    return sourceTexts.unreadable(code);
  }
}

/** More than anybody reads; a file that is not a site file at all can have one for each line. */
const mostProblems = 200;

/** Errors go before warnings where not all are kept. */
function inOrder(complaints: readonly Complaint[], source: Source): Problem[] {
  const errors = complaints.filter(({ severity }) => severity === 'error');
  const warnings = complaints.filter(({ severity }) => severity === 'warning');
  return [...errors, ...warnings]
    .slice(0, mostProblems)
    .map(source.locate)
    .sort(
      (a, b) => a.line - b.line || a.column - b.column || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0),
    );
}

/** At most `mostProblems`, and one that counts the others. */
function counted(problems: readonly Problem[], all: number): readonly Problem[] {
  const [first] = problems;
  if (first === undefined || all <= mostProblems) return problems;
  const others = wholeFileProblem(first.file, sourceTexts.more(all - mostProblems));
  return [...problems.slice(0, mostProblems), { ...others, severity: first.severity }];
}
