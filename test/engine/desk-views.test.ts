// What an agent has before him at each step of a call.
import t from 'tap';
import { record } from '../../src/core/decide.js';
import type { Site } from '../../src/core/site.js';
import { plainTransfers } from '../../src/core/site.js';
import { deskView } from '../../src/engine/desk-views.js';
import { Floor, givenAgent, givenCustomer, givenFlow, givenPartner, givenSite, noon } from '../core/given.js';
import { caseRules, repeatCallers } from '../core/given-cases.js';
import { givenRules } from '../core/given-outbound.js';

const line = (requirement: string) => [
  { kind: 'agents', requirement, afterMs: 0, whenWaitingAtLeast: null } as const,
];
const n2Name = { en: 'Level 2', fr: 'Niveau 2' };

function givenFloor(about: Partial<Site> = {}): Floor {
  const flows = [
    givenFlow({
      id: 'n1',
      rings: line('internet>=1'),
      recording: { sharePercent: 100, notice: 'none' },
    }),
    givenFlow({ id: 'n2', name: n2Name, rings: line('expert>=1') }),
  ];
  const agents = [
    givenAgent('101', { internet: 1 }),
    givenAgent('201', { expert: 1 }),
    givenAgent('202', { expert: 1 }),
  ];
  return new Floor(
    givenSite(flows, agents, [givenPartner('bank', { name: 'The bank' })], {
      wrapUpMs: 5_000,
      transfers: { ...plainTransfers, numbers: new Set(['bank']) },
      repeatCallers,
      cases: caseRules,
      ...about,
    }),
  );
}

const page = 'https://crm/{customer.id}?agent={agent}';
const seen = (floor: Floor, agent: string) => deskView(floor.state, agent, page, floor.nowMs);

t.test('from the ringing phone to the wrap-up', async t => {
  const floor = givenFloor();
  floor.logsIn('101');
  t.match(seen(floor, '101'), { agent: { state: 'ready', phone: 'unknown' }, call: null, wrapUp: null });
  floor.arrives('c1', 'n1', givenCustomer('4711', null));
  t.match(seen(floor, '101'), {
    agent: { state: 'offered' },
    call: {
      ...{ call: 'c1', flow: 'n1', caller: '0612345678', stage: 'offered', untilMs: noon + 15_000 },
      ...{ waitingSinceMs: noon, talkSinceMs: null, recording: null, repeat: false, contacts: 0 },
      customer: { id: '4711' },
      page: 'https://crm/4711?agent=101',
    },
  });
  floor.passes(4_000);
  floor.answers('101');
  t.match(seen(floor, '101'), {
    agent: { state: 'talking' },
    call: {
      ...{ stage: 'talking', talkSinceMs: noon + 4_000, waitedMs: 4_000, untilMs: null },
      ...{ recording: 'on', held: false, transfer: null, contacts: 0 },
    },
  });
  floor.command('101', { kind: 'hold' });
  const by = { kind: 'desk', name: 'alice' } as const;
  floor.step({ type: 'recording-command', agent: '101', command: 'pause', by });
  t.match(seen(floor, '101').call, { held: true, recording: 'paused' });
  floor.passes(10_000);
  floor.step({ type: 'caller-hung-up', call: 'c1' });
  t.match(seen(floor, '101'), {
    agent: { state: 'wrap-up' },
    call: null,
    wrapUp: { call: 'c1', flow: 'n1', untilMs: noon + 19_000, customerName: '4711' },
  });
  floor.passes(5_000);
  t.match(seen(floor, '101'), { agent: { state: 'ready' }, call: null, wrapUp: null });
});

t.test('a consultation, as its sender and its target see it', async t => {
  const floor = givenFloor();
  floor.logsIn('101');
  floor.arrives('c1', 'n1');
  floor.answers('101');
  floor.passes(10_000);
  const to = { kind: 'flow', flow: 'n2' } as const;
  floor.command('101', { kind: 'transfer', manner: 'consultation', to });
  const asSender = { part: 'sender', toName: n2Name, fromName: 'Agent 101', manner: 'consultation' };
  t.match(seen(floor, '101').call, {
    ...{ stage: 'talking', talkSinceMs: noon },
    transfer: { ...asSender, stage: 'sought', talksWith: 'target' },
  });
  floor.logsIn('201');
  t.match(seen(floor, '201').call, { stage: 'offered', transfer: { part: 'target', stage: 'sought' } });
  const leg = floor.legTo('201');
  floor.step({ type: 'leg-answered', leg });
  floor.step({ type: 'gathered', call: 'c1', target: leg });
  t.match(seen(floor, '101').call, { transfer: { ...asSender, stage: 'answered', talksWith: 'target' } });
  t.match(seen(floor, '201').call, {
    ...{ stage: 'talking', talkSinceMs: noon + 10_000 },
    transfer: { part: 'target', fromName: 'Agent 101', stage: 'answered' },
  });
  floor.command('101', { kind: 'transfer-swap' });
  t.match(seen(floor, '101').call?.transfer, { talksWith: 'caller' });
  floor.command('101', { kind: 'transfer-complete' });
  floor.step({ type: 'bridged', call: 'c1', leg });
  t.match(seen(floor, '101'), { call: null, wrapUp: { call: 'c1', flow: 'n1' } });
  t.match(seen(floor, '201').call, { stage: 'talking', transfer: null });
});

t.test('an outside number is named, and never shown', async t => {
  const floor = givenFloor();
  floor.logsIn('101');
  floor.arrives('c1', 'n1');
  floor.answers('101');
  floor.passes(10_000);
  floor.command('101', { kind: 'transfer', manner: 'blind', to: { kind: 'number', number: 'nobody' } });
  t.equal(seen(floor, '101').call?.transfer, null, 'there is no such number');
  const to = { kind: 'number', number: 'bank' } as const;
  floor.command('101', { kind: 'transfer', manner: 'accompanied', to });
  const { call } = seen(floor, '101');
  t.match(call?.transfer, { to, toName: { en: 'The bank' }, talksWith: 'both', stage: 'sought' });
  t.notMatch(JSON.stringify(call), /0140000001/);
});

t.test('a repeat caller comes with his earlier contacts and his case', async t => {
  const floor = givenFloor();
  floor.logsIn('101');
  for (const call of ['c1', 'c2', 'c3']) {
    floor.arrives(call, 'n1', givenCustomer('4711', null));
    t.equal(seen(floor, '101').call?.contacts, Number(call.slice(1)) - 1);
    floor.answers('101');
    t.equal(seen(floor, '101').call?.contacts, Number(call.slice(1)) - 1, 'this one is not an earlier one');
    if (call === 'c3') break;
    floor.passes(10_000);
    floor.step({ type: 'caller-hung-up', call });
    floor.passes(60_000);
  }
  t.match(seen(floor, '101').call, { repeat: true, case: /./ });
});

t.test('a campaign’s customer is shown before he is dialled', async t => {
  const preview = { withinMs: 30_000, otherwise: 'skip' } as const;
  const rules = { id: 'welcome', keepReady: 0, callerNumber: null, preview };
  const floor = givenFloor({ outbound: givenRules(), campaigns: new Map([['welcome', rules]]) });
  floor.logsIn('101');
  const by = { kind: 'command-line', name: 'luc' } as const;
  floor.step({ type: 'campaign-order', campaign: 'welcome', order: 'start', by });
  floor.step({
    ...{ type: 'outbound-wanted', kind: 'campaign', subject: 'welcome.1', serial: 1, flow: 'n1' },
    ...{ number: '+33612345001', name: 'Camille', language: 'fr', priority: null, notBeforeMs: noon },
    ...{ onlyAgent: null, customer: null, expiresAtMs: noon + 3_600_000, by },
  });
  floor.step({ type: 'leg-answered', leg: floor.legTo('101') });
  t.match(seen(floor, '101').call, {
    ...{ stage: 'preview', untilMs: noon + 30_000, caller: '+33612345001', callerName: 'Camille' },
    outbound: { kind: 'campaign', dialled: 0, otherwise: 'skip' },
  });
  floor.step({ type: 'preview-answer', agent: '101', answer: 'accept', by });
  t.match(seen(floor, '101').call, {
    ...{ stage: 'dialling', untilMs: null, talkSinceMs: null },
    outbound: { dialled: 1, otherwise: null },
  });
});

t.test('who is not in the site file has no desk', async t => {
  t.strictSame(seen(givenFloor(), '999'), {
    ...{ nowMs: noon, switchConnected: true, agent: null, call: null, wrapUp: null },
  });
});

t.test('it is told whether there is a connection to the switch', async t => {
  const floor = givenFloor();
  const isTold = () => seen(floor, '101').switchConnected;
  t.equal(isTold(), true);
  record(floor.state, { type: 'switch-lost', why: 'cut' }, floor.nowMs);
  t.equal(isTold(), false);
  record(floor.state, { type: 'switch-connected', version: '22' }, floor.nowMs);
  t.equal(isTold(), true);
});
