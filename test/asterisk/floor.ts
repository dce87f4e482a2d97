// A floor on a real Asterisk for the tests of calls: one Asterisk, one daemon, phones that answer when they are told to.
import type { Asterisk } from '../../lab/asterisk.js';
import type { PhonePlan } from '../../lab/asterisk-plan.js';
import type { Calls, PhoneBehaviour } from '../../lab/callers.js';
import {
  givenAsterisk,
  givenCaller,
  givenPartner,
  givenPhone,
  givenPlateau,
  type Scope,
  until,
} from '../../lab/given.js';
import type { Plateau } from '../../lab/plateau.js';
import type { Fact } from '../../src/core/facts.js';

type FactOf<T extends Fact['type']> = Extract<Fact, { type: T }>;

export type Floor = {
  readonly asterisk: Asterisk;
  readonly plateau: Plateau;
  /** The phone of an agent; it rings until the test says what it does. */
  readonly phone: (agent: string) => Phone;
  readonly partner: (name: string) => Calls;
  /**
   * A caller calls the flow (its id is dialled as it stands in the table of numbers), from a number of his own if none is given;
   * resolves when Plateau holds him. The site's own rules may have put him into another flow.
   */
  readonly calls: (flow: string, from?: string, mediaPort?: number) => Promise<Caller>;
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
  /** Everything of the site file but site, asterisk, the operator's trunk and skills; all but asterisk where it has a section `site`. */
  readonly site: string;
  readonly flows: readonly string[];
  readonly agents: readonly string[];
  /** Phones that do something by themselves; the others ring until they are told. */
  readonly behaviours?: Readonly<Record<string, PhoneBehaviour>>;
  /** The voices of agents, see lab/voice.ts; who has none is silent and deaf. */
  readonly mediaPorts?: Readonly<Record<string, number>>;
  /** Partners' trunks by name, and what their side does. */
  readonly partners?: Readonly<Record<string, PhoneBehaviour>>;
  readonly deadmanSeconds?: number;
  /** Callers of these flows speak French, all others English. */
  readonly french?: readonly string[];
};

/** A phone that dials this is in a call that is none of Plateau's business. */
export const privateNumber = '700';

/** Each flow is reached by dialling 6000 and its place in the list. */
const numberOf = (flows: readonly string[], flow: string) => String(6000 + flows.indexOf(flow));

export function siteText({ site, flows }: Pick<FloorOptions, 'site' | 'flows'>): string {
  if (/^site:/m.test(site)) return site;
  const skills = flows.map(flow => `  ${flow}: { en: ${flow}, fr: ${flow} }`).join('\n');
  return `site: { name: Test, zone: Europe/Paris, languages: [fr, en], wrapUp: 0s }\nskills:\n${skills}\n${site}`;
}

export async function givenFloor(t: Scope, options: FloorOptions): Promise<Floor> {
  const { flows } = options;
  const entries = flows.map(flow => {
    const language = options.french?.includes(flow) === true ? 'fr' : 'en';
    const number = numberOf(flows, flow);
    return `exten => ${number},1,Set(CHANNEL(language)=${language})\n same => n,Goto(plateau-queue,${flow},1)`;
  });
  const own = `[phones]\nexten => ${privateNumber},1,Answer()\n same => n,Wait(600)\n`;
  const asterisk = await givenAsterisk(t, { extensions: `[from-operator]\n${entries.join('\n')}\n${own}` });
  const phones = new Map<string, Phone>();
  for (const agent of options.agents)
    phones.set(
      agent,
      await givenPhone(
        t,
        asterisk,
        { id: agent },
        options.behaviours?.[agent] ?? { kind: 'rings' },
        options.mediaPorts?.[agent],
      ),
    );
  const partners = new Map<string, Calls>();
  for (const [name, behaviour] of Object.entries(options.partners ?? {}))
    partners.set(name, await givenPartner(t, asterisk, name, behaviour));
  const { deadmanSeconds } = options;
  const plateau = await givenPlateau(t, asterisk, {
    site: siteText(options),
    ...(deadmanSeconds === undefined ? {} : { deadmanSeconds }),
  });
  const partner = (name: string): Calls => {
    const found = partners.get(name);
    if (found === undefined) throw new Error(`no partner ${name}`);
    return found;
  };
  let callers = 0;
  const phone = (agent: string): Phone => {
    const found = phones.get(agent);
    if (found === undefined) throw new Error(`no phone ${agent}`);
    return found;
  };
  const wait: Floor['until'] = (type, about, withinMs = 30_000) =>
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
    partner,
    until: wait,
    logIn: agents(plateau),
    calls: async (flow, from = String(612_000_000 + ++callers).padStart(10, '0'), mediaPort = undefined) => {
      const before = plateau.told('call-queued').length;
      const caller = await givenCaller(t, asterisk, {
        number: numberOf(flows, flow),
        from,
        ...(mediaPort === undefined ? {} : { mediaPort }),
      });
      const { call } = await until(`the call of ${from} is held`, () =>
        plateau
          .told('call-queued')
          .slice(before)
          .find(fact => fact.caller === from),
      );
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

/** What became of one call, in a few words. */
export function story(floor: Floor, { call }: Pick<Caller, 'call'>): string[] {
  return floor.plateau.facts().flatMap(({ fact }) => {
    if (!('call' in fact) || fact.call !== call) return [];
    switch (fact.type) {
      case 'call-offered':
        return [`offered ${fact.agent}`];
      case 'offer-ended':
        return [`${fact.agent} ${fact.cause}`];
      case 'partner-dialled':
        return [`dialled ${fact.partner} ${fact.number}`];
      case 'partner-attempt-ended':
        return [`${fact.partner} ${fact.cause}`];
      case 'partners-exhausted':
        return fact.refused.map(({ partner, because }) => `${partner} ${because}`);
      case 'call-answered':
        return [`answered by ${fact.agent ?? fact.partner}`];
      case 'call-returned':
        return [`returned: ${fact.because}`];
      case 'call-treated':
        return [`${fact.because}: ${fact.treatment.kind}`];
      case 'call-ended':
        return [`ended: ${fact.end}`];
      default:
        return [];
    }
  });
}
