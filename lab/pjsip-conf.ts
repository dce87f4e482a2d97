// pjsip.conf of a private Asterisk: one transport on loopback, phones, trunks.
import type { AsteriskPlan, PhonePlan, TrunkPlan } from './asterisk-plan.js';

type Values = Readonly<Record<string, string | number>>;

/** Where SIP is spoken: on 127.0.0.1, whatever loopback address the other side has. */
export const sipAddress = '127.0.0.1';

export function transportConf({ ports }: AsteriskPlan): string {
  return section('udp', { type: 'transport', protocol: 'udp', bind: `${sipAddress}:${ports.sip}` });
}

export function endpointsConf({ phones, trunks }: AsteriskPlan): string {
  return [...trunks.map(trunkConf), ...phones.map(phoneConf)].join('\n');
}

/**
 * `media_address`: without it each call asks the resolver for the machine's own name, five seconds where there is no answer.
 */
const everyEndpoint = {
  type: 'endpoint',
  disallow: 'all',
  allow: 'alaw,ulaw',
  media_address: '127.0.0.1',
  bind_rtp_to_media_address: 'yes',
  dtmf_mode: 'auto_info',
  timers: 'no',
};

function phoneConf({ id, address, port, password, language, qualifyS }: PhonePlan): string {
  return [
    section(id, { ...everyEndpoint, language, aors: id, auth: `${id}-auth` }, '(plateau-phone)'),
    section(`${id}-auth`, { type: 'auth', auth_type: 'userpass', username: id, password }),
    section(id, { type: 'aor', contact: `sip:${id}@${address}:${port}`, qualify_frequency: qualifyS }),
  ].join('\n');
}

function trunkConf({ name, address, port, context }: TrunkPlan): string {
  return [
    section(name, { ...everyEndpoint, context, aors: name }, '(plateau-partner)'),
    section(`${name}-from`, { type: 'identify', endpoint: name, match: address }),
    section(name, { type: 'aor', contact: `sip:${address}:${port}` }),
  ].join('\n');
}

function section(name: string, values: Values, template = ''): string {
  const lines = Object.entries(values).map(([key, value]) => `${key} = ${value}`);
  return `[${name}]${template}\n${lines.join('\n')}\n`;
}
