// The doctor's look at phones and trunks: are they there, do they answer, and would Asterisk send calls elsewhere on their word.
import type { Finding } from '../link/messages.js';
import { type Commands, requests, succeeded } from './commands.js';
import type { DoctorOptions } from './doctor.js';
import { textAt } from './events.js';
import { ok, worse } from './findings.js';
import { listOf } from './snapshot.js';
import { texts } from './texts.js';

export async function endpointFindings(
  commands: Commands,
  options: DoctorOptions,
): Promise<readonly Finding[]> {
  const trunks = [...options.trunks().values()]
    .filter(({ kind }) => kind === 'pjsip')
    .map(({ endpoint }) => `PJSIP/${endpoint}`);
  const wanted = [...new Set([...options.endpoints(), ...trunks])];
  const states = await statesOf(commands);
  if (states === null)
    return worse(
      'warning',
      'endpoints',
      [`/ari/${requests.endpoints().path}`],
      texts.unasked,
      texts.defineEndpoint,
    );
  // A Local channel is made when it is called.
  const unknown = wanted.filter(name => !states.has(name) && !name.startsWith('Local/'));
  const away = wanted.filter(name => states.get(name) === 'offline');
  const settings = await settingsOf(
    commands,
    wanted.filter(name => states.has(name)),
  );
  const redirecting = wanted.filter(
    name => (settings.get(name)?.get('redirect_method') ?? 'user') !== 'user',
  );
  const transferring = trunks.filter(name => isYes(settings.get(name)?.get('allow_transfer')));
  const found = [
    ...worse('error', 'endpoints', unknown, texts.endpointUnknown, texts.defineEndpoint),
    ...worse('warning', 'endpoints-away', away, texts.endpointAway, texts.lookAtEndpoint),
    ...worse('error', 'redirections', redirecting, texts.redirects, texts.setRedirect),
    ...worse('warning', 'transfers', transferring, texts.transfers, texts.forbidTransfers),
  ];
  return found.length === 0 ? [ok('endpoints', texts.endpointsFine)] : found;
}

/** `online`, `offline` or `unknown` by `TECH/name`; null when Asterisk does not say. */
async function statesOf(commands: Commands): Promise<ReadonlyMap<string, string> | null> {
  const answer = await commands.run('doctor', requests.endpoints());
  if (!succeeded(answer) || !answer.known) return null;
  return new Map(
    listOf(answer.body).map(endpoint => [
      `${textAt(endpoint, 'technology')}/${textAt(endpoint, 'resource')}`,
      textAt(endpoint, 'state'),
    ]),
  );
}

/** The settings of those that are PJSIP endpoints, by name. */
async function settingsOf(
  commands: Commands,
  names: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const pjsip = names.filter(name => name.startsWith('PJSIP/'));
  const settings = await Promise.all(
    pjsip.map(async name => {
      const answer = await commands.run(name, requests.pjsipEndpoint(name.slice('PJSIP/'.length)));
      const pairs = answer.known ? listOf(answer.body) : [];
      return [name, new Map(pairs.map(pair => [textAt(pair, 'attribute'), textAt(pair, 'value')]))] as const;
    }),
  );
  return new Map(settings);
}

function isYes(value: string | undefined): boolean {
  return value === 'yes' || value === 'true';
}
