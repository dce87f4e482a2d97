// The lab and the dialplan it loads, on a real Asterisk with real calls.
import t from 'tap';
import { givenAsterisk, givenCaller, givenPhone, labSkip, until } from '../../lab/given.js';

const skip = await labSkip();

t.test('a caller rings a phone through the fall-back while Plateau is away', { skip }, async t => {
  const asterisk = await givenAsterisk(t);
  const phone = await givenPhone(t, asterisk, { id: '101' }, { kind: 'answers', afterMs: 50 });
  const caller = await givenCaller(t, asterisk, { number: '3204' });
  await until('the phone has answered', () => phone.calls()[0]?.confirmedAtMs !== undefined);
  await caller.hangUp();
  const end = await until('the phone is hung up', () => phone.calls()[0]?.end);
  t.match(end, { by: 'them', how: 'bye' });
});
