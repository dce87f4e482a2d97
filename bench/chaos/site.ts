// The floor of the kill loop: two flows, agents of two units who serve one of them or both, customers who call again and again, short rings
// and short talks, so that at any moment somebody is in the middle of something.

/** The agents, by the name of their phones; the last four serve both flows. */
export const agents: readonly string[] = Array.from({ length: 16 }, (_, index) => String(101 + index));

/** Callers at once: those who wait, and who are asked how it was, are what the agents leave. */
export const callersAtOnce = 48;
/** The steady state that each cycle begins with. */
export const leastWaiting = 20;
export const leastTalking = 10;

/** The digits by which they reach a flow when they send a caller on. */
export const flowDigits = ['1', '2'] as const;

/**
 * Each caller dials a number of his own, by which he is known on all sides; the last digit says which flow he wants, and the last ones who
 * he is: those who want n1 are few customers, who call again and again.
 */
const often = 24;
export const firstNumber = 6_000_000_000;
export const extensions = `[from-operator]
exten => _60XXXXXXX[0-5],1,Set(PLATEAU_CUSTOMER=C$[\${EXTEN:-2} % ${often}])
 same => n,Goto(plateau-queue,n1,1)
exten => _60XXXXXXX[6-9],1,Set(PLATEAU_CUSTOMER=D\${EXTEN:-3})
 same => n,Goto(plateau-queue,n2,1)
`;

const units = ['nord', 'sud'] as const;

/** The list of customers, as it is imported: all who want n1, and half of the others. */
export function customerRows(): readonly string[] {
  const few = Array.from({ length: often }, (_, index) => `C${index}`);
  const many = Array.from({ length: 500 }, (_, index) => `D${String(index).padStart(3, '0')}`);
  return [...few, ...many].map(
    (id, index) => `${id};06${10_000_000 + index};Customer ${id};${units[index % units.length]}`,
  );
}
export const customerColumns = 'id;numbers;name;unit';

function skillsOf(index: number): string {
  if (index >= 12) return '{ n1: 1, n2: 1 }';
  return index < 7 ? '{ n1: 1 }' : '{ n2: 1 }';
}

const agentLines = agents.map(
  (phone, index) =>
    `  - { phone: PJSIP/${phone}, name: A${phone}, teams: [${units[index % units.length]}], skills: ${skillsOf(index)} }`,
);

/** The site file, without the section that leads to Asterisk; `recordings`: the folder for them. */
export const siteText = (recordings: string): string => `site:
  { name: Chaos, zone: Europe/Paris, languages: [fr, en], wrapUp: 1s, noAnswersBeforeNotReady: 0 }
skills: { n1: { en: n1, fr: n1 }, n2: { en: n2, fr: n2 } }
trunks:
  operator: { name: Operator, kind: pjsip, endpoint: operator, channels: 200 }
teams: { nord: Nord, sud: Sud }
units:
  nord: { name: { en: North, fr: Nord }, teams: [nord] }
  sud: { name: { en: South, fr: Sud }, teams: [sud] }
customers: { country: FR }
repeatCallers: { contacts: 2, within: 1h, priority: 1, owner: { for: 3s } }
cases: { maximumOpen: 12 }
transfers: { codes: { "${flowDigits[0]}": flow:n1, "${flowDigits[1]}": flow:n2 } }
recordings: { folder: "${recordings}" }
backOffs:
  noAnswer: { call: 5s, agent: 1s }
  rejected: { call: 3s, agent: 1s }
  busy: { call: 2s, agent: 1s }
  unreachable: { call: 2s, agent: 1s }
agents:
${agentLines.join('\n')}
flows:
  n1:
    name: { en: n1, fr: n1 }
    rings: [{ at: 0s, agents: n1 & unit:own }, { at: 2s, agents: n1 }]
    satisfaction: { ask: 40% }
    offerTimeout: 5s
    shortTalk: 0s
    announcements: { first: 3s, every: 15s, position: true }
  n2:
    name: { en: n2, fr: n2 }
    rings: [{ at: 0s, agents: n2 }]
    selection: linear
    recording: { share: 15%, notice: none }
    offerTimeout: 5s
    shortTalk: 0s
`;
