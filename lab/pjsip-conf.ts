// pjsip.conf of a private Asterisk: one transport on loopback, phones, trunks.
import type { AsteriskPlan, PhonePlan, TrunkPlan } from './asterisk-plan.js';

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
  direct_media: 'no',
  media_address: '127.0.0.1',
  bind_rtp_to_media_address: 'yes',
  dtmf_mode: 'auto_info',
  timers: 'no',
};

function phoneConf({ id, address, port, password, language, qualifyS }: PhonePlan): string {
  return [
    section(id, { ...everyEndpoint, context: 'phones', language, aors: id, auth: `${id}-auth` }),
    section(`${id}-auth`, { type: 'auth', auth_type: 'userpass', username: id, password }),
    section(id, { type: 'aor', contact: `sip:${id}@${address}:${port}`, qualify_frequency: qualifyS }),
  ].join('\n');
}

function trunkConf({ name, address, port, context }: TrunkPlan): string {
  return [
    section(name, { ...everyEndpoint, context, aors: name }),
    section(`${name}-from`, { type: 'identify', endpoint: name, match: address }),
    section(name, { type: 'aor', contact: `sip:${address}:${port}` }),
  ].join('\n');
}

function section(name: string, values: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries(values).map(([key, value]) => `${key} = ${value}`);
  return `[${name}]\n${lines.join('\n')}\n`;
}
