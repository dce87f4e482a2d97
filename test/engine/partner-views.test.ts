// Partners against their caps: what is shown is what the rules count.
import t from 'tap';
import { partnerViews } from '../../src/engine/partner-views.js';
import { Floor, givenFlow, givenPartner, givenSite } from '../core/given.js';

t.test(
  'a partner’s calls at once, of the last minute and minutes of the day, and a cap that is reached',
  async t => {
    const caps = { concurrent: 2, perMinute: null, minutesPerDay: 10 };
    const flow = givenFlow({
      id: 'n1',
      rings: [{ kind: 'partners', partners: ['snt'], afterMs: 0, whenWaitingAtLeast: null }],
    });
    const floor = new Floor(givenSite([flow], [], [givenPartner('snt', { caps }), givenPartner('spare')]));
    const seen = () => partnerViews(floor.state, floor.nowMs);
    const none = { live: 0, lastMinute: 0, minutesToday: 0, waiting: 0, cappedUntilMs: null };
    t.match(seen(), [
      { partner: 'snt', name: 'snt', caps, ...none },
      { partner: 'spare', ...none },
    ]);
    floor.arrives('c1', 'n1');
    t.match(
      seen(),
      [{ live: 1, lastMinute: 1, minutesToday: 0, cappedUntilMs: null }, none],
      'it rings there',
    );
    const leg = 'c1.1';
    floor.step({ type: 'leg-answered', leg });
    floor.step({ type: 'bridged', call: 'c1', leg });
    floor.passes(150_000);
    t.match(
      seen(),
      [{ live: 1, lastMinute: 0, minutesToday: 2 }],
      'a talk that goes on counts, in whole minutes',
    );
    floor.arrives('c2', 'n1');
    floor.arrives('c3', 'n1');
    const [full] = seen();
    t.match(full, { live: 2, lastMinute: 1, waiting: 1 });
    t.ok((full?.cappedUntilMs ?? 0) > floor.nowMs, 'no third one at once');
    floor.step({ type: 'caller-hung-up', call: 'c1' });
    t.match(seen(), [{ minutesToday: 2 }], 'nor is it forgotten when it is over');
  },
);
