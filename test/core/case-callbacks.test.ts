// The owner's call-back of a case: at the promised time, his phone first, then the customer.

import t from 'tap';
import { must } from '../../src/base/assert.js';
import { type Case, caseOf } from '../../src/core/case-book.js';
import type { CaseCommand } from '../../src/core/case-commands.js';
import { nextDeadline } from '../../src/core/deadlines.js';
import { changeSite, resume } from '../../src/core/decide.js';
import { invariants } from '../../src/core/invariants.js';
import { mendRecords } from '../../src/core/mend.js';
import type { Site } from '../../src/core/site.js';
import type { CaseCallBackRules } from '../../src/core/site-cases.js';
import { fromSnapshot, toSnapshot } from '../../src/core/snapshot.js';
import { createPromises, takeEffect, takeFact } from '../../src/sim/promises.js';
import { fc } from '../properties.js';
import { Floor, noon } from './given.js';
import { asks, caseRules, customer as customerNamed, givenRepeatSite } from './given-cases.js';
import { givenRules, minute } from './given-outbound.js';

const rules: CaseCallBackRules = {
  flow: 'n1',
  keepFreeMs: 2 * minute,
  lateAfterMs: 15 * minute,
  ownerAway: 'deputy',
};

function givenPromisingSite(about: Partial<CaseCallBackRules> = {}, site: Partial<Site> = {}): Site {
  return givenRepeatSite(
    {},
    { callBack: { ...rules, ...about } },
    {
      noAnswersBeforeNotReady: 0,
      outbound: givenRules(),
      ...site,
    },
  );
}

const number = '06 12 34 56 78';
const promise = (atMs: number | null, given: string | null = number): CaseCommand => ({
  ...{ kind: 'call-back', case: 'K1', atMs, number: given },
});

/** 101 and 102 are there, K1 is 101's, and its customer has been promised a call in ten minutes. */
function givenPromise(site = givenPromisingSite()): Floor {
  const floor = new Floor(site);
  floor.logsIn('101');
  floor.logsIn('102');
  const about = { customer: 'A', customerName: 'Mme A', colour: 'green', note: null } as const;
  asks(floor, { kind: 'open', owner: '101', ...about });
  asks(floor, promise(noon + 10 * minute));
  return floor;
}

const caseIn = (floor: Floor): Case => must(caseOf(floor.state.book, 'A'), 'the case of A');
const customerLeg = (floor: Floor, call: string) =>
  must(floor.state.calls.get(call)?.outbound?.customer, 'the customer of the call').leg;

t.test(
  'at the promised time the owner’s phone rings, then the customer is dialled, and the case says so',
  async t => {
    const floor = givenPromise();
    floor.passes(10 * minute - 1);
    t.strictSame([floor.offers(), floor.take('customer-dialled')], [{}, []], 'not before');
    floor.passes(1);
    t.strictSame(floor.offers(), { 101: 'case-K1.1' });
    t.strictSame(floor.take('customer-dialled'), [], 'nobody is dialled without him');
    floor.step({ type: 'leg-answered', leg: floor.legTo('101') });
    t.match(floor.take('customer-dialled'), [{ agent: '101', number: '+33612345678', attempt: 1 }]);
    floor.step({ type: 'leg-answered', leg: customerLeg(floor, 'case-K1.1') });
    t.match(floor.take('call-joined-case'), [{ case: 'K1', agent: '101' }]);
    floor.step({ type: 'bridged', call: 'case-K1.1', leg: 'case-K1.1.1' });
    floor.passes(minute);
    floor.step({ type: 'leg-ended', leg: customerLeg(floor, 'case-K1.1'), end: 'hung-up' });
    t.strictSame(floor.take('case-called-back'), [
      { type: 'case-called-back', case: 'K1', call: 'case-K1.1' },
    ]);
    t.match(caseIn(floor), {
      callBackAtMs: null,
      callBack: null,
      lastCallBack: { end: 'talked' },
      colour: 'green',
    });
    t.equal(floor.state.calls.size, 0);
  },
);

t.test('a little before, the owner gets no other call; others do', async t => {
  const floor = givenPromise();
  floor.passes(8 * minute);
  t.match(floor.take('case-owner-kept-free'), [{ agent: '101', untilMs: noon + 10 * minute }]);
  floor.arrives('c1', 'n1');
  t.strictSame(floor.offers(), { 102: 'c1' });
  floor.arrives('c2', 'n1');
  t.strictSame(floor.offers(), { 102: 'c1' }, 'c2 waits beside an owner who is kept free');
  t.strictSame(invariants(floor.state, floor.nowMs), []);
  asks(floor, promise(null));
  t.strictSame(floor.offers(), { 101: 'c2', 102: 'c1' }, 'the promise is taken back, and he is free again');
});

t.test('an owner at another call is waited for, and makes it before he gets any other', async t => {
  const floor = givenPromise();
  floor.arrives('c1', 'n1');
  floor.answers('101');
  floor.passes(11 * minute);
  floor.arrives('c2', 'n1');
  floor.answers('102');
  floor.arrives('c3', 'n1');
  floor.step({ type: 'caller-hung-up', call: 'c1' });
  t.strictSame(floor.offers(), { 101: 'case-K1.1' }, 'c3 waits');
});

t.test(
  'who is not reached is tried again by the rule for it; then the case says so, and is more urgent',
  async t => {
    const floor = givenPromise();
    floor.passes(10 * minute);
    const dialled: number[] = [];
    for (let attempt = 1; attempt <= 4; attempt++) {
      floor.step({ type: 'leg-answered', leg: floor.legTo('101') });
      dialled.push((floor.nowMs - noon) / minute);
      floor.step({ type: 'leg-ended', leg: customerLeg(floor, 'case-K1.1'), end: 'busy' });
      floor.passes(5 * minute);
    }
    t.strictSame(dialled, [10, 15, 20, 25]);
    t.match(floor.take('case-call-back-failed'), [{ case: 'K1', because: 'not-reached', attempts: 4 }]);
    t.match(caseIn(floor), {
      colour: 'red',
      callBackAtMs: null,
      lastCallBack: { end: 'not-reached' },
      owner: '101',
    });
  },
);

t.test('an owner who is not there: after the bound whoever has the skill makes it', async t => {
  const floor = givenPromise();
  floor.step({
    type: 'agent-command',
    agent: '101',
    command: { kind: 'logout' },
    by: { kind: 'desk', name: '101' },
  });
  floor.passes(25 * minute - 1);
  t.strictSame(floor.offers(), {}, '102 is ready, and does not make it');
  floor.passes(1);
  t.match(floor.take('case-call-back-late'), [{ owner: '101', because: 'logged-out', rule: 'deputy' }]);
  t.strictSame(floor.offers(), { 102: 'case-K1.1' });
  t.equal(caseIn(floor).owner, '101', 'the case stays his');
});

t.test('or it waits for him, and is late', async t => {
  const floor = givenPromise(givenPromisingSite({ ownerAway: 'wait' }));
  const by = { kind: 'desk', name: '101' } as const;
  floor.step({ type: 'agent-command', agent: '101', command: { kind: 'logout' }, by });
  floor.passes(60 * minute);
  t.match(floor.take('case-call-back-late'), [{ rule: 'wait' }], 'said once');
  t.match(caseIn(floor).callBack, { isLate: true });
  t.strictSame(floor.offers(), {});
  floor.step({ type: 'agent-command', agent: '101', command: { kind: 'login' }, by });
  floor.passes(2 * minute);
  t.strictSame(floor.offers(), { 101: 'case-K1.1' });
});

t.test('the promise follows the case: another moment, another owner, a solution', async t => {
  const floor = givenPromise();
  asks(floor, promise(noon + 20 * minute, null));
  t.match(floor.take('outbound-ended'), [{ end: 'cancelled' }]);
  floor.passes(10 * minute);
  t.strictSame(floor.offers(), {});
  asks(floor, { kind: 'give', case: 'K1', agent: '102' });
  floor.passes(10 * minute);
  t.strictSame(floor.offers(), { 102: 'case-K1.3' }, 'the number that was given before counts');
  asks(floor, { kind: 'solve', case: 'K1' });
  t.strictSame([floor.offers(), floor.state.calls.size, nextDeadline(floor.state)], [{}, 0, null]);
});

t.test('a call-back that somebody cancels is not planned again by a new site file', async t => {
  const floor = givenPromise();
  const by = { kind: 'command-line', name: 'luc' } as const;
  floor.step({ type: 'outbound-cancel', call: 'case-K1.1', by });
  t.match(floor.take('case-call-back-promised', 'outbound-ended').slice(-2), [
    { type: 'case-call-back-promised', callBackAtMs: null, by },
    { type: 'outbound-ended', call: 'case-K1.1', end: 'cancelled', by },
  ]);
  changeSite(floor.state, { ...floor.state.site, revision: 'r2' }, floor.nowMs);
  floor.passes(30 * minute);
  t.strictSame([floor.offers(), caseIn(floor).callBackAtMs, floor.state.calls.size], [{}, null, 0]);
});

t.test('what is promised during the owner’s call-back is planned when they have talked', async t => {
  const talking = () => {
    const floor = givenPromise();
    floor.passes(10 * minute);
    floor.step({ type: 'leg-answered', leg: floor.legTo('101') });
    floor.step({ type: 'leg-answered', leg: customerLeg(floor, 'case-K1.1') });
    floor.step({ type: 'bridged', call: 'case-K1.1', leg: 'case-K1.1.1' });
    floor.passes(minute);
    return floor;
  };
  const hangsUp = (floor: Floor) =>
    floor.step({ type: 'leg-ended', leg: customerLeg(floor, 'case-K1.1'), end: 'hung-up' });
  const tomorrow = noon + 1_440 * minute;
  const floor = talking();
  asks(floor, promise(tomorrow, '06 12 34 56 79'));
  t.strictSame(floor.take('outbound-ended'), [], 'they talk on');
  floor.facts = [];
  hangsUp(floor);
  t.match(floor.take('case-called-back', 'case-call-back-promised', 'outbound-queued'), [
    { type: 'case-called-back', call: 'case-K1.1' },
    { type: 'case-call-back-promised', case: 'K1', callBackAtMs: tomorrow },
    { type: 'outbound-queued', call: 'case-K1.2', notBeforeMs: tomorrow, number: '+33612345679' },
  ]);
  t.match(caseIn(floor), { callBackAtMs: tomorrow, callBack: { call: 'case-K1.2', promisedAtMs: tomorrow } });
  const solved = talking();
  asks(solved, promise(tomorrow));
  asks(solved, { kind: 'solve', case: 'K1' });
  hangsUp(solved);
  t.match(caseIn(solved), { callBackAtMs: null, callBack: null, state: 'solved' });
  const kept = talking();
  hangsUp(kept);
  t.match(caseIn(kept), { callBackAtMs: null, callBack: null }, 'a promise that was kept is kept');
});

t.test('a promise is for its number, whatever number the customer calls from meanwhile', async t => {
  const floor = givenPromise();
  const about = { channel: 'c1', callerName: '', dialled: '3200', trunk: 'operator', choice: '' };
  const call = { type: 'call-arrived', call: 'c1', flow: 'n1', caller: '', language: 'fr' } as const;
  floor.step({ ...call, ...about, caller: '+4915112345678', customer: customerNamed('A') });
  floor.answers(Object.keys(floor.offers())[0] ?? '');
  floor.step({ type: 'caller-hung-up', call: 'c1' });
  asks(floor, { kind: 'give', case: 'K1', agent: '102' });
  t.match(caseIn(floor), { number: '+33612345678', callBack: { promisedAtMs: noon + 10 * minute } });
  asks(floor, promise(null, null));
  floor.step({
    ...call,
    ...about,
    call: 'c2',
    channel: 'c2',
    caller: '+4915112345678',
    customer: customerNamed('A'),
  });
  floor.answers(Object.keys(floor.offers())[0] ?? '');
  t.match(caseIn(floor), { number: '+4915112345678', callBack: null }, 'without one it is the last one');
});

t.test('no number is promised to that the site file does not let be dialled', async t => {
  const floor = givenPromise();
  const because = (given: string | null) => {
    const answer = asks(floor, promise(noon + 30 * minute, given));
    return answer.ok ? 'ok' : answer.because;
  };
  t.strictSame(['0899123456', '+882123456789', '12', number, null].map(because), [
    'number-not-allowed',
    'number-not-allowed',
    'bad-number',
    'ok',
    'ok',
  ]);
  asks(floor, { kind: 'open', customer: 'B', customerName: '', owner: null, colour: null, note: null });
  t.match(asks(floor, { kind: 'call-back', case: 'K2', atMs: noon + minute, number: null }), {
    because: 'no-number',
  });
});

t.test('where nothing is said of it nothing is dialled', async t => {
  const floor = givenPromise(givenRepeatSite({}, caseRules, { outbound: givenRules() }));
  floor.passes(60 * minute);
  t.strictSame([floor.state.calls.size, floor.take('outbound-queued')], [0, []]);
});

t.test('a planned call whose facts are lost is planned anew, and never twice', async t => {
  const floor = givenPromise();
  const state = fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(floor.state))), floor.state.site);
  t.strictSame(
    resume(state, floor.nowMs).facts.filter(({ type }) => type.startsWith('outbound')),
    [],
    'a restart plans nothing',
  );
  state.calls.clear();
  mendRecords(state, floor.nowMs);
  const again = resume(state, floor.nowMs).facts.filter(({ type }) => type.startsWith('outbound'));
  t.match(again, [{ type: 'outbound-queued', call: 'case-K1.2', notBeforeMs: noon + 10 * minute }]);
});

type Act = {
  readonly kind: 'login' | 'logout' | 'call' | 'answer' | 'refuse' | 'hang-up' | 'busy' | 'later' | 'give';
  readonly agent: '101' | '102';
  readonly afterMs: number;
};

t.test(
  'whatever people do, nobody is called before the time, twice at once, or by another than the owner unless it is late',
  async t => {
    const act = fc.record({
      kind: fc.constantFrom<Act['kind'][]>(
        'login',
        'logout',
        'call',
        'answer',
        'refuse',
        'hang-up',
        'busy',
        'later',
        'give',
      ),
      agent: fc.constantFrom<Act['agent'][]>('101', '102'),
      afterMs: fc.constantFrom(0, 1_000, minute, 4 * minute, 9 * minute),
    });
    const run = (acts: readonly Act[], ownerAway: 'deputy' | 'wait') => {
      const site = givenPromisingSite({ ownerAway });
      const promises = createPromises(site);
      const floor = givenPromise(site);
      let calls = 0;
      let [facts, effects] = [0, 0];
      const check = () => {
        for (const fact of floor.facts.slice(facts)) takeFact(promises, fact, floor.nowMs);
        for (const effect of floor.effects.slice(effects)) takeEffect(promises, effect);
        [facts, effects] = [floor.facts.length, floor.effects.length];
        const broken = [...promises.broken, ...invariants(floor.state, floor.nowMs)];
        if (broken.length > 0) throw new Error(broken.join('; '));
      };
      check();
      for (const { kind, agent, afterMs } of acts) {
        const untilMs = floor.nowMs + afterMs;
        for (
          let due = nextDeadline(floor.state);
          due !== null && due <= untilMs;
          due = nextDeadline(floor.state)
        ) {
          floor.passes(Math.max(0, due - floor.nowMs));
          check();
        }
        floor.passes(untilMs - floor.nowMs);
        const by = { kind: 'desk', name: agent } as const;
        const leg = floor.state.agents.get(agent)?.work;
        const customer = [...floor.state.calls.values()].find(({ outbound }) => outbound?.customer)?.outbound
          ?.customer;
        if (kind === 'login' || kind === 'logout')
          floor.step({ type: 'agent-command', agent, command: { kind }, by });
        else if (kind === 'call') floor.arrives(`c${++calls}`, 'n1');
        else if (kind === 'answer' && leg?.kind === 'offered')
          floor.step({ type: 'leg-answered', leg: leg.leg });
        else if (kind === 'refuse' && leg?.kind === 'offered')
          floor.step({ type: 'leg-ended', leg: leg.leg, end: 'rejected' });
        else if (kind === 'hang-up' && leg?.kind === 'talking')
          floor.step({ type: 'leg-ended', leg: leg.leg, end: 'hung-up' });
        else if (kind === 'busy' && customer)
          floor.step({ type: 'leg-ended', leg: customer.leg, end: 'busy' });
        else if (kind === 'answer' && customer) floor.step({ type: 'leg-answered', leg: customer.leg });
        else if (kind === 'later') asks(floor, promise(floor.nowMs + 5 * minute, null));
        else if (kind === 'give') asks(floor, { kind: 'give', case: 'K1', agent });
        check();
      }
      return true;
    };
    fc.assert(fc.property(fc.array(act, { maxLength: 30 }), fc.constantFrom('deputy', 'wait'), run), {
      numRuns: 150,
    });
    t.pass();
  },
);
