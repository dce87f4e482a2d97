// What the HTTP API says and takes: the components of its document. Moments are epoch milliseconds, durations milliseconds.
import { z } from 'zod';
import { caseCommand } from '../../link/case-requests.js';
import { agentCommand, recordingCommand, skillLevels } from '../../link/requests.js';
import { signMessage, signMessageEnd } from '../../link/sign-messages.js';

/** Every component has a name. */
export const components = z.registry<{ id: string }>();

export function named<T extends z.ZodType>(id: string, schema: T): T {
  components.add(schema, { id });
  return schema;
}

const atMs = z.int().nonnegative();
const count = z.int().nonnegative();
const text = z.object({ en: z.string(), fr: z.string() });
const name = z.string().min(1).max(200);

export const agentStates = [
  'logged-out',
  'not-ready',
  'ready',
  'offered',
  'talking',
  'wrap-up',
  'phone-busy',
  'phone-unavailable',
  'backed-off',
] as const;

export const problemShown = named(
  'Problem',
  z.object({
    type: z.string(),
    status: z.int(),
    code: z.string().describe('Literal and lasting.'),
    title: z.string(),
    advice: z.string().nullable().describe('What to do about it.'),
  }),
);

export const flowShown = named(
  'Flow',
  z.object({
    flow: z.string(),
    name: text,
    waiting: count,
    talking: count.describe('With agents.'),
    withPartner: count,
    longestSinceMs: atMs
      .nullable()
      .describe('Since when the call that waits longest waits; a talk before a transfer is left out.'),
    expectedWaitMs: z.number().nonnegative().nullable(),
    agents: z.record(z.enum(agentStates), count).describe('Of those who may take its calls, by state.'),
    today: z.object({
      offered: count,
      answered: count,
      abandoned: count,
      shortAbandoned: count,
      released: count,
      fallback: count.describe('Sent to the queues that work without Plateau.'),
      lost: count.describe('Cut off by a failure.'),
      overflowed: count.describe('Answered by partners.'),
      meanWaitMs: z.number().nonnegative().nullable(),
      satisfactionTenths: count.nullable(),
      codes: z.record(z.string(), count).describe('What agents said talks were about, by wrap-up code.'),
      notCoded: count.describe('Talks of which they said nothing.'),
    }),
    serviceLevel: z.object({
      percent: count.nullable(),
      targetPercent: count,
      thresholdMs: count,
      formula: z.string(),
    }),
    open: z.boolean().nullable().describe('null: the calls process is away.'),
    forced: z
      .object({ to: z.enum(['open', 'closed']), untilMs: atMs, by: z.string() })
      .nullable()
      .describe('A supervisor holds it open or closed.'),
  }),
);

export const agentShown = named(
  'Agent',
  z.object({
    agent: z.string(),
    name: z.string(),
    state: z.enum(agentStates),
    sinceMs: atMs,
    reason: z.string().nullable().describe('Why he is not ready: the id of one of the reasons of the site.'),
    call: z.string().nullable(),
    leaving: z.boolean().describe('He is logged out when he is done with his call.'),
    untilMs: atMs.nullable().describe('End of wrap-up or back-off.'),
    teams: z.array(z.string()),
    skills: z.record(z.string(), z.int()),
    siteSkills: z
      .record(z.string(), z.int())
      .nullable()
      .describe('What the site file gives him, where a supervisor has changed it.'),
    openCases: count.nullable().describe('null: the site keeps no cases.'),
    lastTalk: z
      .object({
        call: z.string(),
        flow: z.string(),
        code: z.string().nullable().describe('What he has said it was about.'),
        codes: z.array(z.string()).describe('What the flow asks; the first is number 1 on the phone.'),
        required: z.boolean().describe('His wrap-up cannot be ended without one.'),
      })
      .nullable()
      .describe('The talk that goes on or was his last: of it he may give a wrap-up code.'),
  }),
);

export const customerShown = z.object({
  id: z.string(),
  name: z.string(),
  unit: z.string().nullable(),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

export const callShown = named(
  'Call',
  z.object({
    call: z.string(),
    flow: z.string(),
    caller: z.string(),
    dialled: z.string(),
    state: z.enum(['waiting', 'offered', 'talking']),
    queuedAtMs: atMs,
    virtualEntryAtMs: z.int().describe('His place in line counts from here.'),
    answeredAtMs: atMs.nullable(),
    ring: count,
    agents: z.array(z.string()).describe('Whose phones ring, or who talks.'),
    partner: z.string().nullable(),
    customer: customerShown.nullable(),
    page: z.string().nullable().describe('The page about the customer that the site file names.'),
  }),
);

export const alarmShown = named(
  'Alarm',
  z.object({
    alarm: z.string(),
    kind: z.string(),
    about: z.string().nullable().describe('The trunk, partner, flow or sign that is meant.'),
    severity: z.enum(['critical', 'major', 'minor']),
    from: z.enum(['calls-process', 'panel']),
    sinceMs: atMs.nullable(),
    text,
    advice: text.nullable(),
    acknowledged: z.object({ by: z.string(), atMs, note: z.string().nullable() }).nullable(),
  }),
);

export const caseShown = named(
  'Case',
  z.object({
    case: z.string(),
    customer: z.string(),
    customerName: z.string(),
    owner: z.string().nullable(),
    colour: z.string(),
    state: z.enum(['open', 'waiting', 'solved']),
    entity: z.string().nullable(),
    flow: z.string().nullable(),
    openedAtMs: atMs,
    changedAtMs: atMs,
    callBackAtMs: atMs.nullable().describe('When the customer is to be called back.'),
    number: z.string().nullable().describe('Where he is to be called, as far as is known.'),
    callBack: z.object({ call: z.string(), isLate: z.boolean() }).nullable(),
    lastCallBack: z
      .object({ atMs, end: z.enum(['talked', 'not-reached', 'expired', 'not-allowed']) })
      .nullable(),
    notes: z.array(z.object({ atMs, by: z.string(), text: z.string() })),
  }),
);

export const flowsShown = named('Flows', z.object({ nowMs: atMs, flows: z.array(flowShown) }));
export const agentsShown = named('Agents', z.object({ nowMs: atMs, agents: z.array(agentShown) }));
export const callsShown = named('Calls', z.object({ nowMs: atMs, calls: z.array(callShown) }));
export const casesShown = named('Cases', z.object({ nowMs: atMs, cases: z.array(caseShown) }));
export const alarmsShown = named('Alarms', z.object({ nowMs: atMs, alarms: z.array(alarmShown) }));

export const floorShown = named(
  'Floor',
  z.object({
    nowMs: atMs,
    seq: count.describe('The last fact that this floor knows: events go on after it.'),
    stale: z
      .object({ because: z.enum(['silent', 'switch-lost', 'counting']), sinceMs: atMs })
      .nullable()
      .describe('Why figures must not be believed.'),
    flows: z.array(flowShown),
    agents: z.array(agentShown),
    calls: z.array(callShown),
  }),
);

const thing = z.object({ id: z.string(), name: text });

export const siteShown = named(
  'Site',
  z.object({
    name: z.string(),
    zone: z.string(),
    languages: z.array(z.enum(['en', 'fr'])),
    revision: z.string(),
    flows: z.array(thing),
    reasons: z.array(thing).describe('For being not ready.'),
    wrapUpCodes: z.array(thing),
    skills: z.array(thing),
    caseColours: z.array(thing).nullable().describe('The most urgent first; null: the site keeps no cases.'),
  }),
);

export const targetsShown = named(
  'Targets',
  z.object({
    agents: z.array(z.object({ id: z.string(), name: z.string(), state: z.enum(agentStates) })),
    flows: z.array(z.object({ id: z.string(), name: text, open: z.boolean() })),
    partners: z.array(z.object({ id: z.string(), name: z.string() })),
    numbers: z.array(z.object({ id: z.string(), name: z.string() })),
  }),
);

export const explanationShown = named(
  'Explanation',
  z.object({
    call: z.string(),
    steps: z.array(
      z.object({
        seq: count,
        atMs,
        text: z.string(),
        details: z.array(z.string()),
        type: z.string().describe('Of the fact.'),
      }),
    ),
  }),
);

export const auditShown = named(
  'Audit',
  z.object({
    entries: z.array(
      z.object({
        atMs,
        user: z.string(),
        role: z.enum(['agent', 'supervisor', 'technician', 'board']).nullable(),
        from: z.string(),
        act: z.string(),
        about: z.string(),
        outcome: z.string(),
      }),
    ),
  }),
);

export const caseAnswer = named('CaseDone', z.object({ case: z.string().nullable() }));
export const reloadAnswer = named('Reloaded', z.object({ revision: z.string() }));

/** The same schemas as the control socket's. */
export const agentCommandBody = named('AgentCommand', agentCommand);
export const skillsBody = named(
  'SkillsChange',
  z.strictObject({
    skills: skillLevels
      .nullable()
      .describe('All that he has from now on, each with a level from 1 to 10; null: as in the site file.'),
  }),
);
export const signBody = named('SignMessage', z.discriminatedUnion('kind', [signMessage, signMessageEnd]));
export const recordingBody = named('RecordingCommand', z.strictObject({ command: recordingCommand }));
export const caseBody = named('CaseCommand', caseCommand);

export const callBody = named(
  'CallCommand',
  z.discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('take'),
        agent: name,
        forMs: z.int().min(1_000).max(14_400_000).default(600_000),
      })
      .describe('Offered to this agent next, and to nobody else for so long.'),
    z
      .strictObject({ kind: z.literal('move'), flow: name })
      .describe('Keeps the time at which he first asked.'),
    z
      .strictObject({ kind: z.literal('raise'), priority: z.int().min(0).max(100).nullable() })
      .describe('To a priority; null: to the front.'),
  ]),
);

export const flowBody = named(
  'FlowCommand',
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('force'), to: z.enum(['open', 'closed']), untilMs: atMs }),
    z.strictObject({ kind: z.literal('release') }).describe('The calendar counts again.'),
  ]),
);

const mode = z.enum(['listen', 'whisper', 'barge']);

export const listeningBody = named(
  'ListeningCommand',
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('start'), agent: name, mode, stays: z.boolean().default(false) }),
    z.strictObject({ kind: z.literal('mode'), mode }),
    z.strictObject({ kind: z.literal('stop') }),
  ]),
);

export const contactBody = named(
  'Contact',
  z.strictObject({
    customer: z.string().regex(/^[^\p{Cc}]{1,64}$/u),
    channel: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,31}$/)
      .describe('mail, chat …'),
    atMs: atMs.nullable().default(null).describe('When it was; null: now.'),
  }),
);

export const alarmBody = named(
  'AlarmAcknowledgement',
  z.strictObject({
    alarm: z.string().regex(/^[^\p{Cc}]{1,300}$/u),
    note: z
      .string()
      .regex(/^[^\p{Cc}]{1,500}$/u)
      .nullable()
      .default(null),
  }),
);

export const nothingBody = named('Nothing', z.strictObject({}));
