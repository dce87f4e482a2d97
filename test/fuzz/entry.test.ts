// Toll fraud by way of the rules under `entry`: whatever a caller's side makes up, the rules choose what the site file has, and nobody is
// rung or dialled who does not stand in it.
import t from 'tap';
import { decide } from '../../src/core/decide.js';
import type { Effect } from '../../src/core/effects.js';
import { invariants } from '../../src/core/invariants.js';
import { createState } from '../../src/core/state.js';
import type { SiteFile } from '../../src/site/site-file.js';
import { fuzzRuns, nastyText } from '../nasty.js';
import { fc } from '../properties.js';
import { compiled, nowMs, smallSite } from '../site/small-site.js';

const site = await compiled(`${smallSite}  out:
    name: Out
    rings:
      - { at: 0s, partners: [alpha] }
  both:
    name: Both
    rings:
      - { at: 0s, agents: n1 }
      - { at: 0s, partners: [alpha] }
trunks:
  operator: { name: Operator, kind: pjsip, endpoint: operator, channels: 30 }
  alpha: { name: Alpha, kind: pjsip, endpoint: alpha, channels: 30 }
partners:
  alpha: { name: Alpha, destinations: [{ trunk: alpha, number: "0199000001" }] }
entry:
  - { when: 'dialled == "3204" || choice in ["sales", "__proto__"]', flow: out }
  - { when: 'caller.startsWith("+237") && language == "fr"', flow: n1 }
  - { when: 'trunk.contains("operator") && caller.endsWith("9")', flow: both }
  - { when: 'size(dialled) / size(choice) > 3', flow: n1 }
`);

type Attributes = Omit<Parameters<SiteFile['route']>[0], 'customer'>;

/** The first three rules in JavaScript; the last one depends on what a length is, and chooses n1 or nothing. */
function expected({ dialled, choice, caller, language, trunk }: Attributes): readonly (string | null)[] {
  if (dialled === '3204' || choice === 'sales' || choice === '__proto__') return ['out'];
  if (caller.startsWith('+237') && language === 'fr') return ['n1'];
  if (trunk.includes('operator') && caller.endsWith('9')) return ['both'];
  return choice === '' ? [null] : ['n1', null];
}

/** Nasty on its own, or around something that a rule looks for. */
const near = (...words: readonly string[]) =>
  fc.oneof(
    nastyText,
    fc.constantFrom(...words),
    fc.tuple(nastyText, fc.constantFrom(...words)).map(parts => parts.join('')),
    fc.tuple(fc.constantFrom(...words), nastyText).map(parts => parts.join('')),
  );

const attributes = fc.record({
  dialled: near('3204'),
  choice: near('sales', '__proto__'),
  caller: near('+237', '9', '0899000000'),
  language: fc.constantFrom('en' as const, 'fr' as const),
  trunk: near('operator', 'alpha', 'PJSIP/operator'),
  atMs: fc.constantFrom(0, nowMs, 8.64e15),
});

/** Where an effect would call out; null: nowhere. */
function destinationOf(effect: Effect): string | null {
  if (effect.type === 'ring') return effect.endpoint;
  return effect.type === 'dial' ? `${effect.number}@${effect.trunk.endpoint}` : null;
}

t.test(
  'entry rules: made-up attributes choose flows of the site file, and call out to its closed list',
  t => {
    const chosen = new Set<string | null>();
    const called = new Set<string>();
    const by = { kind: 'phone', name: '101' } as const;
    fc.assert(
      fc.property(attributes, nastyText, nastyText, (made, callerName, dialplanFlow) => {
        const flow = site.route({ ...made, customer: null }).flow;
        chosen.add(flow);
        if (!expected(made).includes(flow)) throw new Error(`chose ${flow}`);
        const state = createState(site.core);
        decide(state, { type: 'agent-command', agent: '101', command: { kind: 'login' }, by }, nowMs);
        const { atMs: _, ...about } = made;
        const { facts, effects } = decide(
          state,
          {
            ...{ type: 'call-arrived', call: 'c1', channel: 'PJSIP/operator-1', callerName, ...about },
            flow: flow ?? dialplanFlow,
          },
          nowMs,
        );
        for (const effect of effects) {
          const to = destinationOf(effect);
          if (to !== null) called.add(to);
        }
        const moved = facts.flatMap(fact => (fact.type === 'call-moved' ? [fact.to] : []));
        const broken = [...moved, ...invariants(state, nowMs)];
        if (broken.length > 0) throw new Error(broken.join());
      }),
      { numRuns: fuzzRuns(1_500) },
    );
    t.strictSame([...chosen].map(String).sort(), ['both', 'n1', 'null', 'out'], 'each rule was met');
    t.strictSame([...called].sort(), ['0199000001@alpha', 'PJSIP/101'], 'and nobody else was called');
    t.end();
  },
);
