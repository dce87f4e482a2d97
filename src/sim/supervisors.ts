// The supervisors of the simulated world: now and then one dials the code to hear an agent, answers his phone, changes his mind, hangs up.
import type { Site, Supervisor } from '../core/site.js';
import { dialsFeature } from './devices.js';
import { supervisorDoes } from './listening.js';
import type { Pbx } from './pbx.js';
import { between, chance, exponential, pick, type Random } from './random.js';

export type Supervisors = {
  readonly pbx: Pbx;
  readonly site: () => Site;
  readonly random: Random;
  readonly untilMs: number;
};

const everyMs = 300_000;
const modes = ['listen', 'whisper', 'barge'] as const;

/** Each of the site's supervisors is curious now and then. */
export function startSupervising(supervisors: Supervisors): void {
  for (const one of supervisors.site().supervisors.values()) next(supervisors, one);
}

function next(supervisors: Supervisors, supervisor: Supervisor): void {
  const { pbx, random, untilMs } = supervisors;
  const atMs = pbx.clock.nowMs() + exponential(random, everyMs);
  if (atMs >= untilMs) return;
  pbx.clock.at(atMs, () => {
    // Most of them hear whoever talks, some try whom they may not hear, or who does not talk.
    const talking = [...pbx.legs.values()].flatMap(({ to, joined }) =>
      joined && to.kind === 'phone' ? [to.endpoint] : [],
    );
    const all = [...supervisors.site().agents.values()].map(({ endpoint }) => endpoint);
    const phone = pick(random, chance(random, 0.8) && talking.length > 0 ? talking : all) ?? '';
    const number = phone.slice(phone.indexOf('/') + 1);
    dialsFeature(pbx, supervisor.endpoint, pick(random, modes) ?? 'listen', number);
    next(supervisors, supervisor);
  });
}

/** His phone is being rung. */
export function supervisorIsRung({ pbx, random }: Supervisors, id: string): void {
  const later = (fromMs: number, toMs: number, what: Parameters<typeof supervisorDoes>[2]) =>
    pbx.clock.at(pbx.clock.nowMs() + between(random, fromMs, toMs), () => supervisorDoes(pbx, id, what));
  if (!chance(random, 0.85)) {
    later(1_000, 20_000, 'hangs-up');
    return;
  }
  later(500, 6_000, 'answers');
  if (chance(random, 0.5)) later(6_000, 40_000, pick(random, ['4', '5', '6'] as const) ?? '4');
  later(10_000, 600_000, 'hangs-up');
}
