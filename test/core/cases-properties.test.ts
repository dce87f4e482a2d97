// Random days with repeat callers: what must hold of them and of the cases whatever happens.
import t from 'tap';
import { apply } from '../../src/core/apply.js';
import {
  addContact,
  contactsSince,
  customersInContact,
  noContacts,
  restoreContacts,
  storeContacts,
} from '../../src/core/contacts.js';
import { nextDeadline } from '../../src/core/deadlines.js';
import { decide } from '../../src/core/decide.js';
import type { Fact } from '../../src/core/facts.js';
import type { Input } from '../../src/core/inputs.js';
import { invariants } from '../../src/core/invariants.js';
import { fromSnapshot, toSnapshot } from '../../src/core/snapshot.js';
import { createState } from '../../src/core/state.js';
import { fc } from '../properties.js';
import { noon } from './given.js';
import { customer, givenRepeatSite } from './given-cases.js';

t.test(
  'contacts: only the window counts, the silent are forgotten, and what is stored comes back',
  async t => {
    const hourMs = 3_600_000;
    const moments = fc.array(
      fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 0, max: hourMs })),
      {
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(moments, steps => {
        const contacts = noContacts();
        const all: { id: string; atMs: number }[] = [];
        let atMs = noon;
        for (const [id, afterMs] of steps) {
          atMs += afterMs;
          addContact(contacts, id, atMs, 4 * hourMs);
          all.push({ id, atMs: Math.floor(atMs / 1000) * 1000 });
          for (const one of ['a', 'b', 'c', 'd']) {
            const wanted = all
              .filter(known => known.id === one && known.atMs >= atMs - 4 * hourMs)
              .slice(-20).length;
            if (contactsSince(contacts, one, atMs - 4 * hourMs) !== wanted) return false;
          }
        }
        const again = restoreContacts(storeContacts(contacts));
        return (
          JSON.stringify(storeContacts(again)) === JSON.stringify(storeContacts(contacts)) &&
          customersInContact(again) === customersInContact(contacts)
        );
      }),
      { numRuns: 100 },
    );
    t.pass('100 random histories');
  },
);

const kinds = [
  'call',
  'call',
  'call',
  'answer',
  'answer',
  'hang-up',
  'reject',
  'login',
  'logout',
  'pause',
  'ready',
];
const commands = ['contact', 'open', 'solve', 'close', 'give', 'wait', 'clock'];

const events = fc.array(
  fc.record({
    kind: fc.constantFrom(...kinds, ...commands),
    afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30_000 })),
    pick: fc.nat(20),
    agent: fc.constantFrom('101', '102', '103'),
    customer: fc.constantFrom('anne', 'bob'),
  }),
  { minLength: 10, maxLength: 100, size: 'max' },
);

type Event = { kind: string; pick: number; agent: string; customer: string };

function inputOf(state: ReturnType<typeof createState>, event: Event, serial: number): Input {
  const by = { kind: 'phone', name: event.agent } as const;
  const legs = [...state.legs.keys()];
  const leg = legs[event.pick % Math.max(1, legs.length)] ?? 'none';
  const callIds = [...state.calls.keys()];
  const cases = [...state.book.cases.keys()];
  const id = cases[event.pick % Math.max(1, cases.length)] ?? 'K0';
  const { agent } = event;
  switch (event.kind) {
    case 'call': {
      const about = { channel: 'x', caller: '1', callerName: '', dialled: '2', trunk: 't', choice: '' };
      const flow = event.pick % 5 === 0 ? 'n2' : 'n1';
      return {
        ...{ type: 'call-arrived', call: `c${serial}`, flow, ...about, language: 'fr' },
        customer: customer(event.customer),
      };
    }
    case 'answer': {
      const call = state.legs.get(leg);
      return call?.talk?.leg === leg
        ? { type: 'bridged', call: call.id, leg }
        : { type: 'leg-answered', leg };
    }
    case 'hang-up':
      return { type: 'caller-hung-up', call: callIds[event.pick % Math.max(1, callIds.length)] ?? 'none' };
    case 'reject':
      return { type: 'leg-ended', leg, end: 'rejected' };
    case 'login':
    case 'logout':
    case 'ready':
      return { type: 'agent-command', agent, command: { kind: event.kind }, by };
    case 'pause':
      return { type: 'agent-command', agent, command: { kind: 'not-ready', reason: 'lunch' }, by };
    case 'contact':
      return {
        ...{ type: 'case-command', by },
        command: { kind: 'contact', customer: event.customer, channel: 'mail', atMs: null },
      };
    case 'open':
      return {
        ...{ type: 'case-command', by },
        command: {
          ...{ kind: 'open', customer: event.customer, customerName: '', owner: agent },
          ...{ colour: null, note: 'x' },
        },
      };
    case 'solve':
    case 'close':
      return { type: 'case-command', command: { kind: event.kind, case: id }, by };
    case 'give':
      return { type: 'case-command', command: { kind: 'give', case: id, agent }, by };
    case 'wait':
      return { type: 'case-command', command: { kind: 'wait', case: id, entity: 'network' }, by };
    default:
      return { type: 'clock' };
  }
}

t.test(
  'whatever happens, nobody waits for an owner beyond the bound, no repeat caller meets a partner, and replay is live',
  async t => {
    const boundMs = fc.constantFrom(0, 5_000, 45_000);
    fc.assert(
      fc.property(
        events,
        boundMs,
        fc.constantFrom(null, 1, 2),
        fc.boolean(),
        (list, ownerForMs, maximumOpen, short) => {
          const rules = { contacts: 2, ownerForMs, counts: 'all' } as const;
          const site = givenRepeatSite(
            rules,
            { maximumOpen },
            { shortPauses: new Set(short ? ['lunch'] : []) },
          );
          const state = createState(site);
          const told: { fact: Fact; atMs: number }[] = [];
          const keptSince = new Map<string, number>();
          const inHouse = new Set<string>();
          let nowMs = noon;
          const step = (input: Input) => {
            const before = new Map(state.book.load);
            for (const fact of decide(state, input, nowMs).facts) {
              told.push({ fact, atMs: nowMs });
              if (fact.type === 'repeat-call-recognised') inHouse.add(fact.call);
              if (fact.type === 'partner-dialled' && inHouse.has(fact.call))
                throw new Error('a partner was dialled');
              if (fact.type === 'call-reserved') keptSince.set(fact.call, nowMs);
              if (fact.type === 'reservation-ended' || fact.type === 'call-ended')
                keptSince.delete(fact.call);
            }
            const broken = [...invariants(state, nowMs)];
            for (const [agent, load] of state.book.load)
              if (maximumOpen !== null && load > maximumOpen && load > (before.get(agent) ?? 0))
                if (!told.slice(-8).some(({ fact }) => fact.type === 'case-reopened'))
                  broken.push(`agent ${agent} was given more than he may have`);
            if (broken.length > 0) throw new Error(`after ${JSON.stringify(input)}: ${broken.join('; ')}`);
          };
          const passes = (untilMs: number) => {
            for (;;) {
              const due = nextDeadline(state);
              if (due === null || due > untilMs) break;
              nowMs = Math.max(nowMs, due);
              step({ type: 'clock' });
            }
            nowMs = untilMs;
            for (const [call, sinceMs] of keptSince)
              if (state.calls.get(call)?.talk === null && nowMs - sinceMs > ownerForMs)
                throw new Error(`call ${call} is kept for ${nowMs - sinceMs} ms`);
          };
          list.forEach((event, serial) => {
            passes(nowMs + event.afterMs);
            step(inputOf(state, event, serial));
          });
          const middle = Math.floor(told.length / 2);
          const folded = createState(site);
          for (const { fact, atMs } of told.slice(0, middle)) apply(folded, fact, atMs);
          const restored = fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(folded))), site);
          for (const { fact, atMs } of told.slice(middle)) apply(restored, fact, atMs);
          return JSON.stringify(toSnapshot(restored)) === JSON.stringify(toSnapshot(state));
        },
      ),
      { numRuns: 150 },
    );
    t.pass('150 random days');
  },
);
