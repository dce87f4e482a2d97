// A floor on a real Asterisk for the tests of calls: one Asterisk, one daemon, phones that answer when they are told to.
import type { Asterisk } from '../../lab/asterisk.js';
import type { PhonePlan } from '../../lab/asterisk-plan.js';
import type { Calls } from '../../lab/callers.js';
import { givenAsterisk, givenCaller, givenPhone, givenPlateau, type Scope, until } from '../../lab/given.js';
import type { Plateau } from '../../lab/plateau.js';
import type { Fact } from '../../src/core/facts.js';

type FactOf<T extends Fact['type']> = Extract<Fact, { type: T }>;

export type Floor = {
  readonly asterisk: Asterisk;
  readonly plateau: Plateau;
  /** The phone of an agent; it rings until the test says what it does. */
  readonly phone: (agent: string) => Phone;
  /** A caller calls the flow (its id is dialled as it stands in the table of numbers); resolves when Plateau holds him. */
  readonly calls: (flow: string) => Promise<Caller>;
  readonly logIn: (...agents: string[]) => Promise<void>;
  /** Waits for a fact of this type about this call or agent that comes after `after` facts were told. */
  readonly until: <T extends Fact['type']>(
    type: T,
    about: Partial<FactOf<T>>,
    withinMs?: number,
  ) => Promise<FactOf<T>>;
  /** Waits until the agent's phone rings with this caller. */
  readonly rings: (agent: string, caller: Caller) => Promise<void>;
};

export type Caller = Calls & { readonly call: string };
export type Phone = Calls & { readonly plan: PhonePlan };

export type FloorOptions = {
  /** Everything of the site file but site, asterisk, the operator's trunk and skills. */
  readonly site: string;
  readonly flows: readonly string[];
  readonly agents: readonly string[];
  readonly deadmanSeconds?: number;
};

/** A phone that dials this is in a call that is none of Plateau's business. */
export const privateNumber = '700';

/** Each flow is reached by dialling 6000 and its place in the list. */
const numberOf = (flows: readonly string[], flow: string) => String(6000 + flows.indexOf(flow));

export function siteText({ site, flows }: Pick<FloorOptions, 'site' | 'flows'>): string {
  const skills = flows.map(flow => `  ${flow}: { en: ${flow}, fr: ${flow} }`).join('\n');
  return `site: { name: Test, zone: Europe/Paris, languages: [fr, en], wrapUp: 0s }\nskills:\n${skills}\n${site}`;
}

export async function givenFloor(t: Scope, options: FloorOptions): Promise<Floor> {
  const { flows } = options;
  const entries = flows.map(flow => `exten => ${numberOf(flows, flow)},1,Goto(plateau-queue,${flow},1)`);
  const own = `[phones]\nexten => ${privateNumber},1,Answer()\n same => n,Wait(600)\n`;
  const asterisk = await givenAsterisk(t, { extensions: `[from-operator]\n${entries.join('\n')}\n${own}` });
  const phones = new Map<string, Phone>();
  for (const agent of options.agents)
    phones.set(agent, await givenPhone(t, asterisk, { id: agent }, { kind: 'rings' }));
  const { deadmanSeconds } = options;
  const plateau = await givenPlateau(t, asterisk, {
    site: siteText(options),
    ...(deadmanSeconds === undefined ? {} : { deadmanSeconds }),
  });
  let callers = 0;
  const phone = (agent: string): Phone => {
    const found = phones.get(agent);
    if (found === undefined) throw new Error(`no phone ${agent}`);
    return found;
  };
  const wait: Floor['until'] = (type, about, withinMs = 10_000) =>
    until(
      `the fact ${type} ${JSON.stringify(about)}`,
      () =>
        plateau
          .told(type)
          .find(fact =>
            Object.entries(about).every(([key, value]) => fact[key as keyof typeof fact] === value),
          ),
      {
        withinMs,
        context: () =>
          plateau
            .facts()
            .slice(-25)
            .map(({ fact }) => fact),
      },
    );
  return {
    asterisk,
    plateau,
    phone,
    until: wait,
    logIn: agents(plateau),
    calls: async flow => {
      const from = String(612_000_000 + ++callers).padStart(10, '0');
      const caller = await givenCaller(t, asterisk, { number: numberOf(flows, flow), from });
      const { call } = await wait('call-queued', { flow, caller: from });
      return { ...caller, call };
    },
    rings: async (agent, caller) => {
      await wait('call-offered', { agent, call: caller.call });
      await until(`the phone of ${agent} rings`, () =>
        phone(agent)
          .calls()
          .some(call => call.end === undefined && call.answeredAtMs === undefined),
      );
    },
  };
}

function agents(plateau: Plateau): Floor['logIn'] {
  return async (...names) => {
    for (const agent of names) await plateau.command(agent, { kind: 'login' });
  };
}
