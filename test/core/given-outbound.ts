// A site that calls customers, and a floor on which it does.
import { must } from '../../src/base/assert.js';
import type { Flow, Site } from '../../src/core/site.js';
import type { OutboundRules } from '../../src/core/site-outbound.js';
import { Floor, givenAgent, givenFlow, givenSite, noon } from './given.js';

export const minute = 60_000;
export const customer = '+33612345678';

export function givenRules(about: Partial<OutboundRules> = {}): OutboundRules {
  return {
    trunk: 'out',
    callerNumber: '0144000000',
    numbers: { country: '+33', national: '0', allow: ['+33'], deny: ['+3389'] },
    dialAs: 'national',
    callTimes: [{ prefix: '', hours: null }],
    dialTimeoutMs: 30_000,
    caps: { concurrent: null, perMinute: null, perDay: null },
    retries: {
      busy: { afterMs: 5 * minute, times: 3 },
      'no-answer': { afterMs: 30 * minute, times: 2 },
      rejected: { afterMs: 0, times: 0 },
      unreachable: { afterMs: 60 * minute, times: 1 },
    },
    maximumTalkMs: 60 * minute,
    expiresMs: 24 * 60 * minute,
    ...about,
  };
}

export function givenCallingSite(rules: Partial<OutboundRules> = {}, flow: Partial<Flow> = {}): Site {
  const agents = [givenAgent('101', { internet: 3 }), givenAgent('102', { internet: 2 })];
  return givenSite([givenFlow({ id: 'n1', ...flow })], agents, [], {
    noAnswersBeforeNotReady: 0,
    outbound: givenRules(rules),
  });
}

export class CallingFloor extends Floor {
  wants(
    call: string,
    about: { readonly number?: string; readonly notBeforeMs?: number; readonly onlyAgent?: string } = {},
  ): void {
    this.step({
      type: 'outbound-wanted',
      kind: 'case',
      subject: 'c7',
      serial: Number(call.slice('case-c7.'.length)),
      flow: 'n1',
      number: about.number ?? customer,
      name: 'Camille',
      language: 'fr',
      priority: null,
      notBeforeMs: about.notBeforeMs ?? noon,
      expiresAtMs: null,
      onlyAgent: about.onlyAgent ?? null,
      customer: null,
      by: { kind: 'desk', name: '101' },
    });
  }

  /** The leg on which the customer of the call is dialled. */
  customerOf(call: string): string {
    const outbound = must(this.state.calls.get(call)?.outbound, `agent-first call ${call}`);
    return must(outbound.customer, `an attempt of call ${call}`).leg;
  }

  /** The agent has answered, and the customer does. */
  talks(call: string, agent: string): void {
    this.step({ type: 'leg-answered', leg: this.legTo(agent) });
    this.step({ type: 'leg-answered', leg: this.customerOf(call) });
    const talk = must(this.state.calls.get(call)?.talk, `the talk of call ${call}`);
    this.step({ type: 'bridged', call, leg: talk.leg });
  }
}
