// The agents of the simulated world while they talk: some put the caller on hold, some send him on, and not all see it through.
import type { TransferManner } from '../core/facts-transfers.js';
import type { TalkCommand } from '../core/inputs.js';
import type { Site, TransferTarget } from '../core/site.js';
import { legEnds, type Pbx, type SimulatedCaller, type SimulatedLeg } from './pbx.js';
import { between, chance, pick, type Random } from './random.js';
import type { Traffic } from './traffic.js';

export type Transferring = {
  readonly pbx: Pbx;
  readonly site: () => Site;
  readonly traffic: Traffic;
  readonly random: Random;
};

const manners: readonly TransferManner[] = ['blind', 'consultation', 'accompanied'];
/** Whoever has not finished by then hangs up. */
const patienceMs = 600_000;

/** Caller and agent are joined: perhaps he will not keep him. */
export function maySendOn(about: Transferring, caller: SimulatedCaller, leg: SimulatedLeg): void {
  const { random, traffic } = about;
  const { holds, transfers } = traffic.agents;
  if (holds + transfers === 0) return;
  const mood = random.next();
  const afterMs = between(random, 1_000, 30_000);
  if (mood < holds) later(about, afterMs, leg, () => holdsHim(about, caller, leg));
  else if (mood < holds + transfers) later(about, afterMs, leg, () => sendsOn(about, leg));
}

function later({ pbx }: Transferring, ms: number, leg: SimulatedLeg, then: () => void): void {
  pbx.clock.at(pbx.clock.nowMs() + ms, () => {
    if (pbx.legs.get(leg.id) === leg) then();
  });
}

function asks({ pbx, site }: Transferring, { to }: SimulatedLeg, command: TalkCommand): void {
  if (to.kind !== 'phone') return;
  for (const { id, endpoint } of site().agents.values()) {
    if (endpoint !== to.endpoint) continue;
    const by = { kind: 'desk', name: endpoint } as const;
    pbx.events?.input({ type: 'agent-command', agent: id, command, by });
  }
}

function holdsHim(about: Transferring, caller: SimulatedCaller, leg: SimulatedLeg): void {
  const { random, pbx } = about;
  asks(about, leg, { kind: 'hold' });
  later(about, between(random, 2_000, 40_000), leg, () => {
    if (chance(random, 0.95)) asks(about, leg, { kind: 'resume' });
    else legEnds(pbx, leg, 'hung-up');
  });
  later(about, patienceMs, leg, () => {
    if (caller.joinedWith !== leg.id) legEnds(pbx, leg, 'hung-up');
  });
}

function targetIn(site: Site, random: Random): TransferTarget | null {
  const mood = random.next();
  const flow = pick(random, [...site.flows.keys()]);
  const agent = pick(random, [...site.agents.keys()]);
  const partner = pick(random, [...site.partners.keys()]);
  if (mood < 0.4) return flow === undefined ? null : { kind: 'flow', flow };
  if (mood < 0.8 || partner === undefined) return agent === undefined ? null : { kind: 'agent', agent };
  return site.transfers.numbers.has(partner)
    ? { kind: 'number', number: partner }
    : { kind: 'partner', partner };
}

function sendsOn(about: Transferring, leg: SimulatedLeg): void {
  const { random, pbx } = about;
  const to = targetIn(about.site(), random);
  if (to === null) return;
  asks(about, leg, { kind: 'transfer', manner: pick(random, manners) ?? 'blind', to });
  // Tired of waiting for an answer, he leaves the caller in the line or has him back.
  later(about, between(random, 5_000, 90_000), leg, () =>
    asks(about, leg, { kind: chance(random, 0.5) ? 'transfer-complete' : 'transfer-cancel' }),
  );
  later(about, patienceMs, leg, () => legEnds(pbx, leg, 'hung-up'));
}

/** He talks with the target, the caller hears music or both of them. */
export function decidesAfterConsulting(
  about: Transferring,
  keeper: SimulatedLeg,
  target: SimulatedLeg,
): void {
  const { random, pbx } = about;
  const mood = random.next();
  later(about, between(random, 500, 20_000), keeper, () => {
    if (mood < 0.05) legEnds(pbx, keeper, 'hung-up');
    else if (mood < 0.1) legEnds(pbx, target, 'hung-up');
    else if (mood < 0.25) asks(about, keeper, { kind: 'transfer-cancel' });
    else if (mood < 0.45) asks(about, keeper, { kind: 'transfer-swap' });
    else asks(about, keeper, { kind: 'transfer-complete' });
  });
  // Where the daemon has forgotten them all, the agent is taken away and the other two have nothing more to say.
  later(about, patienceMs, target, () => legEnds(pbx, target, 'hung-up'));
}
