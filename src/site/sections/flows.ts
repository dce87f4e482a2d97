// Section `flows`: what a call is, who may take it, what happens while it waits.
import { z } from 'zod';
import { readRequirement } from '../requirement.js';
import {
  block,
  duration,
  id,
  list,
  name,
  oneOf,
  percent,
  refuse,
  text,
  wholeNumber,
  yesNo,
} from '../words.js';
import { flowRecording } from './listening.js';
import { shareSection } from './shares.js';
import { flowWrapUpCodes } from './wrap-up.js';

export type TreatmentSection = z.output<typeof treatment>;

/** What to do with a caller who cannot or may not wait for an agent. */
export const treatment = z.union(
  [
    oneOf(['stay', 'release']),
    block({
      partners: list(id)
        .min(1)
        .optional()
        .describe('Offered to these partners, in this order; he keeps his place.'),
      flow: id.optional().describe('Goes on in another flow, with the time at which he first asked.'),
    }),
  ],
  { error: 'treatment' },
);

const requirement = text('requirement', /^[^\p{Cc}]{1,200}$/u).transform((written, context) => {
  const read = readRequirement(written);
  return read.ok ? read.requirement : refuse(context, read.said);
});

export type RingSection = z.output<typeof ring>;

const ring = block({
  at: duration('0s', '4h').optional().describe('Opens after so much waiting.'),
  whenWaiting: wholeNumber(1, 10_000)
    .optional()
    .describe('Opens at once for who finds so many waiting in this flow when he comes.'),
  agents: requirement
    .optional()
    .describe('Agents who have this: `n1 >= 2`, `n1 & team:paris`, `n1 & unit:own`, `any`.'),
  partners: list(id).min(1).optional().describe('Partners, offered in this order.'),
});

const serviceLevel = block({
  target: percent.prefault('80%').describe('Calls that should be answered in time.'),
  within: duration('1s', '1h').prefault('20s').describe('What "in time" is.'),
  formula: oneOf(['answered-only', 'ignore-abandoned', 'abandoned-count-against', 'abandoned-count-for'])
    .prefault('ignore-abandoned')
    .describe('What becomes of callers who hang up; see the manual on service levels.'),
  shortAbandon: duration('0s', '1m').prefault('5s').describe('Who hangs up sooner is counted apart.'),
});

const announcements = block({
  first: duration('0s', '10m').prefault('20s').describe('After how much waiting the first one is played.'),
  every: duration('15s', '30m').prefault('45s').describe('How often it is repeated.'),
  position: yesNo.prefault(true).describe("Tell the caller's place in line."),
  expectedWait: yesNo.prefault(false).describe('Tell the wait that is to be expected.'),
});

const line = block({
  maximum: wholeNumber(0, 10_000).describe('How many may wait in this flow.'),
  do: treatment.prefault('release').describe('For who comes when the line is full.'),
});

const maximumWait = block({
  after: duration('10s', '24h').describe('How long a caller waits at most.'),
  do: treatment.prefault('stay').describe('For who has waited so long.'),
});

const nobody = block({
  after: duration('0s', '1h').prefault('30s').describe('For how long nobody has to be there.'),
  do: treatment
    .prefault('release')
    .describe('For who waits while no agent who could ever take him is logged in.'),
});

const callBack = block({
  offerAbove: duration('10s', '4h').describe('Offered to whoever has to expect a longer wait than this.'),
  after: duration('0s', '10m').prefault('20s').describe('Not before he has waited so long.'),
  prompt: text('prompt', /^[A-Za-z0-9][A-Za-z0-9_/-]{0,99}$/)
    .prefault('plateau/callback-offer')
    .describe(
      'Your own recording, in each language, as Asterisk names it: "to be called back without losing your place press 1, for another number press 2".',
    ),
});

const satisfaction = block({
  ask: percent.describe(
    'Share of the callers who are asked for a score from 1 to 5 when the agent has hung up.',
  ),
});

export type FlowSection = z.output<typeof flowSection>;

export const flowSection = block({
  name: name.describe('Shown on pages, signs and reports.'),
  priority: wholeNumber(0, 100)
    .prefault(0)
    .describe('Higher goes first: each step is worth `site.priorityStep` of waiting.'),
  rings: list(ring).min(1).describe('Who may take the call, widening with time. The first ring is `at: 0s`.'),
  selection: oneOf(['longest-idle', 'best-level', 'fewest-calls', 'most-specialised', 'linear'])
    .prefault('longest-idle')
    .describe('How one agent is chosen among those who are ready.'),
  ringAtOnce: wholeNumber(1, 10).prefault(1).describe('How many phones ring at once for one call.'),
  offerTimeout: duration('5s', '2m')
    .prefault('15s')
    .describe('How long a phone rings before the next agent is tried.'),
  wrapUp: duration('0s', '1h').optional().describe('Wrap-up after a call of this flow.'),
  wrapUpCodes: flowWrapUpCodes
    .optional()
    .describe('What agents say its calls were about. Without it nobody is asked.'),
  shortTalk: duration('0s', '30s')
    .prefault('0s')
    .describe('An agent who hangs up sooner than this sends the caller back to the front. 0s: never.'),
  hours: id.optional().describe('One of `calendars`. Without it the flow is always open.'),
  closed: treatment.prefault('release').describe('For who calls outside the hours.'),
  atClosing: treatment
    .prefault('stay')
    .describe('For who waits when the flow closes. `stay`: the line is served to its end.'),
  line: line.optional().describe('A limit to the line.'),
  maximumWait: maximumWait.optional().describe('A limit to the wait.'),
  nobody: nobody.optional().describe('When no agent is there at all.'),
  announcements: announcements.optional().describe('What waiting callers are told. Without it: music only.'),
  callBack: callBack
    .optional()
    .describe('Waiting callers may ask to be called back; needs the section `outbound`.'),
  music: text('music', /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/)
    .prefault('default')
    .describe('Class of music on hold (musiconhold.conf).'),
  serviceLevel: serviceLevel.prefault({}).describe('The target, and how it is counted.'),
  recording: flowRecording.optional().describe('Recording of talks. Without it none is recorded.'),
  satisfaction: satisfaction.optional().describe('The question after the call. Without it nobody is asked.'),
  shares: list(shareSection)
    .prefault([])
    .describe(
      'How answered calls are divided between in-house and partners; the first whose calendar is open is in force.',
    ),
  expectedHandle: duration('10s', '2h')
    .prefault('3m')
    .describe('How long a call takes, until enough of them were measured; for the expected wait.'),
});

export type EntrySection = z.output<typeof entrySection>;

export const entrySection = block({
  when: text('expression', /^[^\p{Cc}]{1,500}$/u).describe(
    'A CEL condition over dialled, choice, caller, language, trunk (texts), hour (0 to 23) and, where `customers` is written, customer.',
  ),
  flow: id
    .optional()
    .describe('One of `flows`: where the call goes. The first rule that holds and names one decides.'),
  priority: wholeNumber(0, 100)
    .optional()
    .describe("Instead of the flow's own. The first rule that holds and names one decides."),
});
