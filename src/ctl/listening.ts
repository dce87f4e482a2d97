// `plateauctl supervise`, `recording` and `recordings`: who listens to talks, and what is kept of them.
import { basename, resolve } from 'node:path';
import { unreachable } from '../base/assert.js';
import type { Text } from '../base/language.js';
import type { Actor } from '../core/facts.js';
import type { CommandAnswer, SupervisionRequest } from '../core/inputs.js';
import { duration } from '../link/told.js';
import type { CtlCommand } from './commands.js';
import type { Daemon } from './daemon.js';
import { type Outcome, refused } from './outcome.js';
import { lineWidth, type Screen } from './screen.js';
import { type Cell, table } from './table.js';
import { printable, wrap } from './text-width.js';
import { agentTexts, titles } from './texts.js';
import { isListeningRefusal, listeningRefusals, listeningTexts } from './texts-listening.js';
import { clockIn } from './times.js';

type Of<K extends CtlCommand['kind']> = Extract<CtlCommand, { readonly kind: K }>;

/** Reading, decrypting and writing sound: the work of the recordings' room. */
export type RecordingFiles = {
  readonly exportTo: (asked: {
    readonly from: string;
    readonly keyFile: string | null;
    readonly to: string;
  }) => Promise<
    | { readonly ok: true; readonly bytes: number }
    | {
        readonly ok: false;
        readonly because: 'not-read' | 'not-written' | 'not-sealed' | 'bad-key' | 'other-key' | 'damaged';
        readonly why: string;
      }
  >;
  readonly newKeys: (
    to: string,
  ) => Promise<
    { readonly ok: true; readonly publicKey: string } | { readonly ok: false; readonly why: string }
  >;
};

const said = (...texts: readonly Text[]) => ({
  print: (screen: Screen) =>
    texts
      .flatMap(text => wrap(printable(text[screen.language]), lineWidth(screen)))
      .map(line => `${line}\n`)
      .join(''),
});

export async function supervise(daemon: Daemon, asked: Of<'supervise'>, person: string): Promise<Outcome> {
  const { supervisor, agent, mode, stays, stop } = asked;
  const by: Actor = { kind: 'command-line', name: person };
  const ask = (request: SupervisionRequest) => daemon.ask('supervise', { request, by });
  if (stop) return answered(await ask({ kind: 'stop', supervisor }), agent, listeningTexts.let);
  if (agent === null)
    return answered(await ask({ kind: 'mode', supervisor, mode }), null, listeningTexts.mode(mode));
  const answer = await ask({ kind: 'start', supervisor, agent, mode, stays });
  return answered(answer, agent, listeningTexts.rung(supervisor, agent));
}

export async function recordingCommand(
  daemon: Daemon,
  { agent, command }: Of<'recording'>,
  person: string,
): Promise<Outcome> {
  const by: Actor = { kind: 'command-line', name: person };
  const answer = await daemon.ask('recording-command', { agent, command, by });
  return answered(answer, agent, listeningTexts.done[command]);
}

function answered(answer: CommandAnswer, agent: string | null, done: Text): Outcome {
  if (answer.ok) return { exit: 0, result: {}, ...said(done) };
  const code = answer.because;
  if (isListeningRefusal(code))
    return refused({ code, message: listeningRefusals[code].text, advice: listeningRefusals[code].advice });
  if (code === 'unknown-agent')
    return refused({ code, message: agentTexts.unknown(agent ?? ''), advice: agentTexts.unknownAdvice });
  return refused({ code, message: agentTexts.notLoggedIn(agent ?? ''), advice: null });
}

const listLimit = 200;

export async function recordings(daemon: Daemon, { call }: Of<'recordings'>): Promise<Outcome> {
  const { zone } = await daemon.ask('status', {});
  const result = await daemon.askPatiently('recordings', { call, limit: listLimit });
  const clock = clockIn(zone);
  return {
    exit: 0,
    result,
    print: screen => {
      if (result.recordings.length === 0) return `${listeningTexts.none[screen.language]}\n`;
      return table(
        [
          { title: titles.recording },
          { title: titles.day, least: 10 },
          { title: titles.time },
          { title: titles.length, align: 'right' },
          { title: titles.flow },
          { title: titles.agent },
          { title: titles.encrypted },
        ],
        result.recordings.map((one): Cell[] => [
          one.recording,
          clock.day(one.startedAtMs, screen.language),
          clock.time(one.startedAtMs),
          duration(one.durationMs)[screen.language],
          one.flow,
          one.agent,
          listeningTexts.encrypted[one.encrypted ? 'yes' : 'no'][screen.language],
        ]),
        screen,
      );
    },
  };
}

/** The daemon is told first: who was given a recording is on record before he has it. */
export async function exportRecording(
  daemon: Daemon,
  { recording, to, keyFile }: Of<'export-recording'>,
  files: RecordingFiles,
  person: string,
): Promise<Outcome> {
  const path = await putOnRecord(daemon, recording, person);
  if (path === null) return unknownRecording(recording, listeningTexts.unknownAdvice);
  return written(files, { from: path, keyFile, to: resolve(to) }, listeningTexts.written);
}

/** Where the recording is; `null`: the daemon knows no such recording, and nothing is on record. */
async function putOnRecord(daemon: Daemon, recording: string, person: string): Promise<string | null> {
  const by: Actor = { kind: 'command-line', name: person };
  return (await daemon.askPatiently('open-recording', { recording, by })).path;
}

const unknownRecording = (recording: string, advice: Text): Outcome =>
  refused({ code: 'unknown-recording', message: listeningTexts.unknown(recording), advice });

/** A copy that lies elsewhere. With a daemon it is on record, or refused; `--offline` says that there is none here, and nobody is told. */
export async function decryptRecording(
  daemon: Daemon | null,
  { file, to, keyFile }: Of<'decrypt-recording'>,
  files: RecordingFiles,
  person: string,
): Promise<Outcome> {
  const recording = basename(file).replace(/\.wav(\.enc)?$/, '');
  const asked = { from: resolve(file), keyFile, to: resolve(to) };
  if (daemon === null) return written(files, asked, listeningTexts.writtenOffRecord);
  // Renamed, or deleted since.
  if ((await putOnRecord(daemon, recording, person)) === null)
    return unknownRecording(recording, listeningTexts.offlineAdvice);
  return written(files, asked, listeningTexts.written);
}

async function written(
  files: RecordingFiles,
  asked: { readonly from: string; readonly keyFile: string | null; readonly to: string },
  done: (to: string) => Text,
): Promise<Outcome> {
  const result = await files.exportTo(asked);
  if (result.ok) return { exit: 0, result: { ...asked, bytes: result.bytes }, ...said(done(asked.to)) };
  const { because, why } = result;
  return refused({ code: because, message: listeningTexts.notWritten(because, why), advice: null });
}

export async function newKeys({ to }: Of<'recording-keys'>, files: RecordingFiles): Promise<Outcome> {
  const made = await files.newKeys(resolve(to));
  if (!made.ok)
    return refused({
      code: 'not-written',
      message: listeningTexts.notWritten('not-written', made.why),
      advice: null,
    });
  const { publicKey } = made;
  const around = said(...listeningTexts.keys(to));
  return {
    exit: 0,
    result: { publicKey, privateKeyFile: resolve(to) },
    // Not wrapped: it is to be copied.
    print: screen => `${around.print(screen)}recordings: { encryptFor: "${publicKey}" }\n`,
  };
}

export type ListeningCommand = Of<
  'supervise' | 'recording' | 'recordings' | 'export-recording' | 'decrypt-recording' | 'recording-keys'
>;

const kinds: ReadonlySet<string> = new Set<ListeningCommand['kind']>([
  'supervise',
  'recording',
  'recordings',
  'export-recording',
  'decrypt-recording',
  'recording-keys',
]);

export function isListeningCommand(command: CtlCommand): command is ListeningCommand {
  return kinds.has(command.kind);
}

/** `use` connects to the daemon, and says what is wrong when it cannot. */
export function runListening(
  command: ListeningCommand,
  use: (work: (daemon: Daemon) => Promise<Outcome>) => Promise<Outcome>,
  files: RecordingFiles,
  person: string,
): Promise<Outcome> {
  switch (command.kind) {
    case 'supervise':
      return use(daemon => supervise(daemon, command, person));
    case 'recording':
      return use(daemon => recordingCommand(daemon, command, person));
    case 'recordings':
      return use(daemon => recordings(daemon, command));
    case 'export-recording':
      return use(daemon => exportRecording(daemon, command, files, person));
    case 'decrypt-recording':
      return command.offline
        ? decryptRecording(null, command, files, person)
        : use(daemon => decryptRecording(daemon, command, files, person));
    case 'recording-keys':
      return newKeys(command, files);
    default:
      return unreachable(command);
  }
}
