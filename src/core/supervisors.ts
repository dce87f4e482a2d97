// Listen, whisper, barge: a supervisor of the site file has his own phone rung and then hears an agent's talk. What he does never changes
// the talk; it ends without him and he without it. One supervisor has one agent, one agent has one supervisor.
import type { Actor } from './facts.js';
import type { SupervisionEnd, SupervisionId } from './facts-listening.js';
import type { CommandAnswer, SupervisionRequest } from './inputs.js';
import type { AgentId, SupervisionMode, Supervisor } from './site.js';
import type { Agent, Supervision } from './state.js';
import { emit, perform, type Step } from './step.js';

const done: CommandAnswer = { ok: true };
/** His phone rings for so long. */
const ringMs = 20_000;
/** Who dialled a code hears a beep and is hung up: a phone with one line would be busy before. */
const codeIsSaidMs = 3_000;

/** A supervisor by his id or by his phone. */
export function supervisorOf(step: Pick<Step, 'state'>, name: string): Supervisor | undefined {
  const { supervisors } = step.state.site;
  return supervisors.get(name) ?? [...supervisors.values()].find(({ endpoint }) => endpoint === name);
}

export function supervise(step: Step, request: SupervisionRequest, by: Actor): CommandAnswer {
  const supervisor = supervisorOf(step, request.supervisor);
  if (supervisor === undefined) return { ok: false, because: 'unknown-supervisor' };
  switch (request.kind) {
    case 'start':
      return start(step, supervisor, request, by);
    case 'mode':
      return changeMode(step, supervisor, request.mode, by);
    case 'stop': {
      const current = ofSupervisor(step, supervisor.id);
      if (current === undefined) return { ok: false, because: 'not-supervising' };
      end(step, current, 'stopped', by);
      return done;
    }
  }
}

function start(
  step: Step,
  supervisor: Supervisor,
  { agent: name, mode, stays }: Extract<SupervisionRequest, { kind: 'start' }>,
  by: Actor,
): CommandAnswer {
  const { state, nowMs } = step;
  const agent = state.agents.get(name);
  if (agent?.setup === undefined) return { ok: false, because: 'unknown-agent' };
  if (!supervisor.may.includes(mode)) return { ok: false, because: 'not-allowed' };
  if (!mayHear(supervisor, agent)) return { ok: false, because: 'not-yours' };
  if (supervisor.endpoint === agent.setup.endpoint) return { ok: false, because: 'not-allowed' };
  if (ofSupervisor(step, supervisor.id) !== undefined) return { ok: false, because: 'already-so' };
  if (ofAgent(step, agent.id) !== undefined) return { ok: false, because: 'agent-supervised' };
  if (agent.work.kind !== 'talking' && !stays) return { ok: false, because: 'not-talking' };
  if (agent.presence === 'logged-out' && agent.work.kind !== 'talking')
    return { ok: false, because: 'not-logged-in' };
  const supervision: SupervisionId = `sup-${supervisor.id}-${nowMs}`;
  emit(step, {
    type: 'supervision-started',
    supervision,
    supervisor: supervisor.id,
    endpoint: supervisor.endpoint,
    agent: agent.id,
    mode,
    stays,
    by,
  });
  perform(step, {
    type: 'ring-supervisor',
    supervision,
    endpoint: supervisor.endpoint,
    agentName: agent.setup.name,
    afterMs: by.kind === 'phone' ? codeIsSaidMs : 0,
    timeoutMs: ringMs,
  });
  return done;
}

/** Whose flows are named hears nothing else, on a talk of another flow either: it is looked at again at each talk. */
function mayHear({ teams, flows }: Supervisor, agent: Agent): boolean {
  const { work, setup } = agent;
  if (teams !== null && !teams.some(team => setup?.teams.includes(team))) return false;
  return flows === null || work.kind !== 'talking' || flows.includes(work.flow);
}

function ofSupervisor({ state }: Step, supervisor: string): Supervision | undefined {
  for (const one of state.supervisions.values()) if (one.supervisor === supervisor) return one;
  return undefined;
}

function ofAgent({ state }: Step, agent: AgentId): Supervision | undefined {
  for (const one of state.supervisions.values()) if (one.agent === agent) return one;
  return undefined;
}

function changeMode(step: Step, supervisor: Supervisor, mode: SupervisionMode, by: Actor): CommandAnswer {
  const current = ofSupervisor(step, supervisor.id);
  if (current === undefined) return { ok: false, because: 'not-supervising' };
  if (!supervisor.may.includes(mode)) return { ok: false, because: 'not-allowed' };
  if (current.mode === mode) return { ok: false, because: 'already-so' };
  const { id, agent, talk } = current;
  const about = { supervision: id, supervisor: supervisor.id, agent };
  emit(step, { type: 'supervision-mode-changed', ...about, mode, by });
  if (talk === null) return done;
  emit(step, { type: 'supervision-joined', ...about, ...talk, mode });
  perform(step, { type: 'supervise', supervision: id, talk: talk.leg, mode, tellAgent: false });
  return done;
}

/** His phone was answered. */
export function supervisorAnswered(step: Step, id: SupervisionId): void {
  const current = step.state.supervisions.get(id);
  if (current === undefined) {
    perform(step, { type: 'end-supervision', supervision: id });
    return;
  }
  if (current.answered) return;
  emit(step, { type: 'supervision-answered', supervision: id });
  join(step, current);
  if (current.talk === null && !current.stays) end(step, current, 'talk-ended');
}

/** His phone is quiet again: he hung up, or never answered. */
export function supervisorGone(step: Step, id: SupervisionId): void {
  const current = step.state.supervisions.get(id);
  if (current !== undefined) end(step, current, current.answered ? 'supervisor-hung-up' : 'not-answered');
}

/** The switch could not let him hear the talk. */
export function supervisionFailed(step: Step, id: SupervisionId, leg: string): void {
  const current = step.state.supervisions.get(id);
  if (current?.talk?.leg === leg) end(step, current, 'failed');
}

const modesByKey: Readonly<Record<string, SupervisionMode>> = { '4': 'listen', '5': 'whisper', '6': 'barge' };

/** Keys of the supervisor's phone: 4 listen, 5 whisper, 6 barge. */
export function supervisorKey(step: Step, id: SupervisionId, key: string): void {
  const current = step.state.supervisions.get(id);
  const mode = Object.hasOwn(modesByKey, key) ? modesByKey[key] : undefined;
  const supervisor = step.state.site.supervisors.get(current?.supervisor ?? '');
  if (current?.answered !== true || mode === undefined || supervisor === undefined) return;
  changeMode(step, supervisor, mode, { kind: 'phone', name: supervisor.endpoint });
}

/** The agent's talk has begun: who waits for it hears it. */
export function joinSupervisor(step: Step, agent: AgentId): void {
  const current = ofAgent(step, agent);
  if (current?.answered === true) join(step, current);
}

function join(step: Step, current: Supervision): void {
  const { state } = step;
  const agent = state.agents.get(current.agent);
  const supervisor = state.site.supervisors.get(current.supervisor);
  if (agent?.work.kind !== 'talking' || supervisor === undefined || !mayHear(supervisor, agent)) return;
  const { call, leg } = agent.work;
  const talk = state.calls.get(call)?.talk;
  // While he sends the caller on, the talk of the call is another one.
  if (talk?.leg !== leg || !talk.bridged || current.talk?.leg === leg) return;
  const { id, mode } = current;
  emit(step, {
    type: 'supervision-joined',
    supervision: id,
    supervisor: supervisor.id,
    agent: agent.id,
    call,
    leg,
    mode,
  });
  perform(step, {
    type: 'supervise',
    supervision: id,
    talk: leg,
    mode,
    tellAgent: state.site.supervisionTone,
  });
}

/** The talk that was heard is over: he waits for the next one, or is let go. */
export function talkIsOver(step: Step, leg: string): void {
  for (const current of [...step.state.supervisions.values()]) {
    if (current.talk?.leg !== leg) continue;
    const isLoggedOut = step.state.agents.get(current.agent)?.presence === 'logged-out';
    if (!current.stays || isLoggedOut) end(step, current, current.stays ? 'agent-logged-out' : 'talk-ended');
    else {
      leave(step, current);
      perform(step, { type: 'leave-talk', supervision: current.id });
    }
  }
}

/** Who logs out while nobody talks with him is not waited for. */
export function agentIsGone(step: Step, agent: AgentId): void {
  const current = ofAgent(step, agent);
  if (current !== undefined && step.state.agents.get(agent)?.work.kind !== 'talking')
    end(step, current, 'agent-logged-out');
}

/** All of them: `switch-lost`, when the switch was told to forget them; or those whom the site file does not know any more. */
export function endSupervisions(step: Step, because: 'switch-lost' | 'site-file'): void {
  const { state } = step;
  for (const current of [...state.supervisions.values()]) {
    const supervisor = state.site.supervisors.get(current.supervisor);
    const agent = state.agents.get(current.agent);
    const isAllowed =
      supervisor?.may.includes(current.mode) === true &&
      supervisor.endpoint === current.endpoint &&
      agent?.setup !== undefined &&
      (current.talk === null || mayHear(supervisor, agent));
    if (because === 'switch-lost' || !isAllowed) end(step, current, because);
  }
}

function leave(step: Step, { id, supervisor, agent, talk }: Supervision): void {
  if (talk !== null)
    emit(step, { type: 'supervision-left', supervision: id, supervisor, agent, call: talk.call });
}

function end(
  step: Step,
  current: Supervision,
  because: SupervisionEnd,
  by: Actor = { kind: 'rule', name: because },
): void {
  const { id, supervisor, agent } = current;
  leave(step, current);
  emit(step, { type: 'supervision-ended', supervision: id, supervisor, agent, because, by });
  perform(step, { type: 'end-supervision', supervision: id });
}
