// The contract of the port Switch, as a function of a PBX: the real Asterisk and the simulated one both pass it.
import type { Test } from 'tap';
import { consultationContract } from './consultations.js';
import { daemonContract } from './daemons.js';
import { firstContract } from './first.js';
import { legContract } from './legs.js';
import { listeningContract } from './listening.js';
import type { ContractPbx } from './pbx.js';
import { talkContract } from './talks.js';

/** `given` is asked once a test; what it gave is taken away after the test by who gave it. */
export function switchContract(t: Test, given: () => Promise<ContractPbx>): void {
  talkContract(t, given);
  legContract(t, given);
  consultationContract(t, given);
  firstContract(t, given);
  daemonContract(t, given);
  listeningContract(t, given);
}
