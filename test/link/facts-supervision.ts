// Examples of the facts of supervision.
import type { SkillFact } from '../../src/core/facts-skills.js';
import type {
  LeavingFact,
  SupervisionCallFact,
  SupervisionFlowFact,
} from '../../src/core/facts-supervision.js';

type AnyFact = SupervisionCallFact | SupervisionFlowFact | LeavingFact | SkillFact;

const call = 'c1';
const noon = Date.UTC(2026, 10, 23, 12);
const claire = { kind: 'supervisor', name: 'claire' } as const;
const luc = { kind: 'command-line', name: 'luc' } as const;

export const supervisionFacts: {
  readonly [T in AnyFact['type']]: readonly Extract<AnyFact, { readonly type: T }>[];
} = {
  'take-ordered': [{ type: 'take-ordered', call, agent: '101', untilMs: noon + 600_000, by: claire }],
  'move-ordered': [{ type: 'move-ordered', call, from: 'n1', to: 'n2', by: luc }],
  'call-raised': [
    { type: 'call-raised', call, from: 0, priority: 5, front: false, by: claire },
    { type: 'call-raised', call, from: 0, priority: 0, front: true, by: luc },
  ],
  'flow-forced': [
    { type: 'flow-forced', flow: 'n1', to: 'closed', untilMs: noon + 7_200_000, by: claire },
    { type: 'flow-forced', flow: 'n1', to: 'open', untilMs: noon + 7_200_000, by: luc },
  ],
  'flow-force-ended': [
    { type: 'flow-force-ended', flow: 'n1', to: 'closed', by: claire },
    { type: 'flow-force-ended', flow: 'n1', to: 'open', by: { kind: 'rule', name: 'time' } },
    { type: 'flow-force-ended', flow: 'n1', to: 'open', by: { kind: 'rule', name: 'site-file' } },
  ],
  'agent-skills-changed': [
    {
      ...{ type: 'agent-skills-changed', agent: '101', skills: { n1: 3, n2: 1 }, siteFile: { n1: 2 } },
      by: claire,
    },
    { type: 'agent-skills-changed', agent: '101', skills: {}, siteFile: {}, by: luc },
  ],
  'agent-skills-restored': [
    { type: 'agent-skills-restored', agent: '101', by: claire },
    { type: 'agent-skills-restored', agent: '101', by: { kind: 'rule', name: 'site-file' } },
  ],
  'agent-logout-due': [{ type: 'agent-logout-due', agent: '101', by: claire }],
  'agent-logout-cancelled': [{ type: 'agent-logout-cancelled', agent: '101', by: luc }],
};
