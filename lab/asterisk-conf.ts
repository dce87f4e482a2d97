// The configuration of one private Asterisk. dialplan/ is linked in as it is; ports and passwords are added to its sections
// from outside; what stands here besides is what every site has of its own (trunks, phones, modules, logs).
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AsteriskPlan } from './asterisk-plan.js';
import { modules } from './modules.js';
import { endpointsConf, transportConf } from './pjsip-conf.js';

/** Loaded from dialplan/ without a change. */
const shipped = [
  'plateau.conf',
  'example-extensions.conf',
  'manager.conf',
  'ari.conf',
  'http.conf',
  'queues.conf',
  'pjsip-templates.conf',
] as const;

/** Asterisk complains of each that is missing, and its complaints stand in the way when a test has failed. */
const empty = [
  ...['acl', 'ccss', 'features', 'indications', 'pjproject', 'queuerules', 'udptl', 'websocket_client'],
].map(name => `${name}.conf`);

/** Writes the folder `plan.folder`: `etc` and all the folders that Asterisk writes to. */
export async function writeConfiguration(plan: AsteriskPlan): Promise<void> {
  const etc = join(plan.folder, 'etc');
  for (const name of ['etc', 'lib', 'db', 'keys/keys', 'spool/recording', 'run', 'log', 'cache'])
    await mkdir(join(plan.folder, name), { recursive: true });
  await mkdir(join(etc, 'plateau'));
  for (const name of shipped) await symlink(join(plan.dialplan, name), join(etc, 'plateau', name));
  await symlink(join(plan.dialplan, 'plateau.conf'), join(etc, 'plateau.conf'));
  for (const name of empty) await writeFile(join(etc, name), '');
  for (const [name, text] of Object.entries(files(plan))) await writeFile(join(etc, name), text);
  await writeEndpoints(plan);
}

/** Trunks and phones: written at the start, and again whenever one is added. */
export async function writeEndpoints(plan: AsteriskPlan): Promise<void> {
  const etc = join(plan.folder, 'etc');
  await writeFile(join(etc, 'endpoints.conf'), endpointsConf(plan));
  const phones = plan.phones.map(({ id }) => `member => PJSIP/${id}\n`).join('');
  await writeFile(join(etc, 'plateau-fallback-phones.conf'), phones);
}

function files(plan: AsteriskPlan): Record<string, string> {
  return {
    'asterisk.conf': asteriskConf(plan),
    'modules.conf': `[modules]\nautoload = no\n${modules.map(name => `load = ${name}.so\n`).join('')}`,
    'logger.conf': [
      '[general]\ndateformat = %F %T.%3q\n[logfiles]',
      `full.log => ${plan.quiet ? 'warning,error' : 'notice,warning,error,verbose,dtmf'}\n`,
    ].join('\n'),
    'rtp.conf': `[general]\nrtpstart = ${plan.ports.rtp[0]}\nrtpend = ${plan.ports.rtp[1]}\n`,
    'musiconhold.conf': '[default]\nmode = files\ndirectory = moh\n',
    'cdr.conf': '[general]\nenable = no\n',
    'cel.conf': '[general]\nenable = yes\nevents = CHAN_START,CHAN_END,USER_DEFINED\n',
    'pjsip.conf': `#include "plateau/pjsip-templates.conf"\n${transportConf(plan)}\n#include "endpoints.conf"\n`,
    'extensions.conf': `#include "plateau/example-extensions.conf"\n${plan.extensions}\n`,
    'queues.conf': `#include "plateau/queues.conf"\n${plan.queues}\n`,
    'manager.conf': [
      '#include "plateau/manager.conf"',
      `[general](+)\nport = ${plan.ports.ami}`,
      `[plateau](+)\nsecret = ${plan.secret}\n[plateau-rescue](+)\nsecret = ${plan.secret}\n`,
    ].join('\n'),
    'ari.conf': `#include "plateau/ari.conf"\n[plateau](+)\npassword = ${plan.secret}\n`,
    'http.conf': `#include "plateau/http.conf"\n[general](+)\nbindport = ${plan.ports.http}\n`,
  };
}

function asteriskConf({ folder, programs, quiet }: AsteriskPlan): string {
  const own = programs.asteriskFolders;
  return [
    '[directories]',
    ...(own === undefined ? [] : [`astmoddir => ${own.modules}`, `astdatadir => ${own.data}`]),
    `astetcdir => ${folder}/etc`,
    `astcachedir => ${folder}/cache`,
    `astvarlibdir => ${folder}/lib`,
    `astdbdir => ${folder}/db`,
    `astkeydir => ${folder}/keys`,
    `astspooldir => ${folder}/spool`,
    `astrundir => ${folder}/run`,
    `astlogdir => ${folder}/log`,
    '[options]',
    `verbose = ${quiet ? 0 : 3}`,
    'nocolor = yes',
    'documentation_language = en',
    '',
  ].join('\n');
}
