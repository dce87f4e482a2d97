// The words of `plateauctl campaign` and `plateauctl do-not-call`.
import type { Command } from 'commander';
import type { Language, Text } from '../base/language.js';
import type { CtlCommand } from './commands.js';
import { campaignHelp as texts } from './texts-campaigns.js';
import { customersHelp } from './texts-customers.js';
import { help } from './texts-usage.js';

export function addCampaignCommands(
  program: Command,
  language: Language,
  found: (command: CtlCommand) => void,
): void {
  const say = (text: Text) => text[language];
  const campaigns = program.command('campaign').description(say(texts.campaign));
  campaigns
    .command('list')
    .description(say(texts.list))
    .action(() => found({ kind: 'campaign-list' }));
  const of = (verb: string, about: Text) =>
    campaigns.command(verb).description(say(about)).argument('<CAMPAIGN>', say(texts.id));
  of('status', texts.status).action((campaign: string) => found({ kind: 'campaign-status', campaign }));
  of('import', texts.import)
    .argument('<FILE>', say(texts.file))
    .option('--dry-run', say(help.dryRun), false)
    .option('--skip-bad', say(customersHelp.skipBad), false)
    .action((campaign: string, file: string, options: { dryRun: boolean; skipBad: boolean }) =>
      found({ kind: 'campaign-import', campaign, file, ...options }),
    );
  for (const order of ['start', 'stop'] as const)
    of(order, texts[order]).action((campaign: string) => found({ kind: 'campaign-order', campaign, order }));
  of('export', texts.export)
    .option('--to <FILE>', say(texts.to))
    .action((campaign: string, { to }: { to?: string }) =>
      found({ kind: 'campaign-export', campaign, to: to ?? null }),
    );
  of('clear', texts.clear).action((campaign: string) => found({ kind: 'campaign-clear', campaign }));
  for (const answer of ['accept', 'skip'] as const)
    campaigns
      .command(answer)
      .description(say(texts[answer]))
      .argument('<AGENT>', say(help.agentId))
      .action((agent: string) => found({ kind: 'preview', agent, answer }));
  addDoNotCall(program, say, found);
}

function addDoNotCall(
  program: Command,
  say: (text: Text) => string,
  found: (command: CtlCommand) => void,
): void {
  const list = program.command('do-not-call').description(say(texts.doNotCall));
  for (const change of ['add', 'remove'] as const)
    list
      .command(change)
      .description(say(change === 'add' ? texts.bar : texts.unbar))
      .argument('<NUMBER...>', say(texts.number))
      .action((numbers: string[]) => found({ kind: 'bar', change, numbers }));
  list
    .command('import')
    .description(say(texts.barImport))
    .argument('<FILE>', say(texts.barFile))
    .option('--dry-run', say(help.dryRun), false)
    .option('--skip-bad', say(customersHelp.skipBad), false)
    .action((file: string, options: { dryRun: boolean; skipBad: boolean }) =>
      found({ kind: 'bar-import', file, ...options }),
    );
  list
    .command('show')
    .description(say(texts.barred))
    .action(() => found({ kind: 'barred' }));
}
