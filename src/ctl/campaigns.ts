// `plateauctl campaign …`: figures, start and stop, what came of a list; and what an agent says to the customer whom he is shown.
import { closeSync, openSync, writeSync } from 'node:fs';
import { unreachable } from '../base/assert.js';
import type { Text } from '../base/language.js';
import type { Actor } from '../core/facts.js';
import type { CampaignsView, CampaignView, RecordView } from '../link/campaign-messages.js';
import { csvHead, csvLine } from './campaign-csv.js';
import {
  type BarImport,
  barNumbers,
  type CampaignImport,
  importNumbers,
  type ListWorld,
  sendList,
  showBarred,
} from './campaign-lists.js';
import type { CtlCommand, Options } from './commands.js';
import { type Daemon, withDaemon } from './daemon.js';
import { near } from './near.js';
import { type Outcome, refused } from './outcome.js';
import type { Screen } from './screen.js';
import { type Cell, table } from './table.js';
import { printable } from './text-width.js';
import {
  campaignModes,
  campaignStates,
  campaignTexts,
  campaignTitles,
  outcomeTexts,
} from './texts-campaigns.js';
import { refusalText } from './texts-supervision.js';
import { clockIn } from './times.js';

type Of<K extends CtlCommand['kind']> = Extract<CtlCommand, { readonly kind: K }>;

export type CampaignCommand =
  | Of<
      | 'campaign-list'
      | 'campaign-status'
      | 'campaign-order'
      | 'campaign-export'
      | 'campaign-clear'
      | 'preview'
      | 'bar'
      | 'barred'
    >
  | CampaignImport
  | BarImport;

const kinds: ReadonlySet<string> = new Set<CampaignCommand['kind']>([
  'campaign-list',
  'campaign-status',
  'campaign-order',
  'campaign-export',
  'campaign-clear',
  'campaign-import',
  'preview',
  'bar',
  'barred',
  'bar-import',
]);

export function isCampaignCommand(command: CtlCommand): command is CampaignCommand {
  return kinds.has(command.kind);
}

export async function runCampaigns(
  command: CampaignCommand,
  options: Options,
  world: ListWorld & { readonly person: string; readonly write: (text: string) => void },
): Promise<Outcome> {
  const by: Actor = { kind: 'command-line', name: world.person };
  const use = (work: (daemon: Daemon) => Promise<Outcome>) => withDaemon(options, work);
  switch (command.kind) {
    case 'campaign-list':
      return use(list);
    case 'campaign-status':
      return use(daemon => status(daemon, command.campaign));
    case 'campaign-order':
      return use(daemon => order(daemon, command, by));
    case 'campaign-import':
      return sendList(command, options, world, by);
    case 'campaign-export':
      return use(daemon => exportList(daemon, command, options.json ? null : world.write));
    case 'campaign-clear':
      return use(daemon => clear(daemon, command.campaign, by));
    case 'preview':
      return use(daemon => answerPreview(daemon, command, by));
    case 'bar':
      return use(daemon => barNumbers(daemon, command, by));
    case 'bar-import':
      return importNumbers(command, options, world, by);
    case 'barred':
      return use(daemon => showBarred(daemon, options.json ? null : world.write));
    default:
      return unreachable(command);
  }
}

const line =
  (text: Text) =>
  ({ language }: Screen) =>
    `${printable(text[language])}\n`;

async function list(daemon: Daemon): Promise<Outcome> {
  const view = await daemon.askPatiently('campaigns', {});
  return { exit: 0, result: view, print: screen => printList(view, screen) };
}

function printList({ campaigns, trouble }: CampaignsView, screen: Screen): string {
  const { language } = screen;
  if (trouble !== null) return `${printable(campaignTexts.trouble(trouble)[language])}\n`;
  if (campaigns.length === 0) return `${campaignTexts.none[language]}\n`;
  return table(
    [
      { title: campaignTitles.campaign },
      { title: campaignTitles.name, least: 8 },
      { title: campaignTitles.state },
      { title: campaignTitles.mode, optional: true },
      { title: campaignTitles.records, align: 'right' },
      { title: campaignTitles.open, align: 'right' },
      { title: campaignTitles.now, align: 'right' },
      { title: campaignTitles.talked, align: 'right' },
    ],
    campaigns.map((one): Cell[] => [
      one.campaign,
      one.name[language],
      campaignStates[one.state][language],
      campaignModes[one.mode][language],
      String(one.records),
      String(one.open),
      String(one.inLine + one.reserved + one.talking),
      String(one.done['talked'] ?? 0),
    ]),
    screen,
  );
}

async function status(daemon: Daemon, id: string): Promise<Outcome> {
  const view = await daemon.askPatiently('campaigns', {});
  const one = view.campaigns.find(({ campaign }) => campaign === id);
  if (one === undefined && view.trouble !== null)
    return refused({ code: 'lists-unusable', message: campaignTexts.trouble(view.trouble), advice: null });
  if (one === undefined) return unknown(id, view.campaigns);
  return { exit: 0, result: one, print: screen => printOne(one, view, screen) };
}

function unknown(id: string, campaigns: readonly CampaignView[]): Outcome {
  const candidates = campaigns.map(({ campaign, name }) => ({ id: campaign, words: [name.en, name.fr] }));
  return refused({
    code: 'unknown-campaign',
    message: campaignTexts.unknown(id),
    advice: campaignTexts.seeList,
    near: near(id, candidates),
  });
}

function printOne(one: CampaignView, { zone }: CampaignsView, { language }: Screen): string {
  const clock = clockIn(zone);
  const next = one.nextAtMs;
  const rows: (readonly [Text, string])[] = [
    [campaignTexts.state, campaignStates[one.state][language]],
    [campaignTexts.mode, campaignModes[one.mode][language]],
    [campaignTexts.flow, one.flow],
    [campaignTexts.inList, String(one.records)],
    [campaignTexts.toCall, String(one.open)],
    [campaignTexts.waitForAgent, String(one.inLine)],
    [campaignTexts.withAgent, String(one.reserved)],
    [campaignTexts.talking, String(one.talking)],
    [campaignTexts.next, next === null ? '-' : `${clock.day(next, language)} ${clock.time(next)}`],
    ...Object.entries(one.done)
      .filter(([, count]) => count > 0)
      .map(
        ([outcome, count]) =>
          [{ en: doneText(outcome, 'en'), fr: doneText(outcome, 'fr') }, String(count)] as const,
      ),
  ];
  const width = Math.max(...rows.map(([title]) => title[language].length));
  const body = rows.map(([title, value]) => `${title[language].padEnd(width)}  ${printable(value)}\n`);
  return `${printable(`${one.campaign}: ${one.name[language]}`)}\n${body.join('')}`;
}

function doneText(outcome: string, language: 'en' | 'fr'): string {
  return `${campaignTexts.done[language]}: ${outcomeTexts[outcome]?.[language] ?? outcome}`;
}

async function order(
  daemon: Daemon,
  { campaign, order: to }: Of<'campaign-order'>,
  by: Actor,
): Promise<Outcome> {
  const answer = await daemon.ask('campaign-order', { campaign, order: to, by });
  if (!answer.ok) {
    if (answer.because === 'unknown-campaign')
      return unknown(campaign, (await daemon.askPatiently('campaigns', {})).campaigns);
    return refused({ code: answer.because, ...refusalText(answer.because) });
  }
  const done = to === 'start' ? campaignTexts.started(campaign) : campaignTexts.stopped(campaign);
  return { exit: 0, result: { campaign, order: to }, print: line(done) };
}

async function clear(daemon: Daemon, campaign: string, by: Actor): Promise<Outcome> {
  const answer = await daemon.askPatiently('campaign-clear', { campaign, by });
  if (answer.ok) return { exit: 0, result: answer, print: line(campaignTexts.cleared(answer.removed)) };
  if (answer.because === 'unknown-campaign')
    return unknown(campaign, (await daemon.askPatiently('campaigns', {})).campaigns);
  return refused({
    code: answer.because,
    message: campaignTexts.stillRunning,
    advice: campaignTexts.stopFirst(campaign),
  });
}

async function answerPreview(
  daemon: Daemon,
  { agent, answer: said }: Of<'preview'>,
  by: Actor,
): Promise<Outcome> {
  const answer = await daemon.ask('preview-answer', { agent, answer: said, by });
  if (!answer.ok) return refused({ code: answer.because, ...refusalText(answer.because) });
  const done = said === 'accept' ? campaignTexts.accepted : campaignTexts.skipped;
  return { exit: 0, result: { agent, answer: said }, print: line(done) };
}

const pageSize = 500;

/**
 * A page at a time: a list may be longer than memory. For nobody else to read: it holds customers' numbers. Without a file, and `null` to
 * write with, the records are the result.
 */
async function exportList(
  daemon: Daemon,
  { campaign, to }: Of<'campaign-export'>,
  write: ((text: string) => void) | null,
): Promise<Outcome> {
  const { campaigns } = await daemon.askPatiently('campaigns', {});
  if (!campaigns.some(one => one.campaign === campaign)) return unknown(campaign, campaigns);
  if (to === null) {
    const all: RecordView[] = [];
    if (write === null) await eachRecord(daemon, campaign, record => void all.push(record));
    else await writeRecords(daemon, campaign, write);
    return { exit: 0, result: { campaign, records: all } };
  }
  try {
    const file = openSync(to, 'wx', 0o600);
    const records = await writeRecords(daemon, campaign, text => void writeSync(file, text));
    closeSync(file);
    return { exit: 0, result: { campaign, records, to }, print: line(campaignTexts.exported(records, to)) };
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    return refused({ code: 'not-written', message: campaignTexts.notWritten(error.message), advice: null });
  }
}

async function writeRecords(daemon: Daemon, campaign: string, put: (text: string) => void): Promise<number> {
  put(csvHead);
  return eachRecord(daemon, campaign, record => put(csvLine(record)));
}

/** How many there were. */
async function eachRecord(
  daemon: Daemon,
  campaign: string,
  take: (record: RecordView) => void,
): Promise<number> {
  let count = 0;
  let afterId = 0;
  for (;;) {
    const { records } = await daemon.askPatiently('campaign-records', { campaign, afterId, limit: pageSize });
    records.forEach(take);
    count += records.length;
    const last = records.at(-1);
    if (last === undefined) return count;
    afterId = last.id;
  }
}
