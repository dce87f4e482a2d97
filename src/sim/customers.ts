// The people whom the simulated site calls: some are busy, some do not answer, the others talk for a while.
import {
  callerPresses,
  legAnswers,
  legEnds,
  legRings,
  type Pbx,
  type SimulatedCaller,
  type SimulatedLeg,
} from './pbx.js';
import { between, chance, lognormal, type Random } from './random.js';

export type Customers = { readonly pbx: Pbx; readonly random: Random };

/** Shares of the calls to them. */
const moods = { busy: 0.15, rejects: 0.05, unreachable: 0.03, noAnswer: 0.2 };
const answersAfterMs = 8_000;
const talkMs = 120_000;
/** Whoever has answered and hears nobody hangs up after so long. */
const patienceMs = 10_000;

export function customerIsCalled({ pbx, random }: Customers, leg: SimulatedLeg): void {
  const ringsMs = pbx.clock.nowMs() + between(random, 100, 2_000);
  const mood = random.next();
  const refuses = (end: 'busy' | 'rejected' | 'unreachable') =>
    pbx.clock.at(ringsMs, () => legEnds(pbx, leg, end));
  const { busy, rejects, unreachable, noAnswer } = moods;
  if (mood < busy) refuses('busy');
  else if (mood < busy + unreachable) refuses('unreachable');
  else {
    pbx.clock.at(ringsMs, () => legRings(pbx, leg));
    const atMs = ringsMs + lognormal(random, answersAfterMs, 0.6);
    if (mood < busy + unreachable + rejects) pbx.clock.at(atMs, () => legEnds(pbx, leg, 'rejected'));
    else if (mood >= busy + unreachable + rejects + noAnswer) pbx.clock.at(atMs, () => answers(pbx, leg));
  }
}

function answers(pbx: Pbx, leg: SimulatedLeg): void {
  legAnswers(pbx, leg);
  pbx.clock.at(pbx.clock.nowMs() + patienceMs, () => {
    if (!leg.joined) legEnds(pbx, leg, 'hung-up');
  });
}

const wantsCallBack = 0.5;
const changesHisMind = 0.1;

/** A caller who waits is asked: many want it, some with another number, and a few think again. */
export function answersAboutCallBack(
  { pbx, random }: Customers,
  caller: SimulatedCaller,
  say: 'offer' | 'key-number' | 'read-back' | 'not-possible',
): void {
  const press = (keys: string) => {
    let atMs = pbx.clock.nowMs() + between(random, 1_000, 6_000);
    for (const key of keys) {
      pbx.clock.at(atMs, () => callerPresses(pbx, caller, key));
      atMs += between(random, 100, 500);
    }
  };
  if (say === 'offer') {
    if (chance(random, wantsCallBack)) press(chance(random, 0.2) ? '2' : '1');
  } else if (say === 'read-back') press(chance(random, changesHisMind) ? '*' : '1');
  else press(chance(random, 0.2) ? '089912#' : `06${between(random, 10_000_000, 99_999_999)}#`);
}

/** They talk, and one of the two hangs up. */
export function customerTalks({ pbx, random }: Customers, agent: SimulatedLeg, customer: SimulatedLeg): void {
  const byCustomer = chance(random, 0.5);
  pbx.clock.at(pbx.clock.nowMs() + lognormal(random, talkMs, 0.7), () => {
    if (pbx.pairs.get(agent.id) !== customer.id) return;
    legEnds(pbx, byCustomer ? customer : agent, 'hung-up');
  });
}
