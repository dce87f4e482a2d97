// The account of the floor as a recovery finds it: from then on it is kept from the facts again.
import { campaignOf } from '../core/campaigns.js';
import { setupOf } from '../core/skill-changes.js';
import type { LegTarget, State, Talk } from '../core/state.js';
import { createLedger, type Ledger, type LedgerTalk } from './ledger.js';
import { caseLedgerOf } from './ledger-cases.js';

/** The account as a recovery came to it; `ended`: the calls whose end can still be read. */
export function ledgerOf(state: State, ended: Set<string>): Ledger {
  const about = { cases: caseLedgerOf(state), leaving: new Set(state.leaving.keys()) };
  const ledger: Ledger = { ...createLedger(state.site), ...about, ended, arrivals: state.arrivals };
  for (const call of state.calls.values()) {
    const { legs, talk, transfer, openRings, refusals, customer, reservation, care, outbound, ...rest } =
      call;
    ledger.calls.set(call.id, {
      ...rest,
      unit: customer?.unit ?? null,
      inHouse: care.repeat !== null,
      openRings: new Set(openRings),
      legs: new Map(
        [...legs].map(([id, { to, startedAtMs, reserved }]) => [
          id,
          { ...target(to), startedAtMs, reserved },
        ]),
      ),
      talk: talk && ledgerTalk(talk),
      transfer: transfer && {
        from: transfer.from,
        accompanied: transfer.manner === 'accompanied',
        directed: transfer.to.kind !== 'flow',
        keeper: transfer.keeper && ledgerTalk(transfer.keeper),
        back: { ...transfer.back, openRings: new Set(transfer.back.openRings) },
      },
      onHold: talk?.held ?? false,
      talkEndedMs: null,
      held: outbound !== null,
      refusals: new Map(refusals),
      reservedFor: reservation?.agent ?? null,
      outbound: outbound && {
        ...{ kind: outbound.kind, number: call.caller, restUntilMs: outbound.restUntilMs },
        ...{ customer: outbound.customer?.leg ?? null, onlyAgent: outbound.onlyAgent },
        ...{ campaign: campaignOf(outbound), expiresAtMs: outbound.expiresAtMs },
        accepted: outbound.preview?.stage === 'accepted',
      },
    });
  }
  for (const id of state.skillChanges.keys()) {
    const setup = setupOf(state, id);
    if (setup !== undefined) ledger.skills.set(id, setup.skills);
  }
  ledger.customersDialled = [...state.outbound.starts];
  for (const [call, { agent }] of state.asked) ledger.asked.set(call, agent);
  for (const [call, { current }] of state.recordings)
    if (current !== null) ledger.recorded.set(call, current.recording);
  const limit = state.site.noAnswersBeforeNotReady;
  for (const agent of state.agents.values()) {
    const { id, presence, work, phone, backOffUntilMs, keptFor, lastTalk } = agent;
    if (lastTalk !== null) ledger.lastTalks.set(id, { leg: lastTalk.leg, code: lastTalk.code });
    if (keptFor !== null) ledger.kept.set(id, keptFor);
    // That he was made not-ready for it may be lost.
    const noAnswers = limit > 0 ? Math.min(agent.noAnswers, limit - 1) : agent.noAnswers;
    ledger.agents.set(id, { id, presence, work, phone, backOffUntilMs, noAnswers });
  }
  for (const [id, { live, starts, dayStartMs, talkedMs }] of state.partners)
    ledger.partners.set(id, {
      live: new Set(live),
      starts: [...starts],
      talks: [{ fromMs: dayStartMs, toMs: dayStartMs + talkedMs }],
    });
  return ledger;
}

const ledgerTalk = (talk: Talk): LedgerTalk => ({
  ...talk,
  ...target(talk.to),
  startedAtMs: talk.answeredAtMs,
  reserved: false,
});

const target = (to: LegTarget) =>
  to.kind === 'agent' ? { agent: to.agent, partner: null } : { agent: null, partner: to.partner };
