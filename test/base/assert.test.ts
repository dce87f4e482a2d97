import t from 'tap';
import { AssertionError, assert, must } from '../../src/base/assert.js';

t.test('a broken assumption of ours throws, and says which', async t => {
  assert(true, 'fine');
  t.throws(() => assert(false, 'two winners'), new AssertionError('two winners'));
});

t.test('must unwraps what is there and throws for what is not', async t => {
  t.equal(must(0, 'zero'), 0);
  t.throws(() => must(undefined, 'agent 101'), new AssertionError('missing: agent 101'));
});
