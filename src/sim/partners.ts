// The subcontractors of the simulated world, and the alarms of the trunks that lead to them.
import type { Site } from '../core/site.js';
import { setAlarm } from './devices.js';
import { legAnswers, legEnds, legRings, type Pbx, pressesKey, type SimulatedLeg } from './pbx.js';
import { between, chance, exponential, lognormal, type Random } from './random.js';
import type { Traffic } from './traffic.js';

export type Partners = {
  readonly pbx: Pbx;
  readonly site: () => Site;
  readonly traffic: Traffic;
  readonly random: Random;
  readonly untilMs: number;
};

export function startAlarms(partners: Partners): void {
  const { site, traffic } = partners;
  if (traffic.alarmsEveryMs > 0) for (const trunk of site().trunks.keys()) nextAlarm(partners, trunk);
}

function nextAlarm(partners: Partners, trunk: string): void {
  const { pbx, traffic, random, untilMs } = partners;
  const fromMs = pbx.clock.nowMs() + exponential(random, traffic.alarmsEveryMs);
  if (fromMs >= untilMs) return;
  pbx.clock.at(fromMs, () => {
    setAlarm(pbx, trunk, 'red');
    pbx.clock.at(fromMs + exponential(random, traffic.alarmMs), () => {
      setAlarm(pbx, trunk, null);
      nextAlarm(partners, trunk);
    });
  });
}

/** The partner is dialled: he answers while he has room, most of the time. */
export function isDialled(partners: Partners, leg: SimulatedLeg): void {
  const { pbx, traffic, random } = partners;
  const ringsMs = pbx.clock.nowMs() + between(random, 100, 1_500);
  const mood = random.next();
  const { busy, unreachable, rejects, noAnswer } = traffic.partners;
  const refuses = (end: 'busy' | 'unreachable' | 'rejected') =>
    pbx.clock.at(ringsMs, () => legEnds(pbx, leg, end));
  if (mood < busy || isFull(partners, leg)) {
    refuses('busy');
    return;
  }
  if (mood < busy + unreachable) {
    refuses('unreachable');
    return;
  }
  if (mood < busy + unreachable + rejects) {
    refuses('rejected');
    return;
  }
  pbx.clock.at(ringsMs, () => legRings(pbx, leg));
  if (mood < busy + unreachable + rejects + noAnswer) return;
  pbx.clock.at(ringsMs + lognormal(random, traffic.partners.answersAfterMs, 0.5), () => legAnswers(pbx, leg));
}

function isFull({ pbx, traffic }: Partners, leg: SimulatedLeg): boolean {
  let there = 0;
  for (const other of pbx.legs.values())
    if (other.to.kind === 'trunk' && leg.to.kind === 'trunk' && other.to.number === leg.to.number) there++;
  return there > traffic.partners.capacity;
}

/** A person at the partner's presses the key; a machine does not. */
export function partnerIsAsked({ pbx, traffic, random }: Partners, leg: SimulatedLeg): void {
  if (chance(random, traffic.agents.voicemail)) return;
  pbx.clock.at(pbx.clock.nowMs() + between(random, 500, 3_000), () => pressesKey(pbx, leg, '1'));
}
