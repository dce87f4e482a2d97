// The floor of the kill loop: two flows, agents who serve one of them or both, short rings and short talks, so that at any moment
// somebody is in the middle of something.

/** The agents, by the name of their phones; the last four serve both flows. */
export const agents: readonly string[] = Array.from({ length: 16 }, (_, index) => String(101 + index));

/** Callers at once: those who wait are what the agents leave. */
export const callersAtOnce = 42;
/** The steady state that each cycle begins with. */
export const leastWaiting = 20;
export const leastTalking = 10;

/** Each caller dials a number of his own, by which he is known on all sides; the last digit says which flow he wants. */
export const firstNumber = 6_000_000_000;
export const extensions = `[from-operator]
exten => _60XXXXXXX[0-5],1,Goto(plateau-queue,n1,1)
exten => _60XXXXXXX[6-9],1,Goto(plateau-queue,n2,1)
`;

function skillsOf(index: number): string {
  if (index >= 12) return '{ n1: 1, n2: 1 }';
  return index < 7 ? '{ n1: 1 }' : '{ n2: 1 }';
}

const agentLines = agents.map(
  (phone, index) => `  - { phone: PJSIP/${phone}, name: A${phone}, skills: ${skillsOf(index)} }`,
);

/** The site file, without the section that leads to Asterisk. */
export const siteText = `site:
  { name: Chaos, zone: Europe/Paris, languages: [fr, en], wrapUp: 1s, noAnswersBeforeNotReady: 0 }
skills: { n1: { en: n1, fr: n1 }, n2: { en: n2, fr: n2 } }
trunks:
  operator: { name: Operator, kind: pjsip, endpoint: operator, channels: 200 }
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
    rings: [{ at: 0s, agents: n1 }]
    offerTimeout: 5s
    shortTalk: 0s
    announcements: { first: 3s, every: 15s, position: true }
  n2:
    name: { en: n2, fr: n2 }
    rings: [{ at: 0s, agents: n2 }]
    selection: linear
    offerTimeout: 5s
    shortTalk: 0s
`;
