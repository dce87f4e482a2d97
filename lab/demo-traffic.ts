// People for the demo: agents at their phones, partners behind their trunks, and callers who call, choose, wait or give up.
import { setTimeout as delay } from 'node:timers/promises';
import type { SiteFile } from '../src/site/site-file.js';
import type { Asterisk } from './asterisk.js';
import { type PhoneBehaviour, startCallers, startPhone } from './callers.js';

/** Callers who are on the line at most: each is a SIPp of its own. */
const callersLimit = 24;
/** `[number, keys, share]`: what is dialled, and pressed in the menu. */
const wishes = [
  ['3200', '11', 5],
  ['3200', '12', 2],
  ['3200', '21', 1],
  ['3200', '13', 1],
  ['3204', '', 3],
  ['3202', '', 1],
] as const;

/** Phones answer after two to five seconds; one agent in eight has gone for a coffee and lets it ring. */
export async function seatAgents(asterisk: Asterisk, site: SiteFile): Promise<readonly string[]> {
  const agents = [...site.core.agents.values()].filter(agent => agent.endpoint.startsWith('PJSIP/'));
  const plans = await asterisk.addPhones(
    agents.map(agent => ({ id: agent.endpoint.slice('PJSIP/'.length) })),
  );
  for (const [index, plan] of plans.entries()) await startPhone(asterisk, plan, behaviourOf(index));
  return agents.map(agent => agent.id);
}

function behaviourOf(index: number): PhoneBehaviour {
  if (index % 8 === 7) return { kind: 'rings' };
  return {
    kind: 'answers',
    afterMs: 2_000 + (index % 4) * 1_000,
    hangUpAfterMs: 15_000 + (index % 5) * 9_000,
  };
}

/** Every trunk that a partner is reached by answers after a few seconds. */
export async function openPartners(asterisk: Asterisk, site: SiteFile): Promise<void> {
  const names = new Set(
    [...site.core.partners.values()].flatMap(partner => partner.destinations.map(({ trunk }) => trunk)),
  );
  for (const id of names) {
    const trunk = site.core.trunks.get(id);
    if (trunk?.kind !== 'pjsip') continue;
    await startPhone(asterisk, await asterisk.addTrunk(trunk.endpoint), {
      kind: 'answers',
      afterMs: 3_000,
      hangUpAfterMs: 40_000,
    });
  }
}

/** Callers until `stop` is aborted: about one in three seconds, now and then a burst, as after an advert. */
export async function keepCalling(asterisk: Asterisk, stop: AbortSignal): Promise<void> {
  let onTheLine = 0;
  for (let turn = 0; !stop.aborted; turn++) {
    const burst = turn % 20 === 10 ? 8 : 1;
    for (let i = 0; i < burst && onTheLine < callersLimit; i++) {
      onTheLine++;
      void callOnce(asterisk, turn + i, burst > 1 ? '3204' : null, stop)
        .catch((error: unknown) =>
          console.error(`a caller could not call: ${error instanceof Error ? error.message : error}`),
        )
        .finally(() => {
          onTheLine--;
        });
    }
    await delay(2_000 + Math.random() * 2_000, undefined, { signal: stop }).catch(() => undefined);
  }
}

/** One caller: dials, presses his keys, and hangs up when his patience is at its end or somebody hangs up on him. */
async function callOnce(
  asterisk: Asterisk,
  turn: number,
  number: string | null,
  stop: AbortSignal,
): Promise<void> {
  const [dialled, keys] = number === null ? wishOf(Math.random()) : [number, ''];
  const from = String(600_000_000 + ((turn * 7_919) % 99_999_999)).padStart(10, '0');
  const caller = await startCallers(asterisk, {
    number: dialled,
    from,
    hangUpAfterMs: 45_000 + Math.round(Math.random() * 90_000),
  });
  const isOn = () => caller.calls()[0]?.end === undefined && !stop.aborted;
  try {
    for (const key of keys) {
      // A person listens first.
      await delay(1_500, undefined, { signal: stop });
      if (isOn()) await caller.press(key);
    }
    while (isOn()) await delay(500, undefined, { signal: stop });
  } catch {
    // He hung up, or the demo ends: either way he is gone.
  }
  await caller.stop();
}

function wishOf(chance: number): readonly [string, string] {
  const total = wishes.reduce((sum, [, , share]) => sum + share, 0);
  let left = chance * total;
  for (const [number, keys, share] of wishes) {
    left -= share;
    if (left < 0) return [number, keys];
  }
  return ['3200', '11'];
}
