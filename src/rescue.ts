#!/usr/bin/env node
// The rescue: for systemd, when plateaud cannot be restarted. Every waiting caller goes to the dialplan's fall-back, over AMI
// alone. Nothing that is wrong with the site file, the disk or ARI stands in its way.
import { InvalidArgumentError, Option } from 'commander';
import type { AmiAddress } from './asterisk/asterisk-manager.js';
import { within } from './asterisk/deadline.js';
import { rescueCallers } from './asterisk/rescue.js';
import { rescueTexts } from './asterisk/texts-rescue.js';
import { errorCatalogue } from './base/error-catalogue.js';
import { OutsideError } from './base/errors.js';
import { connectLink } from './link/client.js';
import { type CommonOptions, program, takeCredentials } from './program.js';
import { loadSiteFile } from './site/load.js';

type Options = CommonOptions & {
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly force: boolean;
};

/** 0: nobody waits any more. 1: somebody may. 3: a daemon is alive, nothing was done. */
type Exit = 0 | 1 | 3;

const daemonAnswersWithinMs = 1_500;
const siteFileWithinMs = 4_000;
/** All waits have their own; this one is for what nobody thought of. */
const allWithinMs = 30_000;

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError('1 … 65535');
}

function readOptions(): Options {
  return program(
    'plateau-rescue',
    'Plateau, the rescue: sends every waiting caller to the fall-back of the dialplan while plateaud is away.',
  )
    .addOption(new Option('--host <host>', 'AMI; else of the site file').env('PLATEAU_RESCUE_HOST'))
    .addOption(
      new Option('--port <port>', 'AMI; else of the site file').env('PLATEAU_RESCUE_PORT').argParser(portOf),
    )
    .addOption(
      new Option(
        '--user <user>',
        'user of AMI, with the password PLATEAU_RESCUE_PASSWORD (environment or credential)',
      ).env('PLATEAU_RESCUE_USER'),
    )
    .option('--force', 'even while a plateaud answers on the control socket', false)
    .parse()
    .opts<Options>();
}

/** A daemon that hangs, or is gone, does not answer. */
async function daemonAnswers(socket: string): Promise<boolean> {
  try {
    const link = await within(
      connectLink(socket),
      daemonAnswersWithinMs,
      () => new OutsideError('daemon-late', `${socket}: no connection in time`),
    );
    await link.ask('status', {}, daemonAnswersWithinMs).finally(() => link.close());
    return true;
  } catch (error) {
    if (error instanceof OutsideError) return error.code === 'daemon-refused';
    throw error;
  }
}

type Found = { readonly address: AmiAddress; readonly from: keyof typeof rescueTexts.from };

/**
 * Whom to ask, in this order: the rescue's own user, and the daemon's, whose password may be right where the other is wrong.
 * Where Asterisk is: what is said outright goes before the site file as far as that can be read, and `dialplan/manager.conf`.
 */
async function findAmi(options: Options): Promise<readonly Found[]> {
  const { host, port, user = 'plateau-rescue' } = options;
  const password = process.env['PLATEAU_RESCUE_PASSWORD'] ?? '';
  const isSaid = host !== undefined && port !== undefined;
  const site = (await siteAmi(options.site, 'read')) ?? (isSaid ? null : await siteAmi(options.site, 'skip'));
  const place = { host: host ?? site?.host ?? '127.0.0.1', port: port ?? site?.port ?? 5038 };
  const from = isSaid ? 'options' : site === null ? 'defaults' : 'site';
  const own: Found = { address: { ...place, user, password }, from };
  if (site === null || site.password === null) return [own];
  const daemons: Found = { address: { ...place, user: site.user, password: site.password }, from };
  return password === '' ? [daemons] : [own, daemons];
}

async function siteAmi(path: string, secrets: 'read' | 'skip') {
  const late = () => new OutsideError('ami-refused', `${path} could not be read in time`);
  try {
    const loaded = await within(loadSiteFile(path, { nowMs: Date.now(), secrets }), siteFileWithinMs, late);
    return loaded.ok ? loaded.site.asterisk.ami : null;
  } catch (error) {
    if (error instanceof OutsideError) return null;
    throw error;
  }
}

async function run(options: Options): Promise<Exit> {
  const { lang, socket } = options;
  if (!options.force && (await daemonAnswers(socket))) {
    process.stderr.write(`${rescueTexts.daemonLives(socket)[lang]}\n`);
    return 3;
  }
  for (const { address, from } of await findAmi(options)) {
    const where = `AMI ${address.user}@${address.host}:${address.port}, ${rescueTexts.from[from][lang]}`;
    try {
      const rescued = await rescueCallers(address);
      process.stdout.write(`${rescueTexts.report(rescued, where)[lang]}\n`);
      return rescued.left === 0 ? 0 : 1;
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      const what = rescueTexts.failed(error.message, where)[lang];
      process.stderr.write(`${what} ${errorCatalogue[error.code][lang]}\n`);
    }
  }
  return 1;
}

takeCredentials(process.env);
const options = readOptions();
setTimeout(() => {
  process.stderr.write(`${rescueTexts.tooLate(allWithinMs)[options.lang]}\n`);
  process.exit(1);
}, allWithinMs).unref();
// The site file's reader may still be at work: nobody waits for it.
process.exit(await run(options));
