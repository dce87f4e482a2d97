// The people around the simulated PBX: who notices what, and what he does about it.

import type { Site } from '../core/site.js';
import {
  type Agents,
  asksForCard,
  createAgents,
  hangsUpAtOnce,
  isAsked,
  phoneIsQuiet,
  phoneRings,
  startWorking,
} from './agents.js';
import { type Callers, createCallers, heldAgain, isAskedHowItWas, startCalling, talk } from './callers.js';
import { answersAboutCallBack, type Customers, customerIsCalled, customerTalks } from './customers.js';
import { isDialled, type Partners, partnerIsAsked, startAlarms } from './partners.js';
import type { Pbx, World } from './pbx.js';
import { createRandom } from './random.js';
import { type Supervisors, startSupervising, supervisorIsRung } from './supervisors.js';
import type { Traffic } from './traffic.js';
import { decidesAfterConsulting, maySendOn, type Transferring } from './transferring.js';

export type Population = {
  /** The site in force when it is asked for. */
  readonly site: () => Site;
  readonly traffic: Traffic;
  readonly seed: number;
  readonly untilMs: number;
  /** Agents who are on duty at the start log in within so long. */
  readonly comeWithinMs: number;
};

/** Puts people around the PBX. They begin when they are told to, and after `untilMs` nobody calls and nothing new goes wrong. */
export function populate(
  pbx: Pbx,
  { site, traffic, seed, untilMs, comeWithinMs }: Population,
): { readonly begin: () => void } {
  const callers = createCallers({ pbx, site, traffic, random: createRandom(seed, 'callers'), untilMs });
  const agents = createAgents({ pbx, site, traffic, random: createRandom(seed, 'agents'), untilMs });
  const partners = { pbx, site, traffic, random: createRandom(seed, 'partners'), untilMs };
  const transferring = { pbx, site, traffic, random: createRandom(seed, 'transfers') };
  const supervisors = { pbx, site, random: createRandom(seed, 'supervisors'), untilMs };
  const customers = { pbx, random: createRandom(seed, 'customers') };
  pbx.world = worldOf(callers, agents, partners, { transferring, supervisors, customers });
  return {
    begin: () => {
      startWorking(agents, comeWithinMs);
      startAlarms(partners);
      startCalling(callers);
      startSupervising(supervisors);
    },
  };
}

type Others = {
  readonly transferring: Transferring;
  readonly supervisors: Supervisors;
  readonly customers: Customers;
};

function worldOf(
  callers: Callers,
  agents: Agents,
  partners: Partners,
  { transferring, supervisors, customers }: Others,
): World {
  return {
    legStarted: leg => {
      if (leg.to.kind === 'phone') phoneRings(agents, leg);
      else if (leg.to.kind === 'trunk') isDialled(partners, leg);
      else customerIsCalled(customers, leg);
    },
    keyAsked: leg => (leg.to.kind === 'phone' ? isAsked(agents, leg) : partnerIsAsked(partners, leg)),
    joined: (caller, leg) => {
      if (leg.to.kind === 'phone' && hangsUpAtOnce(agents, leg)) return;
      if (leg.to.kind === 'phone') maySendOn(transferring, caller, leg);
      asksForCard(agents, leg);
      talk(callers, caller, leg);
    },
    consulted: (_, keeper, target) => decidesAfterConsulting(transferring, keeper, target),
    paired: (agent, customer) => customerTalks(customers, agent, customer),
    askedAboutCallBack: (caller, say) => answersAboutCallBack(customers, caller, say),
    held: caller => heldAgain(callers, caller),
    released: (caller, next) => {
      if (next === 'satisfaction') isAskedHowItWas(callers, caller);
    },
    callerGone: () => undefined,
    legGone: leg => phoneIsQuiet(agents, leg),
    supervisorRung: id => supervisorIsRung(supervisors, id),
  };
}
