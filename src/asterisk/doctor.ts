// What can be told of an Asterisk from outside, for `plateauctl doctor`: links, version, rights, dialplan, phones and trunks,
// modules, prompts. On connections of its own; it changes nothing.
import { type ErrorCode, errorCatalogue } from '../base/error-catalogue.js';
import { OutsideError } from '../base/errors.js';
import type { Text } from '../base/language.js';
import type { Finding } from '../link/messages.js';
import { type Ami, amiOver } from './ami.js';
import { type AsteriskInfo, askAsterisk } from './asterisk-info.js';
import { type AmiLink, openAmi } from './asterisk-manager.js';
import { type AriRequest, type Commands, requests, succeeded } from './commands.js';
import { httpCommands } from './commands-http.js';
import { endpointFindings } from './doctor-endpoints.js';
import { textAt } from './events.js';
import { ok, worse } from './findings.js';
import { promptsUsed } from './prompts.js';
import type { AsteriskOptions } from './session.js';
import { listOf } from './snapshot.js';
import { texts } from './texts.js';

export type DoctorOptions = Pick<AsteriskOptions, 'ami' | 'ari' | 'trunks' | 'endpoints'>;

const answerMs = 5_000;

const actionsNeeded = ['Setvar', 'Getvar', 'QueueLog', 'DeviceStateList', 'Ping'];
const actionsTooMany = ['Command', 'Originate', 'UpdateConfig', 'ModuleLoad'];
const extensionsNeeded = [
  'plateau-queue,n1',
  'plateau-fallback,n1',
  'plateau-release,nobody',
  'plateau-release,call-back',
  'plateau-feature,status',
];
const modulesNeeded = [
  'app_read.so',
  'app_stasis.so',
  'app_userevent.so',
  'bridge_simple.so',
  'chan_pjsip.so',
  'func_timeout.so',
  'res_ari_applications.so',
  'res_ari_bridges.so',
  'res_ari_channels.so',
  'res_ari_events.so',
  'res_ari_playbacks.so',
  'res_ari_recordings.so',
  'res_musiconhold.so',
  'res_stasis_answer.so',
  'res_stasis_playback.so',
  'res_stasis_recording.so',
  'res_stasis_snoop.so',
];

/** Each finding names its check; what is as it should be is said too. Never rejects. */
export async function asteriskFindings(options: DoctorOptions): Promise<readonly Finding[]> {
  const [overAmi, overAri] = await Promise.all([amiFindings(options), ariFindings(options)]);
  return [...overAmi, ...overAri];
}

async function amiFindings(options: DoctorOptions): Promise<readonly Finding[]> {
  let link: AmiLink | null = null;
  try {
    link = await openAmi(options.ami, { event: () => undefined, closed: () => undefined });
    const ami = amiOver(link);
    return [
      ok('ami', texts.amiWorks),
      ...(await rightsFindings(link)),
      ...(await dialplanFindings(ami)),
      ...(await dahdiFindings(ami, options)),
    ];
  } catch (error) {
    return [failure('ami', error)];
  } finally {
    link?.close();
  }
}

/** `ListCommands` names the actions that our rights allow. */
async function rightsFindings(link: AmiLink): Promise<readonly Finding[]> {
  const { fields } = await link.send('ListCommands');
  const allows = (action: string) => fields.has(action.toLowerCase());
  const missing = actionsNeeded.filter(action => !allows(action));
  const tooMany = actionsTooMany.filter(allows);
  return [
    ...worse('error', 'ami-rights', missing, texts.actionMissing, texts.giveRights),
    ...worse('warning', 'ami-too-many-rights', tooMany, texts.tooManyRights, texts.takeRights),
  ];
}

async function dialplanFindings(ami: Ami): Promise<readonly Finding[]> {
  const missing: string[] = [];
  for (const extension of extensionsNeeded)
    if ((await ami.global(`DIALPLAN_EXISTS(${extension},1)`)) !== '1')
      missing.push(extension.split(',')[0] ?? extension);
  const app = await ami.global('PLATEAU_APP');
  return [
    ...worse('error', 'dialplan', missing, texts.contextMissing, texts.includeDialplan),
    app === ''
      ? { severity: 'warning', code: 'dialplan-app', text: texts.dialplanNobodys, advice: texts.startDaemon }
      : ok('dialplan-app', texts.dialplanOurs(app)),
  ];
}

async function dahdiFindings(ami: Ami, options: DoctorOptions): Promise<readonly Finding[]> {
  const trunks = [...options.trunks().values()].filter(({ kind }) => kind === 'dahdi').map(({ id }) => id);
  if (trunks.length === 0 || (await ami.dahdiChannels()).length > 0) return [];
  return worse('error', 'dahdi', trunks, texts.noDahdi, texts.lookAtDahdi);
}

async function ariFindings(options: DoctorOptions): Promise<readonly Finding[]> {
  let info: AsteriskInfo;
  try {
    info = await askAsterisk(options.ari);
  } catch (error) {
    return [failure('ari', error)];
  }
  const commands = httpCommands(options.ari, answerMs);
  try {
    return [
      ok('ari', texts.ariWorks(info.version)),
      ...versionFindings(info),
      ...(await ariRightsFindings(commands)),
      ...(await endpointFindings(commands, options)),
      ...(await moduleFindings(commands)),
      ...(await promptFindings(commands)),
    ];
  } finally {
    commands.close();
  }
}

function versionFindings({ version, isSafe, takesWebsocketCommands }: AsteriskInfo): readonly Finding[] {
  const found: Finding[] = [];
  const warn = (code: string, text: Text) =>
    found.push({ severity: 'warning', code, text, advice: texts.upgrade });
  if (!isSafe) warn('asterisk-version', texts.notSafe(version));
  if (!takesWebsocketCommands) warn('ari-commands', texts.commandsByHttp(version));
  return found;
}

/** An event for an app that is not there: refused with 403 to who may only read, with 404 to who may write. */
async function ariRightsFindings(commands: Commands): Promise<readonly Finding[]> {
  const answer = await commands.run('doctor', requests.userEvent('plateau-doctor', 'plateau-doctor'));
  if (!answer.known || answer.status !== 403) return [];
  return [{ severity: 'error', code: 'ari-rights', text: texts.ariReadOnly, advice: texts.ariNotReadOnly }];
}

async function moduleFindings(commands: Commands): Promise<readonly Finding[]> {
  const answer = await commands.run('doctor', requests.modules());
  if (!succeeded(answer) || !answer.known) return [unasked('modules', requests.modules())];
  const running = new Set(
    listOf(answer.body).flatMap(module =>
      textAt(module, 'status') === 'Running' ? textAt(module, 'name') : [],
    ),
  );
  const missing = modulesNeeded.filter(module => !running.has(module));
  if (missing.length === 0) return [ok('modules', texts.modulesFine)];
  return worse('error', 'modules', missing, texts.moduleMissing, texts.loadModules);
}

async function promptFindings(commands: Commands): Promise<readonly Finding[]> {
  const missing: string[] = [];
  for (const prompt of promptsUsed) {
    const answer = await commands.run('doctor', requests.sound(prompt));
    if (!answer.known || (answer.status !== 200 && answer.status !== 404))
      return [unasked('prompts', requests.sound(prompt))];
    const body = answer.body;
    const formats = typeof body === 'object' && body !== null ? listOf(Reflect.get(body, 'formats')) : [];
    const languages = new Set(formats.map(format => textAt(format, 'language')));
    for (const language of ['en', 'fr']) if (!languages.has(language)) missing.push(`${language}/${prompt}`);
  }
  if (missing.length === 0) return [ok('prompts', texts.promptsFine)];
  return worse('warning', 'prompts', missing, texts.promptMissing, texts.installPrompts);
}

/** The catalogue says what to do about each failure of a link. */
function failure(code: string, error: unknown): Finding {
  if (!(error instanceof OutsideError)) throw error;
  return { severity: 'error', code, text: texts.linkFails(error.message), advice: adviceFor(error.code) };
}

function adviceFor(code: ErrorCode): Text {
  return errorCatalogue[code];
}

function unasked(code: string, request: AriRequest): Finding {
  return { severity: 'warning', code, text: texts.unasked(`/ari/${request.path}`), advice: null };
}
