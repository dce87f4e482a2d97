// A site that looks for repeat callers and keeps cases, and its customers, for the tests of the core.
import { must } from '../../src/base/assert.js';
import type { CaseAnswer, CaseCommand } from '../../src/core/case-commands.js';
import type { Customer } from '../../src/core/customers.js';
import type { Site } from '../../src/core/site.js';
import type { CaseRules, RepeatCallers } from '../../src/core/site-cases.js';
import { type Floor, givenAgent, givenFlow, givenPartner, givenSite } from './given.js';

export const dayMs = 86_400_000;

export const repeatCallers: RepeatCallers = {
  contacts: 3,
  withinMs: 7 * dayMs,
  flows: null,
  counts: 'answered',
  flow: null,
  priority: 5,
  insteadOfPartners: { kind: 'stay' },
  ownerForMs: 45_000,
};

export const caseRules: CaseRules = {
  colours: [
    { id: 'red', name: { en: 'Red', fr: 'Rouge' } },
    { id: 'green', name: { en: 'Green', fr: 'Vert' } },
  ],
  firstColour: 'green',
  opens: 'repeat-call',
  maximumOpen: null,
  callBack: null,
};

/** Two agents, and a partner from 20 s of waiting on. */
export function givenRepeatSite(
  repeat: Partial<RepeatCallers> = {},
  cases: Partial<CaseRules> | null = {},
  about: Partial<Site> = {},
): Site {
  const flow = givenFlow({
    id: 'n1',
    rings: [
      { kind: 'agents', requirement: 'internet>=1', afterMs: 0, whenWaitingAtLeast: null },
      { kind: 'partners', partners: ['snt'], afterMs: 20_000, whenWaitingAtLeast: null },
    ],
  });
  const second = givenFlow({ id: 'n2' });
  const agents = ['101', '102'].map(id => givenAgent(id, { internet: 1 }));
  return givenSite([flow, second], agents, [givenPartner('snt')], {
    repeatCallers: { ...repeatCallers, ...repeat },
    cases: cases === null ? null : { ...caseRules, ...cases },
    ...about,
  });
}

export const customer = (id: string): Customer => ({
  id,
  name: `Mme ${id}`,
  unit: null,
  attributes: {},
  found: 'caller-number',
  source: 'directory',
});

let arrived = 0;

/** A call of the customer from any of his numbers; its id. */
export function arrives(floor: Floor, id: string, flow = 'n1'): string {
  const call = `c${++arrived}`;
  const about = { channel: call, callerName: '', dialled: '3200', trunk: 'operator', choice: '' };
  const caller = `06123456${String(arrived % 100).padStart(2, '0')}`;
  floor.step({ type: 'call-arrived', call, flow, caller, language: 'fr', ...about, customer: customer(id) });
  return call;
}

/** He calls, the agent answers, they talk for a minute, he hangs up. */
export function talks(floor: Floor, id: string, agent: string): string {
  const call = arrives(floor, id);
  floor.answers(agent);
  floor.passes(60_000);
  floor.step({ type: 'caller-hung-up', call });
  return call;
}

export function asks(floor: Floor, command: CaseCommand, name = '101'): CaseAnswer {
  floor.step({ type: 'case-command', command, by: { kind: 'desk', name } });
  return must(floor.caseAnswer, 'an answer about cases');
}
