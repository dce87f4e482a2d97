// Thousands at once: no step grows with the crowd, so that whoever calls or answers meanwhile does not wait for all of it.
import t from 'tap';
import { nextDeadline } from '../../src/core/deadlines.js';
import { changeSite, decide } from '../../src/core/decide.js';
import type { Fact } from '../../src/core/facts.js';
import type { Input } from '../../src/core/inputs.js';
import { invariants } from '../../src/core/invariants.js';
import type { Flow, Partner, Site } from '../../src/core/site.js';
import { createState, type State } from '../../src/core/state.js';
import type { Decision } from '../../src/core/step.js';
import { givenAgent, givenFlow, givenPartner, givenSite, noon } from './given.js';

const crowd = 3_000;
/** A hundred owners that are due, and what a few facts and effects each come to. */
const largest = 1_000;

class Crowd {
  readonly state: State;
  nowMs = noon;
  largestStep = 0;
  steps = 0;
  facts: Fact[] = [];

  constructor(site: Site) {
    this.state = createState(site);
  }

  step(input: Input): void {
    this.took(decide(this.state, input, this.nowMs));
  }

  took({ facts, effects }: Decision): void {
    this.steps++;
    this.largestStep = Math.max(this.largestStep, facts.length + effects.length);
    for (const fact of facts) this.facts.push(fact);
  }

  arrive(count: number, flow = 'n1'): void {
    for (let index = 0; index < count; index++) {
      const call = `1795302000.${this.state.arrivals + 1}`;
      const about = { caller: '0612345600', callerName: '', dialled: '3200', trunk: 'operator' };
      this.step({
        type: 'call-arrived',
        call,
        channel: call,
        flow,
        ...about,
        language: 'fr',
        choice: '',
      });
    }
  }

  command(agent: string, kind: 'login' | 'logout'): void {
    const by = { kind: 'phone', name: agent } as const;
    this.step({ type: 'agent-command', agent, command: { kind }, by });
  }

  passes(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (let due = nextDeadline(this.state); due !== null && due <= untilMs; due = nextDeadline(this.state)) {
      this.nowMs = Math.max(this.nowMs, due);
      this.step({ type: 'clock' });
    }
    this.nowMs = untilMs;
  }

  count(type: Fact['type']): number {
    return this.facts.filter(fact => fact.type === type).length;
  }
}

const siteOf = (flow: Partial<Flow>, partners: readonly Partner[] = []) =>
  givenSite([givenFlow({ id: 'n1', ...flow })], [givenAgent('101', { internet: 1 })], partners);

t.test('thousands arrive within one millisecond and find a line with a maximum', async t => {
  const floor = new Crowd(siteOf({ lineMaximum: 50, lineFull: { kind: 'release' } }));
  floor.command('101', 'login');
  floor.arrive(crowd);
  t.equal(floor.state.calls.size, 50, 'the line is bounded');
  t.equal(floor.count('call-ended'), crowd - 50, 'the others were told so');
  t.ok(floor.largestStep < 10, `no step is larger than usual: ${floor.largestStep}`);
  t.strictSame(invariants(floor.state, floor.nowMs), []);
});

t.test('the last agent goes while thousands wait: they are treated a hundred at a time', async t => {
  const floor = new Crowd(siteOf({ nobody: { graceMs: 0, treatment: { kind: 'release' } } }));
  floor.command('101', 'login');
  floor.arrive(crowd);
  t.equal(floor.state.calls.size, crowd);
  floor.command('101', 'logout');
  floor.passes(1);
  t.equal(floor.state.calls.size, 0, 'everyone was released');
  t.ok(floor.largestStep < largest, `the largest step: ${floor.largestStep}`);
});

t.test(
  'a flow closes on thousands, and a caller who comes in the middle of it is decided on at once',
  async t => {
    const closesMs = noon + 60_000;
    const flow = { hours: [{ fromMs: noon - 1, toMs: closesMs }], atClosing: { kind: 'release' } } as const;
    const floor = new Crowd(siteOf(flow));
    floor.arrive(crowd);
    floor.nowMs = closesMs;
    floor.step({ type: 'clock' });
    t.ok(floor.state.calls.size > crowd / 2, 'most are still to be treated');
    const before = floor.facts.length;
    floor.arrive(1);
    t.match(floor.facts.slice(before), [
      { type: 'call-queued' },
      { type: 'call-treated', because: 'closed' },
      { type: 'call-ended', end: 'released' },
    ]);
    floor.passes(1);
    t.equal(floor.state.calls.size, 0);
    t.ok(floor.largestStep < largest, `the largest step: ${floor.largestStep}`);
  },
);

t.test(
  'thousands wait for partners who are full: they look one after the other, not all at once',
  async t => {
    const caps = { concurrent: 5, perMinute: 20, minutesPerDay: null };
    const rings = [
      { kind: 'partners', partners: ['snt', 'atos'], afterMs: 0, whenWaitingAtLeast: null },
    ] as const;
    const floor = new Crowd(
      siteOf({ rings }, [
        givenPartner('snt', { caps }),
        givenPartner('atos', { caps: { ...caps, perMinute: 3 } }),
      ]),
    );
    floor.arrive(crowd);
    const before = floor.facts.length;
    floor.passes(60_000);
    const looked = floor.count('partners-exhausted') - crowd;
    t.ok(floor.largestStep < 60, `no step is larger than usual: ${floor.largestStep}`);
    t.ok(looked < 30 * 60, `about twenty look each second: ${looked} in a minute`);
    const dialled = floor.facts.flatMap(fact => (fact.type === 'partner-dialled' ? [fact] : []));
    t.ok(floor.facts.length - before < 30 * 60 + 400, 'and little else happens');
    t.ok(dialled.length >= 8 && dialled.length <= 46, `the caps hold: ${dialled.length} dialled in a minute`);
    const first = dialled.slice(0, 8).map(({ call }) => Number(call.split('.')[1]));
    t.strictSame(first, [1, 2, 3, 4, 5, 6, 7, 8], 'who came first is dialled for first');
  },
);

t.test('a site file is read again while thousands wait', async t => {
  const floor = new Crowd(siteOf({}));
  floor.command('101', 'login');
  floor.arrive(crowd);
  const startedAt = performance.now();
  floor.took(changeSite(floor.state, { ...floor.state.site, revision: 'r2' }, floor.nowMs));
  t.comment(`${(performance.now() - startedAt).toFixed(0)} ms`);
  t.equal(floor.state.calls.size, crowd, 'and no call is dropped');
});
