// A desk beside a floor that is really decided: the core with a switch of a few lines, behind the daemon's end of the control socket.
import { mkdirSync } from 'node:fs';
import type { Test } from 'tap';
import type { Customer } from '../../src/core/customers.js';
import { record } from '../../src/core/decide.js';
import type { SystemFact } from '../../src/core/facts.js';
import type { CommandAnswer, Input } from '../../src/core/inputs.js';
import { casesView, openCases } from '../../src/engine/case-views.js';
import { deskView } from '../../src/engine/desk-views.js';
import { agentViews, callViews, flowViews } from '../../src/engine/views.js';
import type { Status } from '../../src/link/messages.js';
import type { LinkAnswers } from '../../src/link/server.js';
import { writeUsers } from '../../src/users/file.js';
import { hashPassword } from '../../src/users/secrets.js';
import { Parties } from '../core/parties.js';
import { type Daemon, givenPlace, isUp, type Ports, startPanelProcess } from '../panel/given-panel.js';
import { compiled } from '../site/small-site.js';

export const password = 'correct horse battery';
const page = 'https://crm.example/{customer.id}?agent={agent}';

const siteText = (ports: Ports) => `
site: { name: "Plateau de Paris 19e", zone: Europe/Paris, languages: [en, fr], wrapUp: 45s }
asterisk:
  ami: { host: 127.0.0.1, port: 5038, user: plateau, password: one }
  ari: { host: 127.0.0.1, port: 8088, user: plateau, password: two }
trunks:
  operator: { name: Operator, kind: pjsip, endpoint: operator, channels: 30 }
partners:
  snt: { name: SNT, destinations: [{ trunk: operator, number: "0145000000" }] }
customers: { country: FR, attributes: { offer: text, since: date, vip: yes-no } }
skills:
  n1: { en: Level 1, fr: Niveau 1 }
  n2: { en: Level 2, fr: Niveau 2 }
agents:
  - { phone: PJSIP/101, name: Alice Martin, skills: { n1: 2 } }
  - { phone: PJSIP/102, name: Bruno Petit, skills: { n1: 1 } }
  - { phone: PJSIP/201, name: Chloé Dupré, skills: { n2: 3 } }
notReadyReasons:
  lunch: { code: 1, name: { en: Lunch, fr: Repas } }
  training: { code: 2, name: { en: Training, fr: Formation } }
flows:
  n1:
    name: { en: Level 1, fr: Niveau 1 }
    rings: [{ at: 0s, agents: n1 }]
    closed: release
    recording: { share: 100% }
    wrapUpCodes: { codes: [line-fault, bill], required: true }
  n2:
    name: { en: Technical level 2, fr: Assistance technique niveau 2 }
    rings: [{ at: 0s, agents: n2 }]
    closed: release
wrapUpCodes:
  line-fault: { en: Line fault, fr: Panne de ligne }
  bill: { en: Bill, fr: Facture }
repeatCallers: { contacts: 2 }
cases: { opens: by-hand }
screen: { page: "${page}" }
outbound:
  trunk: operator
  callerNumber: "0144000000"
  country: "+33"
  numbers: { allow: ["+33"] }
campaigns:
  welcome:
    name: { en: Welcome, fr: Bienvenue }
    flow: n1
    mode: preview
    preview: { within: 1m, otherwise: skip }
transfers:
  numbers:
    bank: { name: Bank, trunk: operator, number: "0140000002" }
panel: { port: ${ports.page}, boardsPort: ${ports.boards} }
`;

export const camille: Customer = {
  ...{ id: '48151623', name: 'Camille Le Goff', unit: null, found: 'caller-number', source: 'directory' },
  attributes: { offer: 'fibre', since: '2024-03-01', vip: true },
};

const by = { kind: 'command-line', name: 'test' } as const;

/** The floor in real time: what is due is done, and whatever happens is told to the panel. */
export class LiveFloor {
  readonly parties: Parties;
  readonly #daemon: Daemon;
  #told = 0;
  #serial = 0;

  constructor(parties: Parties, daemon: Daemon) {
    this.parties = parties;
    this.#daemon = daemon;
    parties.nowMs = Date.now();
  }

  does<T>(job: (parties: Parties) => T): T {
    this.parties.passes(Math.max(0, Date.now() - this.parties.nowMs));
    const result = job(this.parties);
    const facts = this.parties.facts.slice(this.#told);
    this.#told += facts.length;
    this.#daemon.happen(...facts);
    return result;
  }

  /** Something of the switch that no input says. */
  isTold(fact: SystemFact): void {
    this.does(({ state, nowMs, facts }) => facts.push(...record(state, fact, nowMs).facts));
  }

  step(input: Input): CommandAnswer | null {
    return this.does(parties => {
      parties.step(input);
      return parties.answer;
    });
  }

  /** A caller of the flow n1; returns his call. */
  arrives(customer: Customer | null = camille, caller = '0142345617'): string {
    const call = `c${++this.#serial}`;
    this.parties.callers.set(call, false);
    const about = { caller, callerName: '', dialled: '3200', trunk: 'operator', choice: '1' } as const;
    this.step({
      ...{ type: 'call-arrived', call, channel: call, flow: 'n1', ...about, language: 'fr', customer },
    });
    return call;
  }

  answers(agent: string): void {
    this.does(parties => {
      const leg = parties.legOf(agent);
      // Of a call to a customer the switch of a few lines knows nothing.
      if (parties.legs.has(leg)) parties.answers(leg);
      else parties.step({ type: 'leg-answered', leg });
    });
  }

  logsIn(agent: string): void {
    this.step({ type: 'agent-command', agent, command: { kind: 'login' }, by });
  }

  /** Somebody on the campaign's list, who is shown to an agent first. */
  wants(record: number): void {
    if (!this.parties.state.campaigns.has('welcome'))
      this.step({ type: 'campaign-order', campaign: 'welcome', order: 'start', by });
    this.step({
      ...{ type: 'outbound-wanted', kind: 'campaign', subject: `welcome.${record}`, serial: 1, flow: 'n1' },
      ...{ number: `+3361234500${record}`, name: 'Yann Morel', language: 'fr', priority: null, by },
      ...{ notBeforeMs: Date.now(), onlyAgent: null, customer: null, expiresAtMs: Date.now() + 3_600_000 },
    });
  }
}

/** What the daemon's end answers of that floor. */
function answersOf(floor: () => LiveFloor): Partial<LinkAnswers> {
  const state = () => floor().parties.state;
  const unknown = { ok: false, because: 'unknown-agent' } as const;
  const ask = (input: Input): CommandAnswer => floor().step(input) ?? unknown;
  return {
    status: () => statusOf(state()),
    agents: () => ({
      nowMs: Date.now(),
      agents: agentViews(state(), Date.now()),
      reasons: state().site.notReadyReasons,
      openCases: openCases(state()),
      wrapUpCodes: [...(state().site.wrapUpCodes?.values() ?? [])],
    }),
    calls: () => ({ nowMs: Date.now(), calls: callViews(state(), page) }),
    desk: ({ agent }) => deskView(state(), agent, page, Date.now()),
    cases: ({ case: only }) => ({ ...casesView(state(), only, Date.now()), zone: 'Europe/Paris' }),
    'agent-command': asked => ask({ type: 'agent-command', ...asked }),
    'recording-command': asked => ask({ type: 'recording-command', ...asked }),
    'preview-answer': asked => ask({ type: 'preview-answer', ...asked }),
    'case-command': asked =>
      floor().does(parties => {
        parties.step({ type: 'case-command', ...asked });
        return parties.caseAnswer ?? { about: 'case', ok: false, because: 'no-cases', case: null };
      }),
    'report-alarms': () => ({}),
  };
}

const statusOf = (state: Parties['state']): Status => ({
  ...{ version: '0', site: state.site.name, zone: 'Europe/Paris', revision: state.site.revision },
  ...{ inForceSinceMs: 0, boot: 'b', startedAtMs: 0, nowMs: Date.now(), trunks: [], alarms: [] },
  flows: flowViews(state, Date.now()),
  switch: { connected: true, version: '22', simulated: false, why: null },
  store: { ok: true, why: null, lastSeq: 1 },
});

/** The panel with its users, each an agent, beside that floor. */
export async function givenDesk(t: Test) {
  let floor: LiveFloor | null = null;
  const place = await givenPlace(t, () =>
    answersOf(() => {
      if (floor === null) throw new Error('the floor is not there yet');
      return floor;
    }),
  );
  const text = siteText(place.ports);
  place.write(text);
  const { core } = await compiled(text, Date.now());
  floor = new LiveFloor(new Parties(core), place.daemon);
  const live = floor;
  const time = setInterval(() => live.does(() => undefined), 100);
  t.teardown(() => clearInterval(time));
  mkdirSync(`${place.folder}/data`);
  const secret = await hashPassword(password);
  const nobodys = { supervisor: null, flows: null } as const;
  writeUsers(`${place.folder}/data`, [
    ...(['101', '102', '201'] as const).map(agent => ({
      ...{ ...nobodys, name: `a${agent}`, role: 'agent' as const, agent, secret },
    })),
    { ...nobodys, name: 'sue', role: 'supervisor', agent: null, secret },
  ]);
  const panel = startPanelProcess(t, place);
  await isUp(panel);
  return { ...place, panel, floor: live, origin: `http://127.0.0.1:${place.ports.page}` };
}
