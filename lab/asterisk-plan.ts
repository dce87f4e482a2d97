// What one private Asterisk is made of: folders, ports, passwords, phones and trunks.
import type { LabPrograms } from './install.js';

/** A phone: the endpoint `PJSIP/<id>`, whose calls go to `address`:`port`. It calls in as user `id` with `password`. */
export type PhonePlan = {
  readonly id: string;
  readonly address: string;
  readonly port: number;
  readonly password: string;
  readonly language: 'en' | 'fr';
  /** How often Asterisk asks whether it is there (OPTIONS); 0 is never, and then it always counts as there. */
  readonly qualifyS: number;
};

/**
 * A trunk: the endpoint `PJSIP/<name>`. What comes from `address` (of 127.0.0.0/8) is a call on it, into `context`; our calls
 * on it go to `address`:`port`.
 */
export type TrunkPlan = {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly context: string;
};

export type AsteriskPlan = {
  readonly folder: string;
  /** The project's dialplan/ folder. */
  readonly dialplan: string;
  readonly programs: LabPrograms;
  readonly ports: {
    readonly sip: number;
    readonly http: number;
    readonly ami: number;
    readonly rtp: readonly [number, number];
  };
  /** Of the AMI and of the ARI user `plateau`. */
  readonly secret: string;
  readonly phones: readonly PhonePlan[];
  readonly trunks: readonly TrunkPlan[];
  /** Lines added to extensions.conf and to queues.conf. */
  readonly extensions: string;
  readonly queues: string;
  readonly quiet: boolean;
};
