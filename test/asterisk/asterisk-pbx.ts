// The contract's PBX on a real Asterisk of the lab, with SIPp for phones and callers.
import type { Asterisk } from '../../lab/asterisk.js';
import { type Calls, type PhoneBehaviour, startCallers, startPhone } from '../../lab/callers.js';
import { type Relay, relayTo } from '../../lab/relay.js';
import { type AsteriskOptions, createAsteriskSwitch } from '../../src/asterisk/switch.js';
import type { Logger } from '../../src/base/logger.js';
import type { Trunk } from '../../src/core/site.js';
import type { ContractDaemon, ContractPbx, ContractPhone, FarEnd, PhoneManner } from '../contract/pbx.js';

/** Two thirds less a second: so long this process may stall without being taken for dead. */
const deadManSeconds = 6;
const featureCodes = { login: '*45', status: '*49' };

/** A contract's daemon with its two links in hand. */
export type AsteriskDaemon = ContractDaemon & { readonly ami: Relay; readonly ari: Relay };

export type AsteriskPbx = Omit<ContractPbx, 'daemon'> & {
  readonly daemon: () => Promise<AsteriskDaemon>;
  readonly stop: () => Promise<void>;
};

let trunkNames = 0;

/**
 * Everything that was started is stopped by `stop`. `claims` is the version that Asterisk is made to tell of itself, as long as
 * its own: it is used as that version would be.
 */
export async function asteriskPbx(asterisk: Asterisk, log: Logger, claims?: string): Promise<AsteriskPbx> {
  const logged = (await asterisk.log()).length;
  const lie = (said: Buffer) =>
    claims === undefined
      ? said
      : Buffer.from(said.toString('latin1').replaceAll(asterisk.programs.asteriskVersion, claims), 'latin1');
  const started: { stop: () => Promise<void> }[] = [];
  const keep = <T extends { stop: () => Promise<void> }>(one: T): T => {
    started.push(one);
    return one;
  };
  const trunks = new Map<string, Trunk>([['operator', trunkOf('operator')]]);
  const endpoints = new Set<string>();
  let names = 100;
  let boots = 0;
  const options = (): AsteriskOptions => {
    boots += 1;
    return {
      ...linksTo(asterisk),
      boot: `t${process.pid}-${boots}`,
      deadManSeconds,
      trunks: () => trunks,
      endpoints: () => endpoints,
      mayRecord: () => true,
      log,
    };
  };
  return {
    phone: async manner => {
      names += 1;
      const [plan] = await asterisk.addPhones([{ id: String(names) }]);
      if (plan === undefined) throw new Error('no phone');
      endpoints.add(`PJSIP/${plan.id}`);
      const behaviour = behaviourOf(manner);
      const calls = behaviour === null ? null : keep(await startPhone(asterisk, plan, behaviour));
      return {
        ...phoneOver(calls, behaviour === null ? 'PJSIP/nobody' : `PJSIP/${plan.id}`),
        feature: async command => {
          keep(await startCallers(asterisk, { number: featureCodes[command], phone: plan }));
        },
      };
    },
    partner: async manner => {
      // Asterisk outlives this PBX, and keeps its trunks.
      trunkNames += 1;
      const plan = await asterisk.addTrunk(`partner${trunkNames}`);
      const trunk = trunkOf(plan.name);
      trunks.set(trunk.id, trunk);
      const behaviour = behaviourOf(manner);
      const calls = behaviour === null ? null : keep(await startPhone(asterisk, plan, behaviour));
      return { trunk, number: '0899000001', far: phoneOver(calls, `PJSIP/${plan.name}`) };
    },
    caller: async () => {
      const calls = keep(await startCallers(asterisk, { number: '3204', from: '0612345600' }));
      return {
        state: () => {
          const [call] = calls.calls();
          if (call?.end !== undefined) return 'over';
          return call?.answeredAtMs === undefined ? 'calling' : 'up';
        },
        hangUp: () => calls.hangUp(),
      };
    },
    daemon: async () => {
      const { ami, ari } = linksTo(asterisk);
      const relays = [await relayTo(ami.host, ami.port), await relayTo(ari.host, ari.port, lie)] as const;
      for (const relay of relays) keep({ stop: async () => relay.cut() });
      const links = { ami: { ...ami, port: relays[0].port }, ari: { ...ari, port: relays[1].port } };
      return {
        switch: createAsteriskSwitch({ ...options(), ...links }),
        ami: relays[0],
        ari: relays[1],
        die: () => {
          for (const relay of relays) relay.cut();
        },
        hang: () => {
          for (const relay of relays) relay.freeze();
        },
      };
    },
    isRecorded: async recording =>
      (await asterisk.cli('core show channels concise')).includes(`recorder,${recording}`),
    released: async () => releasedIn((await asterisk.log()).slice(logged)),
    deadManSeconds,
    stop: async () => {
      await Promise.all(started.splice(0).map(one => one.stop()));
    },
  };
}

export function linksTo(asterisk: Asterisk): Pick<AsteriskOptions, 'ami' | 'ari'> {
  const { ami, ari } = asterisk;
  const { hostname, port } = new URL(ari.url);
  return {
    ami: { host: ami.host, port: ami.port, user: ami.user, password: ami.secret },
    ari: { host: hostname, port: Number(port), user: ari.user, password: ari.password },
  };
}

/** What the dialplan executed first of where it went. */
function releasedIn(log: string): string[] {
  return [...log.matchAll(/Executing \[(\S+)@plateau-(release|fallback):1\]/g)].map(
    ([, extension = '', context]) => (context === 'fallback' ? 'fallback' : extension),
  );
}

export function trunkOf(name: string): Trunk {
  return { id: name, name, kind: 'pjsip', endpoint: name, spans: [], channels: 30 };
}

function behaviourOf(manner: PhoneManner): PhoneBehaviour | null {
  switch (manner.kind) {
    case 'rings':
      return { kind: 'rings' };
    case 'answers':
      return { kind: 'answers', afterMs: 1 };
    case 'busy':
      return { kind: 'refuses', status: '486 Busy Here' };
    case 'declines':
      return { kind: 'refuses', status: '603 Decline', afterMs: 50 };
    case 'redirects':
      return { kind: 'redirects', to: manner.to };
    case 'unknown':
      return null;
  }
}

function phoneOver(calls: Calls | null, endpoint: string): Omit<ContractPhone, 'feature'> & ContractPhone {
  const there = (): Calls => {
    if (calls === null) throw new Error(`${endpoint} is not plugged in`);
    return calls;
  };
  return {
    endpoint,
    calls: () =>
      (calls?.calls() ?? []).map(({ answeredAtMs, end }) => ({
        state: end !== undefined ? 'over' : answeredAtMs === undefined ? 'ringing' : 'up',
        end: end === undefined ? null : endOf(end),
      })),
    answer: () => there().answer(),
    hangUp: () => there().hangUp(),
    press: key => there().press(key),
    feature: () => Promise.reject(new Error('only a phone has feature codes')),
  };
}

function endOf(end: { readonly by: 'us' | 'them'; readonly how: 'bye' | 'cancel' | number }): FarEnd {
  if (end.how === 'cancel') return 'cancelled';
  if (typeof end.how === 'number') return end.by === 'us' ? 'refused' : 'cancelled';
  return end.by === 'us' ? 'we-hung-up' : 'they-hung-up';
}
