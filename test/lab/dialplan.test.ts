// What the dialplan and the daemon have agreed on, held without an Asterisk; test/asterisk/dialplan.test.ts makes the calls.
import { readFileSync } from 'node:fs';
import t from 'tap';
import type { TreatmentReason } from '../../src/core/facts.js';
import type { AgentState } from '../../src/link/messages.js';

const text = readFileSync(new URL('../../../dialplan/plateau.conf', import.meta.url), 'utf8');

/** The extensions of a context. */
function extensionsOf(context: string): ReadonlySet<string> {
  const [, body = ''] = text.split(`\n[${context}]\n`);
  const [own = ''] = body.split(/\n\[/);
  return new Set([...own.matchAll(/^exten => ([^,]+),1,/gm)].map(([, name = '']) => name));
}

const without = (names: Readonly<Record<string, true>>, context: string) => {
  const spoken = extensionsOf(context);
  return Object.keys(names).filter(name => !spoken.has(name));
};

t.test('a caller who is let go hears why, whatever the reason', async t => {
  const reasons: Readonly<Record<TreatmentReason, true>> = {
    closed: true,
    closing: true,
    'line-full': true,
    'too-long': true,
    nobody: true,
    'unknown-flow': true,
    'call-back': true,
  };
  t.strictSame(without(reasons, 'plateau-release'), ['unknown-flow'], 'that one gets the fall-back');
});

t.test('an agent hears what came of his feature code, and his state', async t => {
  const states: Readonly<Record<AgentState, true>> = {
    'logged-out': true,
    'not-ready': true,
    ready: true,
    'phone-busy': true,
    'phone-unavailable': true,
    'backed-off': true,
    offered: true,
    talking: true,
    'wrap-up': true,
  };
  t.strictSame(
    without(states, 'plateau-feature-said'),
    ['phone-busy', 'phone-unavailable', 'backed-off', 'offered'],
    'the daemon says ready and ringing instead',
  );
  const others = {
    'login-ok': true,
    'logout-ok': true,
    'pause-ok': true,
    'ready-ok': true,
    'status-ok': true,
    'listen-ok': true,
    'whisper-ok': true,
    'barge-ok': true,
    'pause-recording-ok': true,
    'resume-recording-ok': true,
  } as const;
  t.strictSame(
    without({ ...others, ringing: true, unknown: true, refused: true, away: true }, 'plateau-feature-said'),
    [],
  );
});

t.test('no argument that a caller can influence reaches Plateau unfiltered', async t => {
  const stasis = text.split('\n').filter(line => line.includes(',Stasis('));
  t.equal(stasis.length, 2);
  for (const line of stasis) {
    const trusted = ['GLOBAL(PLATEAU_APP)', 'PLATEAU_FLOW', 'PLATEAU_REASON', 'EXTEN'];
    const measured = line.replace(/\$\{LEN\(\$\{[^}]*\}\)\}/g, '');
    const filtered = measured.replace(/\$\{FILTER\([^,]*,\$\{[^}]*\}\)\}/g, '');
    // What is left of a choice between two filtered texts.
    const bare = filtered.replace(/\$\{IF\(\$\[ > 0\]\?:\)\}/g, '').matchAll(/\$\{([^}]*)\}/g);
    t.strictSame(
      [...bare].map(([, name = '']) => name).filter(name => !trusted.includes(name)),
      [],
    );
  }
});
