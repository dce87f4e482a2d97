// Recording and supervision as the core decides them: what begins, pauses, ends, and who may hear whom.

import t from 'tap';
import { must } from '../../src/base/assert.js';
import { apply } from '../../src/core/apply.js';
import { changeSite, record, resume } from '../../src/core/decide.js';
import type { CommandAnswer, RecordingCommand, SupervisionRequest } from '../../src/core/inputs.js';
import { isChosen } from '../../src/core/share.js';
import type { Site, SupervisionMode, Supervisor } from '../../src/core/site.js';
import { fromSnapshot, toSnapshot } from '../../src/core/snapshot.js';
import { fc } from '../properties.js';
import { Floor, givenAgent, givenFlow, givenSite, givenSupervisor } from './given.js';

const byAnna = { kind: 'command-line', name: 'anna' } as const;

function givenRecorded(
  sharePercent = 100,
  supervisors: readonly Supervisor[] = [givenSupervisor('anna')],
): Site {
  const recording = { sharePercent, notice: 'tone' } as const;
  return givenSite(
    [givenFlow({ id: 'n1', recording }), givenFlow({ id: 'n2' })],
    [
      givenAgent('101', { internet: 1 }, { teams: ['paris'] }),
      givenAgent('102', { internet: 1 }, { teams: ['lille'] }),
    ],
    [],
    { supervisors: new Map(supervisors.map(one => [one.id, one])) },
  );
}

/** A caller who talks with agent 101; nothing of it is in the lists any more. */
function givenTalk(site = givenRecorded(), flow = 'n1'): Floor {
  const floor = new Floor(site);
  floor.logsIn('101');
  floor.arrives('c1', flow);
  floor.answers('101');
  return floor;
}

function listeningEffects(floor: Floor): string[] {
  const effects = floor.effects.splice(0);
  return effects.flatMap(effect => {
    if (effect.type === 'supervise') return [`supervise ${effect.talk} ${effect.mode}`];
    if (effect.type === 'record') return [`record ${effect.recording} on ${effect.leg}`];
    return /recording|supervis|leave/.test(effect.type) ? [effect.type] : [];
  });
}

function asks(floor: Floor, command: RecordingCommand, agent = '101'): CommandAnswer | null {
  floor.step({ type: 'recording-command', agent, command, by: byAnna });
  return floor.answer;
}

function supervises(
  floor: Floor,
  change: Partial<Extract<SupervisionRequest, { kind: 'start' }>> = {},
): CommandAnswer | null {
  const request = { kind: 'start', supervisor: 'anna', agent: '101', mode: 'listen', stays: false } as const;
  floor.step({ type: 'supervise', request: { ...request, ...change }, by: byAnna });
  return floor.answer;
}

const refused = (because: string) => ({ ok: false, because });
const idOf = (floor: Floor) => must([...floor.state.supervisions.keys()][0], 'a supervision');

t.test('a talk is recorded from its begin to its end, in a file named after the call', async t => {
  const floor = givenTalk();
  t.strictSame(listeningEffects(floor), ['record c1-1 on c1.1']);
  t.match(floor.take('recording-started'), [
    { call: 'c1', recording: 'c1-1', flow: 'n1', agent: '101', notice: 'tone', sharePercent: 100 },
  ]);
  floor.passes(60_000);
  floor.step({ type: 'caller-hung-up', call: 'c1' });
  t.strictSame(listeningEffects(floor), ['stop-recording']);
  t.match(floor.take('recording-ended'), [{ recording: 'c1-1', because: 'talk-ended' }]);
  t.equal(floor.state.recordings.size, 0);
});

t.test('flows that do not record, and calls outside the share, are not recorded', async t => {
  t.strictSame(listeningEffects(givenTalk(givenRecorded(), 'n2')), []);
  t.strictSame(listeningEffects(givenTalk(givenRecorded(0))), []);
  await fc.assert(
    fc.property(fc.nat(99_999), fc.integer({ min: 0, max: 100 }), (number, percent) => {
      const floor = new Floor(givenRecorded(percent));
      floor.logsIn('101');
      floor.arrives(`1763798400.${number}`, 'n1');
      floor.answers('101');
      return (
        floor.take('recording-started').length ===
        (isChosen(`1763798400.${number}`, 'recording', percent) ? 1 : 0)
      );
    }),
    { numRuns: 50 },
  );
});

t.test('a caller who comes back to the line is recorded anew with the next agent', async t => {
  const floor = givenTalk();
  floor.logsIn('102');
  listeningEffects(floor);
  floor.step({ type: 'leg-ended', leg: 'c1.1', end: 'hung-up' });
  floor.answers('102');
  t.strictSame(listeningEffects(floor), ['stop-recording', 'record c1-2 on c1.2']);
});

t.test('a recording is suspended, resumed and stopped, by whom is on record', async t => {
  const floor = givenTalk();
  t.strictSame(asks(floor, 'resume'), refused('already-so'));
  t.strictSame(asks(floor, 'pause'), { ok: true });
  t.strictSame(asks(floor, 'pause'), refused('already-so'));
  t.strictSame(asks(floor, 'resume'), { ok: true });
  t.strictSame(asks(floor, 'stop'), { ok: true });
  t.strictSame(asks(floor, 'pause'), refused('not-recorded'));
  t.strictSame(asks(floor, 'pause', '102'), refused('not-talking'));
  t.strictSame(asks(floor, 'pause', '999'), refused('unknown-agent'));
  t.strictSame(listeningEffects(floor), [
    'record c1-1 on c1.1',
    'pause-recording',
    'resume-recording',
    'stop-recording',
  ]);
  t.strictSame(
    floor.take('recording-paused', 'recording-resumed', 'recording-ended').map(({ by }) => by),
    [byAnna, byAnna, byAnna],
  );
});

t.test(
  'without a connection to the switch nobody is told that his recording was paused or ended',
  async t => {
    const floor = givenTalk();
    listeningEffects(floor);
    record(floor.state, { type: 'switch-lost', why: 'cut' }, floor.nowMs);
    for (const command of ['pause', 'resume', 'stop'] as const)
      t.strictSame(asks(floor, command), refused('switch-away'));
    t.strictSame([listeningEffects(floor), floor.take('recording-paused', 'recording-ended')], [[], []]);
    record(floor.state, { type: 'switch-connected', version: 'x' }, floor.nowMs);
    t.strictSame(asks(floor, 'pause'), { ok: true });
  },
);

t.test('a recording that fails, or is lost with the connection, leaves the talk alone', async t => {
  const floor = givenTalk();
  listeningEffects(floor);
  floor.step({ type: 'recording-failed', call: 'c1', recording: 'c1-9', because: 'refused', why: 'other' });
  t.strictSame(floor.take('recording-failed'), [], 'that one is not known');
  floor.step({ type: 'recording-lost', call: 'c1', recording: 'c1-1' });
  t.strictSame(listeningEffects(floor), ['record c1-2 on c1.1']);
  floor.step({ type: 'recording-failed', call: 'c1', recording: 'c1-2', because: 'no-room', why: 'full' });
  t.strictSame(
    floor.take('recording-failed').map(({ because }) => because),
    ['no-room'],
  );
  t.strictSame(listeningEffects(floor), []);
  t.ok(floor.state.calls.get('c1')?.talk?.bridged);
});

t.test(
  'a supervisor is rung at the phone of the site file, hears the talk, and is let go with it',
  async t => {
    const floor = givenTalk();
    listeningEffects(floor);
    t.strictSame(supervises(floor), { ok: true });
    t.match(floor.effects, [{ type: 'ring-supervisor', endpoint: 'PJSIP/anna', agentName: 'Agent 101' }]);
    floor.effects = [];
    const supervision = idOf(floor);
    floor.step({ type: 'supervisor-answered', supervision });
    t.strictSame(listeningEffects(floor), ['supervise c1.1 listen']);
    floor.step({ type: 'caller-hung-up', call: 'c1' });
    t.strictSame(listeningEffects(floor), ['stop-recording', 'end-supervision']);
    t.match(
      floor.take('supervision-started', 'supervision-joined', 'supervision-left', 'supervision-ended'),
      [
        { type: 'supervision-started', by: byAnna, endpoint: 'PJSIP/anna' },
        { type: 'supervision-joined', call: 'c1', leg: 'c1.1', mode: 'listen' },
        { type: 'supervision-left', call: 'c1' },
        { type: 'supervision-ended', because: 'talk-ended', by: { kind: 'rule', name: 'talk-ended' } },
      ],
    );
  },
);

t.test('the mode changes in the middle, by key or by command, if he may', async t => {
  const modes: readonly SupervisionMode[] = ['listen', 'whisper'];
  const floor = givenTalk(givenRecorded(0, [givenSupervisor('anna', { may: modes })]));
  supervises(floor);
  const supervision = idOf(floor);
  floor.step({ type: 'supervisor-answered', supervision });
  listeningEffects(floor);
  floor.step({ type: 'supervisor-key', supervision, key: '5' });
  t.strictSame(listeningEffects(floor), ['supervise c1.1 whisper']);
  for (const key of ['6', '1', '#', 'constructor', '5'])
    floor.step({ type: 'supervisor-key', supervision, key });
  t.strictSame(listeningEffects(floor), [], 'barge is not his');
  const ask = (mode: SupervisionMode) => {
    floor.step({ type: 'supervise', request: { kind: 'mode', supervisor: 'PJSIP/anna', mode }, by: byAnna });
    return floor.answer;
  };
  t.strictSame(ask('barge'), refused('not-allowed'));
  t.strictSame(ask('listen'), { ok: true });
  t.strictSame(listeningEffects(floor), ['supervise c1.1 listen']);
  floor.step({ type: 'supervise', request: { kind: 'stop', supervisor: 'anna' }, by: byAnna });
  t.strictSame(listeningEffects(floor), ['end-supervision']);
  t.ok(floor.state.calls.get('c1')?.talk?.bridged, 'the talk goes on');
});

t.test('who may not is refused, and nobody is rung', async t => {
  const strict = givenSupervisor('anna', { teams: ['lille'] });
  const flows = givenSupervisor('boris', { flows: ['n2'] });
  const same = givenSupervisor('chief', { endpoint: 'PJSIP/101' });
  const floor = givenTalk(givenRecorded(0, [strict, flows, same, givenSupervisor('dora')]));
  listeningEffects(floor);
  t.strictSame(supervises(floor), refused('not-yours'));
  t.strictSame(supervises(floor, { supervisor: 'boris' }), refused('not-yours'));
  t.strictSame(supervises(floor, { supervisor: 'chief' }), refused('not-allowed'), 'not himself');
  t.strictSame(supervises(floor, { supervisor: 'PJSIP/0899' }), refused('unknown-supervisor'));
  t.strictSame(supervises(floor, { supervisor: 'dora', mode: 'barge' }), refused('not-allowed'));
  t.strictSame(supervises(floor, { supervisor: 'dora', agent: 'nobody' }), refused('unknown-agent'));
  t.strictSame(supervises(floor, { supervisor: 'dora', agent: '102' }), refused('not-talking'));
  t.strictSame(
    supervises(floor, { supervisor: 'dora', agent: '102', stays: true }),
    refused('not-logged-in'),
  );
  t.strictSame(listeningEffects(floor), []);
  t.strictSame(supervises(floor, { supervisor: 'dora' }), { ok: true });
  t.strictSame(supervises(floor, { supervisor: 'dora', agent: '102', stays: true }), refused('already-so'));
});

t.test('one supervisor an agent', async t => {
  const floor = givenTalk(givenRecorded(0, [givenSupervisor('anna'), givenSupervisor('boris')]));
  supervises(floor);
  t.strictSame(supervises(floor, { supervisor: 'boris' }), refused('agent-supervised'));
});

t.test('who stays hears the next talk of the agent as well, until the agent logs out', async t => {
  const floor = givenTalk();
  supervises(floor, { stays: true });
  const supervision = idOf(floor);
  floor.step({ type: 'supervisor-answered', supervision });
  floor.passes(10_000);
  listeningEffects(floor);
  floor.step({ type: 'caller-hung-up', call: 'c1' });
  t.strictSame(listeningEffects(floor), ['stop-recording', 'leave-talk']);
  floor.arrives('c2', 'n1');
  floor.answers('101');
  t.strictSame(listeningEffects(floor), ['record c2-1 on c2.1', 'supervise c2.1 listen']);
  floor.command('101', { kind: 'logout' });
  t.strictSame(listeningEffects(floor), [], 'his talk goes on');
  floor.step({ type: 'caller-hung-up', call: 'c2' });
  t.match(floor.take('supervision-ended'), [{ because: 'agent-logged-out' }]);
});

t.test(
  'a phone that does not answer, a supervisor who hangs up, a snoop that fails: the talk goes on',
  async t => {
    for (const [what, because] of [
      ['never', 'not-answered'],
      ['later', 'supervisor-hung-up'],
      ['snoop', 'failed'],
    ] as const) {
      const floor = givenTalk();
      supervises(floor);
      const supervision = idOf(floor);
      if (what !== 'never') floor.step({ type: 'supervisor-answered', supervision });
      floor.step(
        what === 'snoop'
          ? { type: 'supervision-failed', supervision, talk: 'c1.1' }
          : { type: 'supervisor-gone', supervision },
      );
      t.strictSame(
        floor.take('supervision-ended', 'talk-ended').map(fact => ('because' in fact ? fact.because : 'cut')),
        [because],
      );
      t.ok(floor.state.calls.get('c1')?.talk?.bridged);
    }
    const late = givenTalk();
    listeningEffects(late);
    late.step({ type: 'supervisor-answered', supervision: 'sup-anna-1' });
    t.strictSame(listeningEffects(late), ['end-supervision'], 'who answers for nothing is hung up');
  },
);

t.test('supervisions end with the connection, and with a site file that no longer allows them', async t => {
  const floor = givenTalk();
  supervises(floor);
  const lost = resume(floor.state, floor.nowMs);
  t.match(
    lost.facts.filter(({ type }) => type === 'supervision-ended'),
    [{ because: 'switch-lost' }],
  );
  supervises(floor);
  const forbidden = changeSite(floor.state, givenRecorded(100, []), floor.nowMs);
  t.match(
    forbidden.facts.filter(({ type }) => type === 'supervision-ended'),
    [{ because: 'site-file' }],
  );
  for (const not of [{ teams: ['lille'] }, { flows: ['n2'] }]) {
    const talk = givenTalk();
    supervises(talk);
    talk.step({ type: 'supervisor-answered', supervision: idOf(talk) });
    const others = givenRecorded(100, [givenSupervisor('anna', not)]);
    const taken = changeSite(talk.state, others, talk.nowMs);
    t.match(
      taken.facts.filter(({ type }) => type === 'supervision-ended'),
      [{ because: 'site-file' }],
      'who may not hear this talk any more',
    );
  }
});

t.test('where the end of a supervision is lost, the next one takes its place', async t => {
  const floor = givenTalk();
  supervises(floor);
  const [first] = floor.state.supervisions.values();
  const { id, supervisor, endpoint, agent, mode, stays } = must(first, 'a supervision');
  const started = {
    type: 'supervision-started',
    supervisor,
    endpoint,
    agent,
    mode,
    stays,
    by: byAnna,
  } as const;
  apply(floor.state, { ...started, supervision: `${id}1` }, floor.nowMs);
  t.strictSame([...floor.state.supervisions.keys()], [`${id}1`]);
});

t.test('a snapshot keeps what is recorded and heard, and one from before can be read', async t => {
  const floor = givenTalk();
  supervises(floor, { stays: true });
  const json = JSON.parse(JSON.stringify(toSnapshot(floor.state)));
  const again = fromSnapshot(json, floor.state.site);
  t.strictSame([...again.recordings], [...floor.state.recordings]);
  t.strictSame([...again.supervisions], [...floor.state.supervisions]);
  const { recordings: _, supervisions: __, ...older } = json;
  t.strictSame(fromSnapshot(older, floor.state.site).recordings.size, 0);
});
