// What an agent can do at this moment, and the key for it. Pure. The core has the last word: what it refuses is told.
import type { Desk, DeskCall } from './api.js';

/** In the order in which they are shown. */
export const actIds = [
  'accept',
  'skip',
  'hold',
  'resume',
  'transfer',
  'complete',
  'swap',
  'cancel',
  'pause-recording',
  'resume-recording',
  'open-case',
  'login',
  'ready',
  'pause',
  'logout',
  'leave-after',
  'stay',
] as const;

export type ActId = (typeof actIds)[number];

/** One key an act, pressed alone; acts with the same key are never possible at the same time. */
export const keyOf: Readonly<Record<ActId, string>> = {
  accept: 'a',
  skip: 'i',
  hold: 'h',
  resume: 'h',
  transfer: 't',
  complete: 'c',
  swap: 's',
  cancel: 'x',
  'pause-recording': 'e',
  'resume-recording': 'e',
  'open-case': 'k',
  login: 'l',
  ready: 'r',
  pause: 'p',
  logout: 'o',
  'leave-after': 'o',
  stay: 'o',
};

/** Of his own state. */
export function stateActs({ state, reason, leaving }: Desk['agent']): ActId[] {
  const leave: ActId = leaving ? 'stay' : 'leave-after';
  switch (state) {
    case 'logged-out':
      return ['login'];
    case 'not-ready':
      return ['ready', 'pause', 'logout'];
    case 'ready':
    case 'backed-off':
    case 'phone-busy':
    case 'phone-unavailable':
      return ['pause', 'logout'];
    case 'offered':
      return ['pause', leave];
    case 'talking':
      // A reason that was given during the talk counts after it, and can be taken back.
      return reason === null ? ['pause', leave] : ['ready', 'pause', leave];
    case 'wrap-up':
      return ['ready', 'pause', leave];
  }
}

/** Of the call. `keepsCases`: the site does. */
export function callActs(call: DeskCall, keepsCases: boolean): ActId[] {
  const { stage, recording, customer } = call;
  if (stage === 'preview') return ['accept', 'skip'];
  if (stage !== 'talking') return [];
  const acts: ActId[] = call.outbound === null ? talkActs(call) : [];
  if (recording !== null) acts.push(recording === 'on' ? 'pause-recording' : 'resume-recording');
  if (keepsCases && customer !== null && call.case === null) acts.push('open-case');
  return acts;
}

function talkActs({ held, transfer }: DeskCall): ActId[] {
  if (transfer === null) return [held ? 'resume' : 'hold', 'transfer'];
  if (transfer.part === 'target') return [];
  return transfer.stage === 'answered' ? ['complete', 'swap', 'cancel'] : ['complete', 'cancel'];
}

/** All that is possible now, of state, call and wrap-up. */
export function actsOf({ agent, call, wrapUp }: Desk, keepsCases: boolean): ActId[] {
  const ofCall = call === null ? [] : callActs(call, keepsCases);
  const ofWrapUp: ActId[] =
    keepsCases && wrapUp !== null && wrapUp.customerName !== null ? ['open-case'] : [];
  return [...ofCall, ...ofWrapUp, ...stateActs(agent)];
}
