// Reading requests: whatever comes over the socket is either one of ours or refused with a reason, never a crash.
import { z } from 'zod';
import type { Supervision } from '../core/facts-supervision.js';
import { alarmCommand, panelCause } from './alarm-requests.js';
import { campaignRequests } from './campaign-requests.js';
import { caseCommand } from './case-requests.js';
import type { RequestMessage } from './messages.js';
import { signNames, signOrder, signReport } from './sign-messages.js';

const id = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const name = z.string().min(1).max(200);

/** An absolute path. */
const folder = z.string().regex(/^\/[^\p{Cc}]{0,999}$/u);

/** By name only: whom the site file does not know is refused by the core. */
const transferTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('agent'), agent: name }),
  z.object({ kind: z.literal('flow'), flow: name }),
  z.object({ kind: z.literal('partner'), partner: name }),
  z.object({ kind: z.literal('number'), number: name }),
]);

export const agentCommand = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('login') }),
  z.object({ kind: z.literal('logout') }),
  z.object({ kind: z.literal('logout-after-call') }),
  z.object({ kind: z.literal('not-ready'), reason: name }),
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('wrap-up-code'), code: name }),
  z.object({ kind: z.literal('hold') }),
  z.object({ kind: z.literal('resume') }),
  z.object({
    kind: z.literal('transfer'),
    manner: z.enum(['blind', 'consultation', 'accompanied']),
    to: transferTarget,
  }),
  z.object({ kind: z.literal('transfer-complete') }),
  z.object({ kind: z.literal('transfer-cancel') }),
  z.object({ kind: z.literal('transfer-swap') }),
]);

/** As in the site file. */
export const skillLevels = z.record(name, z.number().int().min(1).max(10));

const dayMs = 86_400_000;

const order = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('take-call'),
    call: name,
    agent: name,
    forMs: z
      .number()
      .int()
      .min(1_000)
      .max(dayMs / 6),
  }),
  z.object({ kind: z.literal('move-call'), call: name, flow: name }),
  z.object({
    kind: z.literal('raise-call'),
    call: name,
    priority: z.number().int().nonnegative().max(100).nullable(),
  }),
  z.object({
    kind: z.literal('force-flow'),
    flow: name,
    to: z.enum(['open', 'closed']),
    untilMs: z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER),
  }),
  z.object({ kind: z.literal('release-flow'), flow: name }),
  z.object({ kind: z.literal('change-skills'), agent: name, skills: skillLevels.nullable() }),
]) satisfies z.ZodType<Supervision>;

export const recordingCommand = z.enum(['pause', 'resume', 'stop']);

const mode = z.enum(['listen', 'whisper', 'barge']);

const supervision = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), supervisor: name, agent: name, mode, stays: z.boolean() }),
  z.object({ kind: z.literal('mode'), supervisor: name, mode }),
  z.object({ kind: z.literal('stop'), supervisor: name }),
]);

/** Who asks over the socket is a person; our own rules do not ask. */
const actor = z.object({
  kind: z.enum(['phone', 'desk', 'command-line', 'supervisor']),
  name: z.string().max(200),
});

const request = z.discriminatedUnion('type', [
  z.object({ id, type: z.literal('status') }),
  z.object({ id, type: z.literal('agents') }),
  z.object({ id, type: z.literal('calls') }),
  z.object({ id, type: z.literal('desk'), agent: name }),
  z.object({ id, type: z.literal('explain'), call: name }),
  z.object({ id, type: z.literal('agent-command'), agent: name, command: agentCommand, by: actor }),
  z.object({ id, type: z.literal('supervision'), order, by: actor }),
  z.object({ id, type: z.literal('cases'), case: name.nullable() }),
  z.object({ id, type: z.literal('case-command'), command: caseCommand, by: actor }),
  z.object({ id, type: z.literal('alarms') }),
  z.object({ id, type: z.literal('alarm-command'), command: alarmCommand, by: actor }),
  z.object({ id, type: z.literal('report-alarms'), seen: z.array(panelCause).max(500) }),
  z.object({ id, type: z.literal('outbound') }),
  z.object({ id, type: z.literal('partners') }),
  z.object({ id, type: z.literal('outbound-cancel'), call: name, by: actor }),
  z.object({
    id,
    type: z.literal('recording-command'),
    agent: name,
    command: recordingCommand,
    by: actor,
  }),
  z.object({ id, type: z.literal('supervise'), request: supervision, by: actor }),
  z.object({ id, type: z.literal('listening') }),
  z.object({
    id,
    type: z.literal('recordings'),
    call: name.nullable(),
    limit: z.number().int().positive().max(10_000),
  }),
  z.object({ id, type: z.literal('open-recording'), recording: name, by: actor }),
  z.object({ id, type: z.literal('signs') }),
  z.object({ id, type: z.literal('sign-order'), order: signOrder, signs: signNames, by: actor }),
  z.object({ id, type: z.literal('signs-report'), signs: signReport }),
  z.object({ id, type: z.literal('reload') }),
  z.object({ id, type: z.literal('checkpoint'), to: folder.nullable() }),
  z.object({ id, type: z.literal('checkpoint-state') }),
  z.object({ id, type: z.literal('doctor') }),
  z.object({ id, type: z.literal('customers'), renew: z.boolean() }),
  z.object({ id, type: z.literal('customer'), number: name }),
  ...campaignRequests(actor),
  z.object({
    id,
    type: z.literal('subscribe'),
    fromSeq: z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER),
  }),
]) satisfies z.ZodType<RequestMessage>;

export type ReadRequest =
  | { readonly ok: true; readonly request: RequestMessage }
  /** `id`: as far as it could be read, else 0. */
  | { readonly ok: false; readonly id: number; readonly message: string };

/** Reads one line. Unknown fields are passed over, so that a newer client can talk to an older daemon. */
export function readRequest(line: string): ReadRequest {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    return { ok: false, id: 0, message: `not JSON: ${(error as SyntaxError).message}` };
  }
  const result = request.safeParse(json);
  if (result.success) return { ok: true, request: result.data };
  const [issue] = result.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'request' : issue.path.join('.');
  return { ok: false, id: readId(json), message: `${where}: ${issue?.message ?? 'not understood'}` };
}

function readId(json: unknown): number {
  const parsed = z.object({ id }).safeParse(json);
  return parsed.success ? parsed.data.id : 0;
}
