// `plateauctl customers`: imports the list of customers, and shows whom a number finds. The import itself is handed to us: it belongs
// to the room of the customers, and is done in this process, so that the calls process has nothing to do with it.
import { resolve } from 'node:path';
import type { Text } from '../base/language.js';
import type { AttributeValue } from '../core/customers.js';
import type { CustomersState } from '../link/customer-messages.js';
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
import { type Outcome, refused } from './outcome.js';
import { printable } from './text-width.js';
import { words } from './texts.js';
import { customersTexts } from './texts-customers.js';
import { clockIn } from './times.js';

export type ImportAsked = {
  readonly file: string;
  /** The daemon's data folder. */
  readonly data: string;
  readonly site: SiteFile;
  readonly dryRun: boolean;
  readonly skipBad: boolean;
  readonly nowMs: number;
  readonly progress: Progress;
};

export type ImportReport = Findings & {
  readonly rows: number;
  readonly customers: number;
  readonly numbers: number;
  readonly switched: boolean;
};

/** Rejects with an `OutsideError`, and then nothing was changed. */
export type ImportCustomers = (asked: ImportAsked) => Promise<ImportReport>;

type ImportCommand = Extract<CtlCommand, { kind: 'customers-import' }>;

export type ImportWorld = ReadingWorld & { readonly importCustomers: ImportCustomers };

export async function importList(
  command: ImportCommand,
  options: Options,
  world: ImportWorld,
): Promise<Outcome> {
  return readByRules(options, world, async (site, progress, startedAtMs) => {
    if (site.customers.country === null)
      return refused({
        code: 'no-customers',
        message: customersTexts.noSection(options.site),
        advice: customersTexts.addSection,
      });
    const report = await world.importCustomers({
      ...{ file: resolve(command.file), data: resolve(command.data), site, nowMs: startedAtMs, progress },
      ...{ dryRun: command.dryRun, skipBad: command.skipBad },
    });
    const told = report.switched ? await tellDaemon(options) : null;
    return outcomeOf(command, report, told, world.now() - startedAtMs);
  });
}

/** Calls see the new directory as soon as the daemon looks; one that does not run looks when it starts. */
async function tellDaemon(options: Options): Promise<boolean> {
  const asked = await withDaemon(options, async daemon => {
    await daemon.askPatiently('customers', { renew: true });
    return { exit: 0 };
  });
  return asked.exit === 0;
}

function outcomeOf(
  { file, dryRun }: ImportCommand,
  report: ImportReport,
  told: boolean | null,
  tookMs: number,
): Outcome {
  const isGood = report.switched || (dryRun && report.bad === 0);
  const about: Text[] = [customersTexts.counted(report, tookMs)];
  if (report.switched) about.push(told === true ? customersTexts.inForce : customersTexts.notTold);
  else if (isGood) about.push(customersTexts.wouldImport);
  return {
    exit: isGood ? 0 : 1,
    result: { ...report, file, dryRun, daemonTold: told },
    ...(isGood ? {} : { refusal: listRefusal(report.bad) }),
    print: screen => problemLines(file, report, screen) + wrapped(about, screen),
  };
}

export async function countCustomers(daemon: Daemon): Promise<Outcome> {
  const [{ zone }, state] = await Promise.all([
    daemon.ask('status', {}),
    daemon.askPatiently('customers', { renew: false }),
  ]);
  const clock = clockIn(zone);
  const when = (atMs: number, language: 'en' | 'fr') => `${clock.day(atMs, language)} ${clock.time(atMs)}`;
  return { exit: 0, result: state, print: screen => wrapped(stateTexts(state, when), screen) };
}

function stateTexts(
  { isOn, directory, trouble, crm }: CustomersState,
  when: (atMs: number, language: 'en' | 'fr') => string,
): Text[] {
  if (!isOn) return [customersTexts.off];
  const local =
    trouble !== null
      ? customersTexts.unreadable(trouble)
      : directory === null
        ? customersTexts.empty
        : customersTexts.directory(directory, when);
  if (crm === null) return [local];
  return [
    local,
    crm.failingSinceMs === null
      ? customersTexts.crmAnswers(crm.remembered)
      : customersTexts.crmFails(crm.why ?? ''),
  ];
}

export async function showCustomer(daemon: Daemon, number: string): Promise<Outcome> {
  const { customer } = await daemon.askPatiently('customer', { number });
  if (customer === null)
    return refused({
      code: 'unknown-customer',
      message: customersTexts.nobody(number),
      advice: customersTexts.nobodyAdvice,
    });
  const rows: (readonly [Text, string | Text])[] = [
    [customersTexts.id, customer.id],
    [customersTexts.name, customer.name],
    [customersTexts.unit, customer.unit ?? '-'],
    ...Object.entries(customer.attributes).map(
      ([name, value]) => [{ en: name, fr: name }, valueText(value)] as const,
    ),
    [customersTexts.source, customersTexts.sources[customer.source]],
  ];
  return {
    exit: 0,
    result: { customer },
    print: ({ language }) => {
      const width = Math.max(...rows.map(([title]) => title[language].length));
      const text = (value: string | Text) => (typeof value === 'string' ? value : value[language]);
      return rows
        .map(([title, value]) => `${printable(title[language].padEnd(width))}  ${printable(text(value))}\n`)
        .join('');
    },
  };
}

function valueText(value: AttributeValue): string | Text {
  return typeof value === 'boolean' ? (value ? words.yes : words.no) : String(value);
}
