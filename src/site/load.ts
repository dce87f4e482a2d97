// Loads a site file: reads, checks and compiles it. All errors at once, each with its place; never a throw for bad content.
import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { checkAgents } from './checks/agents.js';
import { checkCalendars } from './checks/calendars.js';
import { checkDisplays } from './checks/displays.js';
import { checkFlows } from './checks/flows.js';
import { checkLines } from './checks/lines.js';
import { checkNames } from './checks/names.js';
import { type CheckedSite, compileSite, type Secrets } from './compile/site.js';
import { type Environment, replaceVariables } from './environment.js';
import { type HolidaySource, holidaysFromProgram } from './holidays.js';
import { type Complaint, doubtful, type Problem, type Said, wrong } from './problem.js';
import { type Config, complete, type Draft, readDraft } from './read.js';
import type { SiteFile } from './site-file.js';
import { maximumBytes, type Path, readSource, type Source } from './source.js';
import { nearest } from './suggest.js';
import { meant } from './texts.js';
import { checkTexts } from './texts-checks.js';
import { sourceTexts } from './texts-source.js';

export type LoadOptions = {
  readonly nowMs: number;
  /** `skip`: passwords are neither looked for nor needed (the panel, `plateauctl check`). Otherwise they must be there. */
  readonly secrets?: 'read' | 'skip';
  readonly environment?: Environment;
  readonly holidays?: HolidaySource;
};

export type LoadedSite = {
  readonly ok: true;
  readonly site: SiteFile;
  /** For `compileSite`, when days have gone by and openings must be worked out anew. */
  readonly checked: CheckedSite;
  readonly warnings: readonly Problem[];
};

/** Refused: `problems` holds at least one error, and the warnings, in the order of the file. */
export type RefusedSite = { readonly ok: false; readonly problems: readonly Problem[] };

export type LoadResult = LoadedSite | RefusedSite;

/** Loads the site file at `path`. Reads nothing but it, the password files it names, and the holidays of its country. */
export async function loadSiteFile(path: string, options: LoadOptions): Promise<LoadResult> {
  const bytes = await readBytes(path);
  if ('text' in bytes) return { ok: false, problems: [wholeFile(path, bytes)] };
  return loadSite(path, bytes, options);
}

/** The same for content that is at hand; `file` names it in problems, and relative names count from its folder. */
export async function loadSite(file: string, bytes: Uint8Array, options: LoadOptions): Promise<LoadResult> {
  const read = readSource(file, bytes);
  if (!read.ok) return read;
  const { source } = read;
  const skip = options.secrets === 'skip';
  const { draft, complaints } = readAndCheck(source, options.environment ?? process.env, !skip);
  const config = complete(draft);
  const [holidays, secrets] = await Promise.all([
    findHolidays(draft, options.nowMs, options.holidays ?? holidaysFromProgram),
    skip ? noSecrets : findSecrets(draft, dirname(file)),
  ]);
  const problems = inOrder([...complaints, ...holidays.complaints, ...secrets.complaints], source);
  if (config === null || problems.some(({ severity }) => severity === 'error'))
    return { ok: false, problems };
  const checked: CheckedSite = { config, secrets: secrets.found, holidays: holidays.days };
  return { ok: true, site: compileSite(checked, options), checked, warnings: problems };
}

/** Everything that can be said of the content alone. */
function readAndCheck(
  source: Source,
  environment: Environment,
  secrets: boolean,
): { readonly draft: Draft; readonly complaints: readonly Complaint[] } {
  const variables = replaceVariables(source.raw, environment, secrets);
  const raw = variables.raw as Readonly<Record<string, unknown>>;
  const { draft, complaints } = readDraft(raw, source.written);
  const written = source.has;
  return {
    draft,
    complaints: [
      ...variables.complaints,
      ...complaints,
      ...checkNames(draft),
      ...checkFlows(draft, written),
      ...checkAgents(draft),
      ...checkCalendars(draft, written),
      ...checkDisplays(draft),
      ...checkLines(draft),
    ],
  };
}

/** Holidays are worked out far ahead, so that a daemon that is not reloaded for years stays right. */
const yearsAhead = 10;

async function findHolidays(
  draft: Draft,
  nowMs: number,
  source: HolidaySource,
): Promise<{ readonly days: ReadonlySet<string>; readonly complaints: readonly Complaint[] }> {
  const section = draft.site?.holidays;
  if (section === undefined) return { days: new Set(), complaints: [] };
  const year = new Date(nowMs).getUTCFullYear();
  const region = section.region ?? null;
  const answer = await source({
    country: section.country,
    region,
    firstYear: year - 1,
    lastYear: year + yearsAhead,
  });
  const path: Path = ['site', 'holidays'];
  if (answer.kind === 'failed')
    return { days: new Set(), complaints: [wrong(path, checkTexts.holidaysFailed(answer.why))] };
  if (answer.kind !== 'days') {
    const [key, name] =
      answer.kind === 'unknown-country' ? ['country', section.country] : ['region', region ?? ''];
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

type FoundSecrets = { readonly found: Secrets; readonly complaints: readonly Complaint[] };

const noSecrets: FoundSecrets = { found: { ami: null, ari: null }, complaints: [] };

async function findSecrets(draft: Draft, folder: string): Promise<FoundSecrets> {
  const complaints: Complaint[] = [];
  const find = async (link: 'ami' | 'ari'): Promise<string | null> => {
    const section: Config['asterisk']['ami'] | undefined = draft.asterisk?.[link];
    if (section?.passwordFile === undefined) return section?.password ?? null;
    const file = resolve(folder, section.passwordFile);
    const bytes = await readBytes(file);
    const path: Path = ['asterisk', link, 'passwordFile'];
    if ('text' in bytes) {
      complaints.push(wrong(path, checkTexts.passwordFileBad(file, bytes.text)));
      return null;
    }
    const password = new TextDecoder().decode(bytes).split(/\r?\n/)[0] ?? '';
    if (password === '' || password.length > 128 || /\p{Cc}/u.test(password))
      complaints.push(wrong(path, checkTexts.passwordFileBad(file, emptyPassword)));
    return password;
  };
  return { found: { ami: await find('ami'), ari: await find('ari') }, complaints };
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

function wholeFile(file: string, { text, hint }: Said): Problem {
  return { file, line: 0, column: 0, path: '', severity: 'error', text, hint, excerpt: null };
}

function inOrder(complaints: readonly Complaint[], source: Source): Problem[] {
  return complaints
    .map(source.locate)
    .sort(
      (a, b) => a.line - b.line || a.column - b.column || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0),
    );
}
