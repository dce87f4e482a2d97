// `plateauctl campaign import` and `plateauctl do-not-call …`: a list is read and checked here, whole, and then given to the calls process in
// pieces. Whoever is in it already is passed over, so that an import that broke off is finished by doing it again.
import { resolve } from 'node:path';
import type { Text } from '../base/language.js';
import type { Actor } from '../core/facts.js';
import type { ListedView } from '../link/campaign-messages.js';
import type { SiteFile } from '../site/site-file.js';
import type { CtlCommand, Options } from './commands.js';
import { type Daemon, withDaemon } from './daemon.js';
import {
  type Findings,
  listRefusal,
  type Progress,
  problemLines,
  type ReadingWorld,
  readByRules,
  wrapped,
} from './list-reading.js';
import { near } from './near.js';
import { type Outcome, refused } from './outcome.js';
import type { Screen } from './screen.js';
import { campaignTexts } from './texts-campaigns.js';

type Of<K extends CtlCommand['kind']> = Extract<CtlCommand, { readonly kind: K }>;
export type CampaignImport = Of<'campaign-import'>;
export type BarImport = Of<'bar-import'>;

export type ListRead = Findings & {
  readonly rows: number;
  readonly listed: readonly ListedView[];
  readonly isBroken: boolean;
};

/** Reads a list by the rules of the site file, which says how customers are called. Rejects with an `OutsideError`. */
export type ReadList = (asked: {
  readonly file: string;
  readonly site: SiteFile;
  readonly kind: 'campaign' | 'numbers';
  readonly progress: Progress;
}) => Promise<ListRead>;

export type ListWorld = ReadingWorld & { readonly readList: ReadList };

/** `refuse`: what it is for may not be there. */
type Reading = {
  readonly refuse: (site: SiteFile) => Outcome | null;
  readonly send: (read: ListRead) => Promise<Outcome>;
};

/** A line of the control socket has 64 KiB. */
const mostBytes = 48_000;
const mostAtOnce = 500;

export async function sendList(
  command: CampaignImport,
  options: Options,
  world: ListWorld,
  by: Actor,
): Promise<Outcome> {
  return readFor(command, 'campaign', options, world, {
    refuse: site => unknownCampaign(site, command.campaign),
    send: read => withDaemon(options, daemon => addRecords(daemon, command, read, world, by)),
  });
}

async function addRecords(
  daemon: Daemon,
  command: CampaignImport,
  read: ListRead,
  world: ListWorld,
  by: Actor,
): Promise<Outcome> {
  const { campaign } = command;
  const total = { added: 0, known: 0, barred: 0, refused: 0 };
  let sent = 0;
  for (const listed of pieces(read.listed, one => JSON.stringify(one).length)) {
    const answer = await daemon.askPatiently('campaign-add', { campaign, listed, by });
    if (!answer.ok)
      return refused({
        code: answer.because,
        message: campaignTexts.unknown(campaign),
        advice: campaignTexts.seeList,
      });
    for (const key of ['added', 'known', 'barred', 'refused'] as const) total[key] += answer[key];
    sent += listed.length;
    world.notice(campaignTexts.sent(sent, read.listed.length));
  }
  const { added, known, barred } = total;
  const said = [campaignTexts.added(added, known, barred)];
  if (total.refused > 0) said.push(campaignTexts.notTaken(total.refused));
  return outcomeOf(command, read, said, total);
}

function unknownCampaign(site: SiteFile, campaign: string): Outcome | null {
  if (site.campaigns.has(campaign)) return null;
  const candidates = [...site.campaigns.values()].map(({ id, name }) => ({ id, words: [name.en, name.fr] }));
  return refused({
    code: 'unknown-campaign',
    message: campaignTexts.unknown(campaign),
    advice: campaignTexts.seeList,
    near: near(campaign, candidates),
  });
}

export async function importNumbers(
  command: BarImport,
  options: Options,
  world: ListWorld,
  by: Actor,
): Promise<Outcome> {
  const send = (read: ListRead) =>
    withDaemon(options, async daemon => {
      let changed = 0;
      const numbers = read.listed.map(({ number }) => number);
      for (const piece of pieces(numbers, one => one.length + 3))
        changed += (await daemon.askPatiently('do-not-call', { change: 'add', numbers: piece, by })).changed;
      return outcomeOf(command, read, [campaignTexts.changed(changed)], { changed });
    });
  return readFor(command, 'numbers', options, world, { refuse: () => null, send });
}

/** Reads the list, and hands it on when it is one that may be used. */
async function readFor(
  command: CampaignImport | BarImport,
  kind: 'campaign' | 'numbers',
  options: Options,
  world: ListWorld,
  { refuse, send }: Reading,
): Promise<Outcome> {
  return readByRules(options, world, async (site, progress) => {
    if (site.core.outbound === null)
      return refused({
        code: 'no-outbound',
        message: campaignTexts.noOutbound(options.site),
        advice: campaignTexts.addOutbound,
      });
    const not = refuse(site);
    if (not !== null) return not;
    const read = await world.readList({ file: resolve(command.file), site, kind, progress });
    const isGood = !read.isBroken && (read.bad === 0 || command.skipBad);
    if (!isGood) return outcomeOf(command, read, [], {});
    return command.dryRun ? outcomeOf(command, read, [campaignTexts.dryRun], {}) : send(read);
  });
}

function* pieces<T>(all: readonly T[], bytesOf: (one: T) => number): Generator<readonly T[]> {
  let piece: T[] = [];
  let bytes = 0;
  for (const one of all) {
    const more = bytesOf(one) * 3;
    if (piece.length > 0 && (piece.length >= mostAtOnce || bytes + more > mostBytes)) {
      yield piece;
      piece = [];
      bytes = 0;
    }
    piece.push(one);
    bytes += more;
  }
  if (piece.length > 0) yield piece;
}

function outcomeOf(
  { file, dryRun, skipBad }: CampaignImport | BarImport,
  read: ListRead,
  about: readonly Text[],
  counted: Readonly<Record<string, number>>,
): Outcome {
  const { rows, bad, warnings, problems, listed } = read;
  const isGood = !read.isBroken && (bad === 0 || skipBad);
  return {
    exit: isGood ? 0 : 1,
    result: { file, dryRun, rows, numbers: listed.length, bad, warnings, problems, ...counted },
    ...(isGood ? {} : { refusal: listRefusal(bad) }),
    print: screen =>
      problemLines(file, read, screen) + wrapped([campaignTexts.read(rows, listed.length), ...about], screen),
  };
}

export async function barNumbers(
  daemon: Daemon,
  { change, numbers }: Of<'bar'>,
  by: Actor,
): Promise<Outcome> {
  const { changed, unread } = await daemon.askPatiently('do-not-call', { change, numbers, by });
  const done = {
    result: { changed, unread },
    print: (screen: Screen) => wrapped([campaignTexts.changed(changed)], screen),
  };
  if (unread.length === 0) return { exit: 0, ...done };
  return {
    exit: 1,
    ...done,
    refusal: {
      code: 'bad-number',
      message: campaignTexts.unread(unread.join(', ')),
      advice: campaignTexts.unreadAdvice,
    },
  };
}

const pageSize = 1_000;

/** `write`: one line for each; `null` collects them as the result. */
export async function showBarred(daemon: Daemon, write: ((text: string) => void) | null): Promise<Outcome> {
  const all: string[] = [];
  let after = '';
  for (;;) {
    const { numbers } = await daemon.askPatiently('do-not-call-list', { after, limit: pageSize });
    for (const { number } of numbers)
      if (write === null) all.push(number);
      else write(`${number}\n`);
    const last = numbers.at(-1);
    if (last === undefined) return { exit: 0, result: { numbers: all } };
    after = last.number;
  }
}
