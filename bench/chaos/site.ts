// The floor of the kill loop: two flows, agents of two units who serve one of them or both, customers who call again and again, short rings
// and short talks, so that at any moment somebody is in the middle of something. Callers may ask to be called back, and agents of their own
// call the customers of two lists.

/** The agents, by the name of their phones: of n1, of n2, of both, and those who make the calls of campaigns. */
export const agents: readonly string[] = Array.from({ length: 22 }, (_, index) => String(101 + index));
const [firstOfN2, firstOfBoth, firstOfLists] = [7, 12, 18];
/** They serve no callers. The last two before them serve both flows, and may make the calls of campaigns when nobody waits. */
export const listAgents: readonly string[] = agents.slice(firstOfLists);

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

/** Numbers are written as they are dialled: without anything in front. */
const country = '+33';

/** As the trunk is given a number that is in international form. */
export const asDialled = (number: string): string => number.slice(country.length);

/** The numbers that callers key instead of their own: few, so that several want to be called at the same one. */
export const keyedNumbers: readonly string[] = Array.from({ length: 6 }, (_, index) => `69000000${index}`);

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
  if (index >= firstOfLists) return '{ lists: 1 }';
  if (index >= firstOfLists - 2) return '{ n1: 1, n2: 1, lists: 1 }';
  if (index >= firstOfBoth) return '{ n1: 1, n2: 1 }';
  return index < firstOfN2 ? '{ n1: 1 }' : '{ n2: 1 }';
}

const agentLines = agents.map(
  (phone, index) =>
    `  - { phone: PJSIP/${phone}, name: A${phone}, teams: [${units[index % units.length]}], skills: ${skillsOf(index)} }`,
);

const retries =
  '{ busy: { after: 1m, times: 9 }, noAnswer: { after: 1m, times: 9 }, skipped: { after: 1m, times: 1 } }';
/** How often a record of a list may be dialled. */
export const attemptsPerRecord = 2;
export const campaigns = ['welcome', 'shown'] as const;

/** A prompt that ships with Asterisk stands for the site's own recording; it comes after the first announcement. */
const callBack = 'callBack: { offerAbove: 10s, after: 5s, prompt: queue-thankyou }';

export type SiteOptions = {
  /** The folder for them. */
  readonly recordings: string;
  readonly callBacks: boolean;
};

/** The site file, without the section that leads to Asterisk. */
export const siteText = ({ recordings, callBacks }: SiteOptions): string => `site:
  { name: Chaos, zone: Europe/Paris, languages: [fr, en], wrapUp: 1s, noAnswersBeforeNotReady: 0 }
skills: { n1: { en: n1, fr: n1 }, n2: { en: n2, fr: n2 }, lists: { en: lists, fr: listes } }
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
outbound:
  trunk: operator
  callerNumber: "144000000"
  country: "${country}"
  national: ""
  numbers: { allow: ["${country}6"] }
  dialTimeout: 6s
  caps: { concurrent: 20, perDay: 100000 }
  notReached: { busy: { after: 1m, times: 2 }, noAnswer: { after: 1m, times: 2 } }
campaigns:
  welcome:
    { name: Welcome, flow: lists, mode: progressive, maximumAtOnce: 3, attempts: ${attemptsPerRecord}, notReached: ${retries} }
  shown:
    { name: Shown, flow: lists, mode: preview, preview: { within: 5s }, maximumAtOnce: 2, attempts: ${attemptsPerRecord}, notReached: ${retries} }
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
    announcements: { first: 3s, every: 5m, position: true }
    expectedHandle: 10s
    ${callBacks ? callBack : ''}
  n2:
    name: { en: n2, fr: n2 }
    rings: [{ at: 0s, agents: n2 }]
    selection: linear
    recording: { share: 15%, notice: none }
    offerTimeout: 5s
    shortTalk: 0s
    expectedHandle: 10s
    ${callBacks ? callBack : ''}
  lists:
    name: { en: lists, fr: listes }
    rings: [{ at: 0s, agents: lists }]
    offerTimeout: 5s
`;
