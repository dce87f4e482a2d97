// Section `asterisk`: how to reach the PBX. Passwords are better kept in a file of their own, or in the environment.
import type { z } from 'zod';
import { block, duration, host, orVariable, passwordKeys, port, text } from '../words.js';

const userPattern = /^[A-Za-z0-9_.-]{1,64}$/;
const user = text('user', userPattern).meta(orVariable(userPattern));

const ami = block({
  host: host.prefault('127.0.0.1').describe('Asterisk, as seen from the controller.'),
  port: port.prefault(5038).describe('Port of AMI (manager.conf).'),
  user: user.prefault('plateau').describe('User of AMI (manager.conf).'),
  ...passwordKeys('The password'),
});

const ari = block({
  host: host.prefault('127.0.0.1').describe('Asterisk, as seen from the controller.'),
  port: port.prefault(8088).describe("Port of Asterisk's HTTP server (http.conf)."),
  user: user.prefault('plateau').describe('User of ARI (ari.conf).'),
  ...passwordKeys('The password'),
});

export type AsteriskSection = z.output<typeof asteriskSection>;

export const asteriskSection = block({
  ami: ami.describe('The manager interface.'),
  ari: ari.describe('The REST interface.'),
  deadman: duration('5s', '2m')
    .prefault('15s')
    .describe(
      'When the controller is silent for so long, waiting callers go to the fall-back of the dialplan.',
    ),
});
