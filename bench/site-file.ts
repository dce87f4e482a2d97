// The site file of a bench: one skill and one flow for each group of phones, always open, no wrap-up.
import type { Asterisk } from '../lab/asterisk.js';
import type { Group } from './floor.js';

/** More than any test has calls. */
const channels = 2_000;

/** The text of a site file for this Asterisk, with an agent for each phone of `groups`. */
export function siteFile({ ami, ari }: Pick<Asterisk, 'ami' | 'ari'>, groups: readonly Group[]): string {
  const { hostname, port } = new URL(ari.url);
  return [
    'site: { name: Bench, zone: Europe/Paris, languages: [fr], wrapUp: 0s }',
    'asterisk:',
    `  ami: { host: ${ami.host}, port: ${ami.port}, user: ${ami.user}, password: "${ami.secret}" }`,
    `  ari: { host: ${hostname}, port: ${port}, user: ${ari.user}, password: "${ari.password}" }`,
    `trunks: { operator: { name: Operator, kind: pjsip, endpoint: operator, channels: ${channels} } }`,
    'skills:',
    ...groups.map(({ name }) => `  ${name}: { en: ${name}, fr: ${name} }`),
    'agents:',
    ...groups.map(agents),
    'flows:',
    ...groups.flatMap(({ name }) => [
      `  ${name}:`,
      `    name: { en: ${name}, fr: ${name} }`,
      `    rings: [{ at: 0s, agents: ${name} }]`,
    ]),
    '',
  ].join('\n');
}

function agents({ name, first, count }: Group): string {
  const phones = count === 1 ? `phone: PJSIP/${first}` : `phones: PJSIP/${first}..${first + count - 1}`;
  return `  - { ${phones}, name: "${name} {n}", skills: { ${name}: 1 } }`;
}
