// What the programs have in common: their options, how they refuse to begin, how they end. For entry points only.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { errorCatalogue } from './base/error-catalogue.js';
import { OutsideError } from './base/errors.js';
import type { Language } from './base/language.js';
import type { Logger } from './base/logger.js';
import type { LogLevel } from './logging.js';

export type CommonOptions = { readonly site: string; readonly socket: string; readonly lang: Language };
export type LogOptions = { readonly logLevel: LogLevel };

/** A clean stop takes no longer than this: then systemd would lose patience before we do. */
const stopMs = 5_000;

export const version = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

/** A program with the options that all of them have: site file, control socket, language. */
export function program(name: string, description: string): Command {
  const language: Language = /^fr/i.test(process.env['LC_ALL'] ?? process.env['LANG'] ?? '') ? 'fr' : 'en';
  return new Command(name)
    .description(description)
    .version(version)
    .addOption(new Option('--site <file>', 'site file').default('/etc/plateau/site.yaml').env('PLATEAU_SITE'))
    .addOption(
      new Option('--socket <path>', 'control socket of plateaud')
        .default('/run/plateau/control.sock')
        .env('PLATEAU_SOCKET'),
    )
    .addOption(
      new Option('--lang <language>', 'language of messages').choices(['en', 'fr']).default(language),
    );
}

export function logLevelOption(): Option {
  return new Option('--log-level <level>').choices(['debug', 'info', 'warn', 'error']).default('info');
}

/**
 * Puts systemd's credentials (`LoadCredential=NAME:FILE`) into the environment under their names, without the line's end. What
 * the environment already has stays. `-` stands for none: it is what the units set where there is no file. What cannot be read is
 * complained of and left out: the site file may have it, and the rescue must not end here.
 */
export function takeCredentials(environment: NodeJS.ProcessEnv): void {
  const folder = environment['CREDENTIALS_DIRECTORY'];
  if (folder === undefined) return;
  try {
    for (const name of readdirSync(folder)) {
      const secret = /^[A-Z][A-Z0-9_]*$/.test(name)
        ? readFileSync(join(folder, name), 'utf8').trimEnd()
        : '-';
      if (secret !== '-') environment[name] ??= secret;
    }
  } catch (error) {
    process.stderr.write(`credentials: ${(error as Error).message}\n`);
  }
}

/** Says what is wrong and what to do, and ends the process: nothing has begun yet. */
export function refuse(text: string): never {
  process.stderr.write(text.endsWith('\n') ? text : `${text}\n`);
  process.exit(1);
}

/** Runs it; when the world fails it before it has begun, says so with what the operator should do. */
export function runProgram(name: string, lang: Language, run: () => Promise<void>): void {
  run().catch((error: unknown) => {
    if (!(error instanceof OutsideError)) throw error;
    refuse(`${name}: ${error.message}\n${errorCatalogue[error.code][lang]}`);
  });
}

/** Nothing of ours may take the process down half-way: it ends, systemd starts it again, and it finds its state on disk. */
export function endOnFaults(log: Logger): void {
  process.on('uncaughtException', error => {
    log.error({ error: error.stack ?? String(error) }, 'fatal: the process ends');
    process.exit(1);
  });
}

/** On SIGTERM and SIGINT: one step after the other, five seconds at most. */
export function stopOnSignals(log: Logger, steps: readonly (() => Promise<unknown>)[]): void {
  const stop = async (signal: string) => {
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), stopMs).unref();
    for (const step of steps) await step();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal));
}
