// What the simulated PBX records, and the supervisors who listen: neither ever changes a talk.
import type { Effect } from '../core/effects.js';
import { letSupervisorGo, type Pbx, report } from './pbx.js';
import { chance } from './random.js';

export type ListeningEffect = Extract<
  Effect,
  {
    type:
      | 'record'
      | 'pause-recording'
      | 'resume-recording'
      | 'stop-recording'
      | 'ring-supervisor'
      | 'supervise'
      | 'leave-talk'
      | 'end-supervision';
  }
>;

/** Of recordings that are asked for, so many cannot be had when joins fail. */
export function performListening(pbx: Pbx, effect: ListeningEffect): void {
  switch (effect.type) {
    case 'record':
      record(pbx, effect);
      return;
    case 'pause-recording':
    case 'resume-recording':
      return;
    case 'stop-recording':
      pbx.recordings.delete(effect.recording);
      return;
    case 'ring-supervisor': {
      const { supervision: id, endpoint } = effect;
      if (pbx.supervisors.has(id))
        pbx.breaches.push({ call: id, text: `rings supervisor ${id} twice at ${endpoint}` });
      pbx.supervisors.set(id, { id, endpoint, isUp: false, hears: null });
      pbx.world.supervisorRung(id);
      pbx.clock.at(pbx.clock.nowMs() + effect.timeoutMs, () => {
        if (pbx.supervisors.get(id)?.isUp === false) letSupervisorGo(pbx, id);
      });
      return;
    }
    case 'supervise': {
      const supervisor = pbx.supervisors.get(effect.supervision);
      if (supervisor === undefined) return;
      if (!supervisor.isUp)
        pbx.breaches.push({
          call: supervisor.id,
          text: `lets ${supervisor.id} listen, who has not answered`,
        });
      supervisor.hears = effect.talk;
      if (!pbx.legs.has(effect.talk))
        report(pbx, { type: 'supervision-failed', supervision: supervisor.id, talk: effect.talk });
      return;
    }
    case 'leave-talk': {
      const supervisor = pbx.supervisors.get(effect.supervision);
      if (supervisor !== undefined) supervisor.hears = null;
      return;
    }
    case 'end-supervision':
      letSupervisorGo(pbx, effect.supervision);
  }
}

function record(pbx: Pbx, { call, channel, recording, leg }: Extract<Effect, { type: 'record' }>): void {
  const caller = pbx.callers.get(channel);
  const joinedWith = caller === undefined ? agentOfCustomer(pbx, channel) : caller.joinedWith;
  if ((caller === undefined && joinedWith === null) || chance(pbx.random, pbx.faults.failedJoins)) {
    report(pbx, { type: 'recording-failed', call, recording, because: 'refused', why: 'simulated' });
    return;
  }
  if (pbx.recordings.has(recording)) pbx.breaches.push({ call, text: `records ${recording} twice` });
  for (const [other, of] of pbx.recordings)
    if (of === call) pbx.breaches.push({ call, text: `records ${recording} beside ${other}` });
  if (joinedWith !== null && joinedWith !== leg)
    pbx.breaches.push({
      call,
      text: `records ${recording} of ${leg}, with whom caller ${call} does not talk`,
    });
  pbx.recordings.set(recording, call);
}

/** The leg of the agent with whom a customer talks who was called for him. */
function agentOfCustomer(pbx: Pbx, leg: string): string | null {
  for (const [agent, customer] of pbx.pairs) if (customer === leg) return agent;
  return null;
}

/** The supervisor answers, hangs up, or presses a key. */
export function supervisorDoes(pbx: Pbx, id: string, what: 'answers' | 'hangs-up' | '4' | '5' | '6'): void {
  const supervisor = pbx.supervisors.get(id);
  if (supervisor === undefined) return;
  if (what === 'answers') {
    supervisor.isUp = true;
    report(pbx, { type: 'supervisor-answered', supervision: id });
  } else if (what === 'hangs-up') letSupervisorGo(pbx, id);
  else if (supervisor.isUp) report(pbx, { type: 'supervisor-key', supervision: id, key: what });
}
