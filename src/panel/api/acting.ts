// The endpoints that do something: each becomes one request on the control socket, with who asked.
import { z } from 'zod';
import { unreachable } from '../../base/assert.js';
import type { CaseAnswer, CaseCommand } from '../../core/case-commands.js';
import type { Supervision } from '../../core/facts-supervision.js';
import type { AgentCommand, SupervisionRequest } from '../../core/inputs.js';
import type { Site, SupervisorId } from '../../core/site.js';
import type { Sight } from '../door/sight.js';
import { type Problem, problems } from '../web/problem.js';
import {
  act,
  answered,
  type Caller,
  type Endpoint,
  type Given,
  given,
  nameIn,
  people,
  refused,
  statusOf,
  supervisors,
  technicians,
} from './endpoint.js';
import type { ApiParts, Words } from './parts.js';
import * as schemas from './schemas.js';
import { callsSeen, seesAlarm, seesCase } from './shown.js';
import { signAct } from './signs.js';
import { skillAct } from './skills.js';

export function actingEndpoints(parts: ApiParts): Endpoint[] {
  return [
    ...agentActs(parts),
    skillAct(parts),
    ...callActs(parts),
    ...listeningActs(parts),
    ...caseActs(parts),
    alarmAct(parts),
    signAct(parts),
    siteAct(parts),
  ];
}

/** What a supervisor may have an agent do, or say for him; what belongs to a talk is for who talks. */
const forOthers: readonly AgentCommand['kind'][] = [
  'login',
  'logout',
  'logout-after-call',
  'not-ready',
  'ready',
  'wrap-up-code',
];

/** An agent acts as himself; a supervisor for those whom he sees. */
function actsFor({ user, sight }: Caller, agent: string): boolean {
  return user.role === 'agent' ? user.agent === agent : sight.agent(agent);
}

/** Is what he talks about in a flow of the caller's? Who has no call is left to the rules, which say so. */
async function seesTalkOf(looks: ApiParts['looks'], { sight }: Caller, agent: string): Promise<boolean> {
  if (sight.isWhole || sight.ownCallsOf === agent) return true;
  const { agents } = await looks.ask('agents', {});
  const call = agents.find(one => one.agent === agent)?.call ?? null;
  if (call === null) return true;
  const { calls } = await looks.ask('calls', {});
  return callsSeen(calls, sight).some(one => one.call === call);
}

function agentActs({ looks, words }: ApiParts): Endpoint[] {
  const params = z.object({ agent: nameIn('Id of an agent.') });
  return [
    act({
      path: '/agents/:agent/command',
      roles: people,
      tag: 'agents',
      summary: 'Log in and out, pause, be ready; hold and transfer the caller; say what the call was about',
      params,
      body: schemas.agentCommandBody,
      examples: {
        login: { kind: 'login' },
        pause: { kind: 'not-ready', reason: 'lunch' },
        transfer: { kind: 'transfer', manner: 'consultation', to: { kind: 'flow', flow: 'n2' } },
        complete: { kind: 'transfer-complete' },
        about: { kind: 'wrap-up-code', code: 'line-fault' },
      },
      told: ({ agent }, { kind }) => ({ act: kind, about: `agent ${agent}` }),
      handle: async (caller, { params: { agent }, body: command }) => {
        if (!actsFor(caller, agent)) return refused(problems.notYours);
        if (caller.user.role !== 'agent' && !forOthers.includes(command.kind))
          return refused(problems.notAllowed);
        return answered(await looks.ask('agent-command', { agent, command, by: caller.by }), words);
      },
    }),
    act({
      path: '/agents/:agent/recording',
      roles: people,
      tag: 'agents',
      summary: 'Pause, resume or stop the recording of the talk that the agent has',
      params,
      body: schemas.recordingBody,
      examples: { pause: { command: 'pause' } },
      told: ({ agent }, { command }) => ({ act: `recording-${command}`, about: `agent ${agent}` }),
      handle: async (caller, { params: { agent }, body: { command } }) => {
        if (!actsFor(caller, agent) || !(await seesTalkOf(looks, caller, agent)))
          return refused(problems.notYours);
        return answered(await looks.ask('recording-command', { agent, command, by: caller.by }), words);
      },
    }),
  ];
}

function callActs(parts: ApiParts): Endpoint[] {
  const { looks, words } = parts;
  return [
    act({
      path: '/calls/:call/command',
      roles: supervisors,
      tag: 'calls',
      summary: 'Give a waiting call to an agent, move it, raise it',
      params: z.object({ call: nameIn('Id of a call.') }),
      body: schemas.callBody,
      examples: {
        take: { kind: 'take', agent: '101', forMs: 600_000 },
        move: { kind: 'move', flow: 'retention' },
        raise: { kind: 'raise', priority: null },
      },
      told: ({ call }, { kind }) => ({ act: `${kind}-call`, about: `call ${call}` }),
      handle: async (caller, { params: { call }, body }) => {
        const { sight } = caller;
        const { calls } = await looks.ask('calls', {});
        if (!callsSeen(calls, sight).some(one => one.call === call)) return refused(problems.notFound);
        const isHis =
          body.kind === 'take' ? sight.agent(body.agent) : body.kind !== 'move' || sight.flow(body.flow);
        if (!isHis) return refused(problems.notYours);
        const order = callOrder(call, body);
        return answered(await looks.ask('supervision', { order, by: caller.by }), words);
      },
    }),
    act({
      path: '/flows/:flow/command',
      roles: supervisors,
      tag: 'flows',
      summary: 'Hold a flow open or closed until a moment, or let its calendar count again',
      params: z.object({ flow: nameIn('Id of a flow.') }),
      body: schemas.flowBody,
      examples: {
        close: { kind: 'force', to: 'closed', untilMs: 1_795_000_000_000 },
        release: { kind: 'release' },
      },
      told: ({ flow }, body) => ({
        act: body.kind === 'force' ? `force-${body.to}` : 'release-flow',
        about: `flow ${flow}`,
      }),
      handle: async (caller, { params: { flow }, body }) => {
        if (!caller.sight.flow(flow)) return refused(problems.notYours);
        const order: Supervision =
          body.kind === 'force'
            ? { kind: 'force-flow', flow, to: body.to, untilMs: body.untilMs }
            : { kind: 'release-flow', flow };
        return answered(await looks.ask('supervision', { order, by: caller.by }), words);
      },
    }),
  ];
}

function callOrder(call: string, body: z.output<typeof schemas.callBody>): Supervision {
  switch (body.kind) {
    case 'take':
      return { kind: 'take-call', call, agent: body.agent, forMs: body.forMs };
    case 'move':
      return { kind: 'move-call', call, flow: body.flow };
    case 'raise':
      return { kind: 'raise-call', call, priority: body.priority };
    default:
      return unreachable(body);
  }
}

/**
 * The calls process knows whose phone rings, and not which user asked: what that phone hears, for later talks too, must be no more than the
 * user sees.
 */
function hearsOnlySeen({ supervisors: known }: Site, supervisor: SupervisorId, sight: Sight): boolean {
  if (sight.isWhole) return true;
  const flows = known.get(supervisor)?.flows ?? null;
  return flows?.every(flow => sight.flow(flow)) === true;
}

function listeningActs({ looks, words, site }: ApiParts): Endpoint[] {
  return [
    act({
      path: '/listening',
      roles: supervisors,
      tag: 'agents',
      summary: 'Hear the talk of an agent on one’s own phone, change the mode, stop',
      body: schemas.listeningBody,
      examples: {
        listen: { kind: 'start', agent: '101', mode: 'listen', stays: false },
        whisper: { kind: 'mode', mode: 'whisper' },
        stop: { kind: 'stop' },
      },
      told: (_params, body) => ({
        act: body.kind === 'stop' ? 'stop-listening' : body.mode,
        about: body.kind === 'start' ? `agent ${body.agent}` : '',
      }),
      handle: async (caller, { body }) => {
        const { supervisor } = caller.user;
        if (supervisor === null) return refused(noPhone);
        if (body.kind === 'start' && !caller.sight.agent(body.agent)) return refused(problems.notYours);
        if (body.kind !== 'stop' && !hearsOnlySeen(site.core, supervisor, caller.sight))
          return refused(hearsMore);
        const request: SupervisionRequest = { ...body, supervisor };
        return answered(await looks.ask('supervise', { request, by: caller.by }), words);
      },
    }),
  ];
}

const noPhone: Problem = {
  status: 403,
  code: 'no-supervisor-phone',
  title: {
    en: 'this user has no phone to listen on',
    fr: 'cet utilisateur n’a pas de poste pour écouter',
  },
  advice: {
    en: 'plateauctl user role NAME --role supervisor --supervisor ID names one of `supervisors` of the site file.',
    fr: 'plateauctl user role NOM --role supervisor --supervisor ID en nomme un de `supervisors` du fichier de site.',
  },
};

const hearsMore: Problem = {
  status: 403,
  code: 'not-yours',
  title: {
    en: 'this user’s phone hears talks of flows that he does not see',
    fr: 'le poste de cet utilisateur entend des flux qu’il ne voit pas',
  },
  advice: {
    en: 'Give the supervisor `flows` in the site file, none but those of the user: plateauctl user list.',
    fr: 'Donnez au superviseur des `flows` dans le fichier de site, seulement ceux de l’utilisateur : plateauctl user list.',
  },
};

function caseActs(parts: ApiParts): Endpoint[] {
  const { looks, words } = parts;
  return [
    act({
      path: '/cases',
      roles: people,
      tag: 'cases',
      summary: 'Open a case, note, colour, give, wait, promise a call-back, solve, close',
      body: schemas.caseBody,
      response: schemas.caseAnswer,
      examples: {
        open: {
          ...{ kind: 'open', customer: '48151623', customerName: 'Dupont' },
          ...{ owner: '101', colour: null, note: 'no tone since Monday' },
        },
        note: { kind: 'note', case: 'K1', text: 'line measured, a technician comes' },
        solve: { kind: 'solve', case: 'K1' },
      },
      told: (_params, body) => ({
        act: `case-${body.kind}`,
        about: 'case' in body ? `case ${body.case}` : '',
      }),
      handle: async (caller, { body }) => {
        const problem = await caseProblem(parts, caller, body);
        if (problem !== null) return refused(problem);
        return caseAnswered(await looks.ask('case-command', { command: body, by: caller.by }), words);
      },
    }),
    act({
      path: '/contacts',
      roles: supervisors,
      tag: 'cases',
      summary: 'Record a contact of a customer by mail, chat …: it counts as a call does',
      body: schemas.contactBody,
      response: schemas.caseAnswer,
      examples: { mail: { customer: '48151623', channel: 'mail', atMs: null } },
      told: (_params, { customer, channel }) => ({ act: 'contact', about: `${channel} ${customer}` }),
      handle: async (caller, { body }) => {
        const command: CaseCommand = { kind: 'contact', ...body };
        return caseAnswered(await looks.ask('case-command', { command, by: caller.by }), words);
      },
    }),
  ];
}

/** An agent deals with his own cases; he opens one for himself, and gives his away. */
async function caseProblem(
  { looks }: ApiParts,
  { user, sight }: Caller,
  command: CaseCommand,
): Promise<Problem | null> {
  const isAgent = user.role === 'agent';
  if (command.kind === 'contact') return isAgent ? problems.notAllowed : null;
  if (command.kind === 'open') return isAgent && command.owner !== user.agent ? problems.notYours : null;
  if (command.kind === 'open-last' || command.kind === 'solve-last') {
    const isHis = isAgent ? command.agent === user.agent : sight.agent(command.agent);
    return isHis ? null : problems.notYours;
  }
  const { cases } = await looks.ask('cases', { case: command.case });
  return cases.some(one => seesCase(one, sight)) ? null : problems.notFound;
}

function alarmAct({ looks, words }: ApiParts): Endpoint {
  return act({
    path: '/alarms',
    roles: supervisors,
    tag: 'alarms',
    summary: 'Acknowledge an alarm: somebody deals with it',
    body: schemas.alarmBody,
    examples: { acknowledge: { alarm: 'trunk-down:operator', note: 'the operator is told' } },
    told: (_params, { alarm }) => ({ act: 'acknowledge', about: alarm }),
    handle: async ({ sight, by }, { body }) => {
      const { alarms } = await looks.status();
      if (!alarms.some(one => one.alarm === body.alarm && seesAlarm(one, sight)))
        return refused(problems.notFound);
      const command = { kind: 'acknowledge', ...body } as const;
      return answered(await looks.ask('alarm-command', { command, by }), words);
    },
  });
}

function siteAct({ looks }: ApiParts): Endpoint {
  return act({
    path: '/site/reload',
    roles: technicians,
    tag: 'site',
    summary: 'Read the site file again; with errors the old one stays in force',
    body: schemas.nothingBody,
    response: schemas.reloadAnswer,
    examples: { reload: {} },
    told: () => ({ act: 'reload', about: '' }),
    handle: async ({ language }) => {
      const { ok, revision, problems: found } = await looks.ask('reload', {}, 60_000);
      if (ok) return given({ revision });
      const all = found.map(text => text[language]).join('\n');
      return refused({
        status: 409,
        code: 'site-file',
        title: {
          en: 'the site file is wrong, the old one stays',
          fr: 'le fichier de site est faux, l’ancien reste',
        },
        advice: { en: all, fr: all },
      });
    },
  });
}

function caseAnswered(answer: CaseAnswer, words: Words): Given {
  if (answer.ok) return given({ case: answer.case });
  const { message, advice } = words.caseRefusal(answer.because, answer.case);
  return refused({ status: statusOf(answer.because), code: answer.because, title: message, advice });
}
