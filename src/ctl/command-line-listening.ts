// The part of the command line that is about recordings and supervisors.
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Language, Text } from '../base/language.js';
import type { SupervisionMode } from '../core/site.js';
import type { CtlCommand } from './commands.js';
import { listeningHelp } from './texts-usage-listening.js';

type Found = (command: CtlCommand) => void;

export function addListeningCommands(program: Command, language: Language, found: Found): void {
  addSupervise(program, language, found);
  const say = (text: Text) => text[language];
  program
    .command('recordings')
    .description(say(listeningHelp.recordings))
    .option('--call <CALL>', say(listeningHelp.ofCall))
    .action((options: { call?: string }) => found({ kind: 'recordings', call: options.call ?? null }));
  const recording = program.command('recording').description(say(listeningHelp.recording));
  for (const command of ['pause', 'resume', 'stop'] as const)
    recording
      .command(command)
      .description(say(listeningHelp[command]))
      .argument('<AGENT>', say(listeningHelp.agent))
      .action((agent: string) => found({ kind: 'recording', agent, command }));
  recording
    .command('export')
    .description(say(listeningHelp.export))
    .argument('<RECORDING>', say(listeningHelp.id))
    .requiredOption('--to <FILE>', say(listeningHelp.to))
    .option('--key <FILE>', say(listeningHelp.key))
    .action((id: string, options: { to: string; key?: string }) =>
      found({ kind: 'export-recording', recording: id, to: options.to, keyFile: options.key ?? null }),
    );
  recording
    .command('decrypt')
    .description(say(listeningHelp.decrypt))
    .argument('<FILE>', say(listeningHelp.file))
    .requiredOption('--key <FILE>', say(listeningHelp.key))
    .requiredOption('--to <FILE>', say(listeningHelp.to))
    .option('--offline', say(listeningHelp.offline), false)
    .action((file: string, options: { to: string; key: string; offline: boolean }) =>
      found({
        kind: 'decrypt-recording',
        file,
        to: options.to,
        keyFile: options.key,
        offline: options.offline,
      }),
    );
  recording
    .command('keygen')
    .description(say(listeningHelp.keygen))
    .requiredOption('--to <FILE>', say(listeningHelp.keygenTo))
    .action((options: { to: string }) => found({ kind: 'recording-keys', to: options.to }));
}

function addSupervise(program: Command, language: Language, found: Found): void {
  const say = (text: Text) => text[language];
  program
    .command('supervise')
    .description(say(listeningHelp.supervise))
    .argument('[AGENT]', say(listeningHelp.supervised))
    .requiredOption('--phone <PHONE>', say(listeningHelp.phone))
    .addOption(
      new Option('--mode <listen|whisper|barge>', say(listeningHelp.mode))
        .argParser(readMode)
        .default('listen', 'listen'),
    )
    .option('--stay', say(listeningHelp.stay), false)
    .option('--stop', say(listeningHelp.stopListening), false)
    .action(
      (
        agent: string | undefined,
        options: { phone: string; mode: SupervisionMode; stay: boolean; stop: boolean },
      ) =>
        found({
          kind: 'supervise',
          supervisor: options.phone,
          agent: agent ?? null,
          mode: options.mode,
          stays: options.stay,
          stop: options.stop,
        }),
    );
}

function readMode(written: string): SupervisionMode {
  if (written === 'listen' || written === 'whisper' || written === 'barge') return written;
  throw new InvalidArgumentError('');
}
