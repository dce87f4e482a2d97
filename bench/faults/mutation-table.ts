// Bugs such as one really writes, to prove that the fault machine finds them. Each is a change of one place in the
// compiled product; a place that is not there exactly once is an error, so that the table cannot outlive the code.

export type Mutation = {
  /** The bug in one sentence. */
  readonly name: string;
  /** Below dist/src/. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
};

export const mutations: readonly Mutation[] = [
  {
    name: 'a customer of a campaign is dialled after his hours',
    file: 'core/campaigns.js',
    find: "    return outbound.expiresAtMs !== null && outbound.expiresAtMs <= nowMs ? 'expired' : null;",
    replace: '    return null;',
  },
  {
    name: 'no agent is kept free for callers',
    file: 'core/campaigns.js',
    find: '    return ready > keep;',
    replace: '    return true;',
  },
  {
    name: 'nobody looks again when a join has failed',
    file: 'core/talks.js',
    find: "    returnCall(step, call, talk, 'bridge-failed');",
    replace: '',
  },
  {
    name: 'a wrap-up is lost at a restart',
    file: 'core/snapshot.js',
    find: '    return rest;',
    replace: "    return { ...rest, work: rest.work.kind === 'wrap-up' ? { kind: 'idle' } : rest.work };",
  },
  {
    name: 'the back-off of an offer is not remembered',
    file: 'core/apply-call.js',
    find: '    if (fact.callUntilMs !== null)\n        call.refusals.set(fact.agent, fact.callUntilMs);\n    const innocent',
    replace: '    const innocent',
  },
  {
    name: 'a caller goes to the end of the line when a phone was not answered',
    file: 'core/apply-call.js',
    find: '    dropLeg(state, call, fact.leg);\n    if (fact.callUntilMs !== null)',
    replace:
      "    dropLeg(state, call, fact.leg);\n    if (fact.cause === 'no-answer') call.virtualEntryAtMs = atMs;\n    if (fact.callUntilMs !== null)",
  },
  {
    name: "the dead-man's switch is not renewed after a reconnect",
    file: 'core/decide.js',
    find: '            hold(step, call);\n            askAgain(step, call);',
    replace: '            askAgain(step, call);',
  },
  {
    name: 'that an agent hung up while the daemon was away is not noticed',
    file: 'engine/reconcile.js',
    find: "        inputs.push({ type: 'leg-ended', leg: talk.leg, end: 'lost' });",
    replace: '        return;',
  },
  {
    name: 'what is at a partner is not counted after a restart',
    file: 'core/snapshot.js',
    find: '            live: new Set(live),',
    replace: '            live: new Set(),',
  },
  {
    name: 'a caller whose call we ended is queued again when we were killed before we said so',
    file: 'engine/reconcile.js',
    find: 'const dismissal = state.dismissed.get(arrival.call);',
    replace: 'const dismissal = undefined;',
  },
  {
    name: 'phones ring on when the caller has hung up',
    file: 'core/offers.js',
    find: "        endLeg(step, call, leg, cause);\n        perform(step, { type: 'cancel', leg: leg.id });",
    replace:
      "        endLeg(step, call, leg, cause);\n        if (cause !== 'caller-gone') perform(step, { type: 'cancel', leg: leg.id });",
  },
  {
    name: 'effects go out before their facts are written down',
    file: 'engine/engine.js',
    find: '            const connection = this.#connection;',
    replace:
      '            for (const effect of effects.splice(0)) this.#options.switch.perform(effect);\n            const connection = this.#connection;',
  },
  {
    name: "an agent's pause is lost at a restart",
    file: 'core/snapshot.js',
    find: '    return rest;',
    replace: "    return { ...rest, presence: rest.presence === 'not-ready' ? 'ready' : rest.presence };",
  },
  {
    name: 'a second hang-up ends an abandoned call again',
    file: 'core/apply-call.js',
    find: '            state.calls.delete(call.id);',
    replace: "            if (fact.end !== 'abandoned') state.calls.delete(call.id);",
  },
  {
    name: 'phones ring for callers before it is known who is gone',
    file: 'engine/engine.js',
    find: '        this.#strangers = strangers;',
    replace:
      "        this.#strangers = strangers;\n        this.tell({ type: 'switch-connected', version: snapshot.version });",
  },
  {
    name: 'contradictions that a hole in the journal left are not mended',
    file: 'engine/recover.js',
    find: '    mendRecords(state, lastAtMs);',
    replace: '',
  },
  {
    name: 'a leg that rings for nobody, or answers after it was given up, is left there',
    file: 'core/decide.js',
    find: "        if (input.type === 'leg-answered' || input.type === 'leg-ringing')\n            perform(step, { type: 'cancel', leg: input.leg });",
    replace: '',
  },
  {
    name: 'after a restart nothing falls due for those who wait',
    file: 'core/index-site.js',
    find: '        state.touched.add(call);',
    replace: '',
  },
  {
    name: 'a call that was answered goes on counting as on its way to somebody in the share',
    file: 'core/apply-shares.js',
    find: 'count(before.line, before.place, -1);',
    replace: '',
  },
  {
    name: 'customers are called out of hours',
    file: 'core/outbound.js',
    find: 'const notNow = outOfHours(state, call, nowMs) ??',
    replace: 'const notNow = null ??',
  },
  {
    name: "that a customer's phone is ringing is forgotten at a restart",
    file: 'core/snapshot.js',
    find: '    state.legs.set(customer.leg, call);',
    replace: '',
  },
  {
    name: 'a customer is dialled again though his first call is under way',
    file: 'core/apply-outbound.js',
    find: '    call.outbound.customer = {',
    replace: '    if (call.outbound.dialled > 0)\n        call.outbound.customer = {',
  },
  {
    name: 'a caller is kept for one agent beyond the time',
    file: 'core/reservations.js',
    find: 'untilMs <= nowMs',
    replace: 'false',
  },
  {
    name: 'the owner of a case is asked for longer than the site file says',
    file: 'core/repeat-callers.js',
    find: 'nowMs + forMs',
    replace: 'nowMs + 10 * forMs',
  },
  {
    name: 'nobody looks after a caller who was sent to a colleague whose phone rings no more',
    file: 'core/decide.js',
    find: '    settleTransfers(step);',
    replace: '',
  },
  {
    name: 'an agent who was to leave after his call stays',
    file: 'core/decide.js',
    find: '    logOutWhoIsDone(step);',
    replace: '',
  },
  {
    name: 'a supervisor gives a caller to one agent, and other phones ring on',
    file: 'core/supervision.js',
    find: "    endLegs(step, call, 'withdrawn');",
    replace: '',
  },
  {
    name: 'who opens a case for an agent does not look at how many he has',
    file: 'core/cases.js',
    find: 'isFull(state, wanted)',
    replace: 'false',
  },
  {
    name: 'a case that is given away goes on counting as the load of who had it',
    file: 'core/case-book.js',
    find: 'add(-1);',
    replace: 'add(0);',
  },
  {
    name: 'a call-back that was promised is made by whoever is free, and not by the owner of the case',
    file: 'core/case-callbacks.js',
    find: 'onlyAgent: ownerOf(state, one)',
    replace: 'onlyAgent: null',
  },
  {
    name: 'an owner whose call-back is near is offered other calls',
    file: 'core/index-floor.js',
    find: 'agent.keptFor === null || agent.keptFor.untilMs <= nowMs',
    replace: 'true',
  },
  {
    name: 'what an agent said his call was about is forgotten at a restart',
    file: 'core/snapshot.js',
    find: '    return rest;',
    replace: '    return { ...rest, lastTalk: rest.lastTalk && { ...rest.lastTalk, code: null } };',
  },
  {
    name: 'an agent ends his wrap-up without the code that his flow requires',
    file: 'core/agents.js',
    find: "    if (needsCode(step.state, agent))\n        return { ok: false, because: 'code-needed' };",
    replace: '',
  },
  {
    name: 'a skill that is taken from an agent goes on bringing him calls',
    file: 'core/index-site.js',
    find: '    leavePools(state, agent);',
    replace: '',
  },
  {
    name: 'a change of skills is forgotten at a restart',
    file: 'core/snapshot.js',
    find: 'state.skillChanges.set(id, change);',
    replace: '',
  },
  {
    name: 'cases are forgotten at a restart',
    file: 'core/snapshot.js',
    find: 'state.book = restoreBook(stored.book);',
    replace: '',
  },
];
