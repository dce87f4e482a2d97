// The contract's PBX over the simulated one, in real time: people who do only what the contract tells them.
import { must } from '../../src/base/assert.js';
import type { Trunk } from '../../src/core/site.js';
import { realClock } from '../../src/sim/clock.js';
import { switchOn } from '../../src/sim/connection.js';
import { addPhone, addTrunk, dialsFeature } from '../../src/sim/devices.js';
import { supervisorDoes } from '../../src/sim/listening.js';
import {
  callerArrives,
  callerHangsUp,
  createPbx,
  type EndedBy,
  legAnswers,
  legEnds,
  legRedirects,
  legRings,
  type Pbx,
  pressesKey,
  type SimulatedCaller,
  type SimulatedLeg,
} from '../../src/sim/pbx.js';
import { createRandom } from '../../src/sim/random.js';
import type { ContractPbx, ContractPhone, FarEnd, PhoneManner } from '../contract/pbx.js';

type FarCall = { readonly leg: SimulatedLeg; end: FarEnd | null };
type Far = { readonly manner: PhoneManner; readonly calls: FarCall[]; readonly supervisors: string[] };

const deadManSeconds = 1;

/** How the far end sees it. */
function endOf(leg: SimulatedLeg, by: EndedBy): FarEnd {
  if (by === 'daemon') return leg.state === 'up' ? 'they-hung-up' : 'cancelled';
  return leg.state === 'up' ? 'we-hung-up' : 'refused';
}

function behave(pbx: Pbx, leg: SimulatedLeg, manner: PhoneManner): void {
  switch (manner.kind) {
    case 'busy':
      legEnds(pbx, leg, 'busy');
      return;
    case 'declines':
      legEnds(pbx, leg, 'rejected');
      return;
    case 'redirects':
      legRedirects(pbx, leg, /^sip:([^@]*)/.exec(manner.to)?.[1] ?? manner.to);
      return;
    default:
      legRings(pbx, leg);
      if (manner.kind === 'answers') legAnswers(pbx, leg);
  }
}

export function simulatedPbx(): ContractPbx & { readonly stop: () => void } {
  const clock = realClock();
  const pbx = createPbx({ clock, random: createRandom(1, 'contract'), deadManMs: deadManSeconds * 1_000 });
  const fars = new Map<string, Far>();
  const states = new Map<SimulatedCaller, 'up' | 'over'>();
  const released: string[] = [];
  const farOf = ({ to }: SimulatedLeg) => fars.get(to.kind === 'phone' ? to.endpoint : to.trunk);
  pbx.world = {
    ...pbx.world,
    legStarted: leg => {
      const far = must(farOf(leg), 'the far end');
      far.calls.push({ leg, end: null });
      behave(pbx, leg, far.manner);
    },
    supervisorRung: id => {
      const far = must(fars.get(pbx.supervisors.get(id)?.endpoint ?? ''), 'the supervisor’s phone');
      far.supervisors.push(id);
      if (far.manner.kind === 'answers') supervisorDoes(pbx, id, 'answers');
      else if (far.manner.kind !== 'rings') supervisorDoes(pbx, id, 'hangs-up');
    },
    held: caller => states.set(caller, 'up'),
    released: (_, next) => released.push(next),
    callerGone: caller => states.set(caller, 'over'),
    legGone: (leg, by) => {
      const call = farOf(leg)?.calls.find(one => one.leg === leg);
      if (call !== undefined) call.end = endOf(leg, by);
    },
  };
  let names = 100;
  const farAt = (name: string, endpoint: string, manner: PhoneManner): ContractPhone => {
    const far: Far = { manner, calls: [], supervisors: [] };
    fars.set(name, far);
    const live = () =>
      must(
        far.calls.find(({ end }) => end === null),
        `a call at ${name}`,
      ).leg;
    return {
      endpoint,
      calls: () => [
        ...far.calls.map(({ leg, end }) => ({
          state:
            end !== null ? ('over' as const) : leg.state === 'up' ? ('up' as const) : ('ringing' as const),
          end,
        })),
        // Of those, only the daemon's hanging up is looked at.
        ...far.supervisors.map(id => {
          const there = pbx.supervisors.get(id);
          if (there === undefined) return { state: 'over', end: 'they-hung-up' } as const;
          return { state: there.isUp ? 'up' : 'ringing', end: null } as const;
        }),
      ],
      answer: async () => legAnswers(pbx, live()),
      hangUp: async () => {
        const supervisor = far.supervisors.find(id => pbx.supervisors.has(id));
        if (supervisor === undefined) legEnds(pbx, live(), 'hung-up');
        else supervisorDoes(pbx, supervisor, 'hangs-up');
      },
      press: async key => pressesKey(pbx, live(), key),
      feature: async command => dialsFeature(pbx, endpoint, command, ''),
    };
  };
  return {
    phone: async manner => {
      const endpoint = manner.kind === 'unknown' ? 'PJSIP/nobody' : `PJSIP/${++names}`;
      if (manner.kind !== 'unknown') addPhone(pbx, endpoint);
      return farAt(endpoint, endpoint, manner);
    },
    partner: async manner => {
      const id = `partner${++names}`;
      const trunk: Trunk = { id, name: id, kind: 'pjsip', endpoint: id, spans: [], channels: 30 };
      addTrunk(pbx, trunk);
      return { trunk, number: '0899000001', far: farAt(id, `PJSIP/${id}`, manner) };
    },
    caller: async () => {
      const id = `${Date.now()}.${++names}`;
      const caller = callerArrives(pbx, {
        type: 'call-arrived',
        call: id,
        channel: `SIM/${id}`,
        flow: 'acquisition',
        caller: '0612345600',
        callerName: '',
        dialled: '3204',
        trunk: 'operator',
        language: 'fr',
        choice: '',
      });
      return {
        state: () => states.get(caller) ?? 'calling',
        hangUp: async () => callerHangsUp(pbx, caller),
      };
    },
    daemon: async () => {
      const plateau = switchOn(pbx);
      return { switch: plateau, die: plateau.cut, hang: plateau.cut };
    },
    released: async () => released,
    isRecorded: async recording => pbx.recordings.has(recording),
    deadManSeconds,
    stop: clock.stop,
  };
}
