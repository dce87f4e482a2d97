// What a supervisor does, with real calls: a waiting caller is given to an agent, moved, and let go by a flow that is held closed.
import t from 'tap';
import { labSkip, until } from '../../lab/given.js';
import type { Supervision } from '../../src/core/facts-supervision.js';
import { givenFloor, story } from './floor.js';

const flows = ['sales', 'expert', 'closing'];
const site = `
trunks:
  operator: { name: Operator, kind: pjsip, endpoint: operator, channels: 30 }
  beta: { name: Beta, kind: pjsip, endpoint: beta, channels: 30 }
partners:
  beta: { name: Beta, destinations: [{ trunk: beta, number: "0199000002" }], caps: { concurrent: 5 } }
agents:
  - { phone: PJSIP/101, name: Alice, skills: { sales: 1, closing: 1 } }
  - { phone: PJSIP/102, name: Bruno, skills: { expert: 1 } }
flows:
  sales: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: sales }] }
  expert: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: expert }] }
  closing: { name: { en: a, fr: a }, rings: [{ at: 0s, agents: closing }], closed: release, atClosing: { partners: [beta] } }
`;
const by = { kind: 'supervisor', name: 'claire' } as const;

t.test('supervision on a real Asterisk', { skip: await labSkip(), timeout: 240_000 }, async t => {
  const floor = await givenFloor(t, {
    site,
    flows,
    agents: ['101', '102'],
    partners: { beta: { kind: 'rings' } },
  });
  const { plateau, phone, partner } = floor;
  const orders = (order: Supervision) => plateau.supervise(order, by);

  await t.test('a caller who is taken rings at that agent, who need not have the skill', async t => {
    const caller = await floor.calls('sales');
    await floor.logIn('102');
    t.strictSame(await orders({ kind: 'take-call', call: caller.call, agent: '102', forMs: 120_000 }), {
      ok: true,
    });
    await floor.rings('102', caller);
    await phone('102').answer();
    await floor.until('call-bridged', { call: caller.call });
    t.match(await orders({ kind: 'raise-call', call: caller.call, priority: null }), {
      ok: false,
      because: 'not-waiting',
    });
    t.match(plateau.told('take-ordered'), [{ call: caller.call, agent: '102', by }]);
    await caller.hangUp();
    await floor.until('call-ended', { call: caller.call });
    t.strictSame(story(floor, caller), ['offered 102', 'answered by 102', 'ended: caller-hung-up']);
  });

  await t.test('a caller who is moved is served in the other flow', async t => {
    const caller = await floor.calls('sales');
    t.strictSame(await orders({ kind: 'move-call', call: caller.call, flow: 'expert' }), { ok: true });
    await floor.rings('102', caller);
    await phone('102').answer();
    await floor.until('call-bridged', { call: caller.call });
    t.match(plateau.told('move-ordered'), [{ call: caller.call, from: 'sales', to: 'expert', by }]);
    await caller.hangUp();
    await floor.until('call-ended', { call: caller.call });
  });

  await t.test('a flow that is held closed sends who waits to the partner, and new callers away', async t => {
    const waiting = await floor.calls('closing');
    const untilMs = Date.now() + 3_600_000;
    t.strictSame(await orders({ kind: 'force-flow', flow: 'closing', to: 'closed', untilMs }), { ok: true });
    const atPartner = await until('the partner is called', () =>
      partner('beta')
        .calls()
        .find(call => call.end === undefined && call.answeredAtMs === undefined),
    );
    await partner('beta').answer(atPartner);
    await floor.until('call-bridged', { call: waiting.call });
    const late = await floor.calls('closing');
    await floor.until('call-ended', { call: late.call, end: 'released', reason: 'closed' });
    t.strictSame(await orders({ kind: 'release-flow', flow: 'closing' }), { ok: true });
    const after = await floor.calls('closing');
    await floor.logIn('101');
    await floor.rings('101', after);
    t.match(plateau.told('flow-force-ended'), [{ flow: 'closing', to: 'closed', by }]);
    await after.hangUp();
    await waiting.hangUp();
    await floor.until('call-ended', { call: waiting.call });
  });
});
