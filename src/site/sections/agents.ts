// Sections `skills`, `teams`, `agents`, `notReadyReasons`, `backOffs`: who takes the calls.
import type { z } from 'zod';
import {
  block,
  duration,
  endpoint,
  id,
  label,
  list,
  name,
  named,
  text,
  wholeNumber,
  yesNo,
} from '../words.js';

export type SkillSection = z.output<typeof skillSection>;
export const skillSection = name;

export type TeamSection = z.output<typeof teamSection>;
export const teamSection = name;

/** Levels of a skill go from 1 to this. */
export const highestLevel = 10;
export const level = wholeNumber(1, highestLevel);

const wrapUp = duration('0s', '1h');

export type AgentSection = z.output<typeof agentSection>;

export const agentSection = block({
  phone: endpoint.optional().describe('The phone of one agent, TECH/name.'),
  phones: text('endpoints', /^(?:PJSIP|SIP|IAX2|SCCP|DAHDI)\/[A-Za-z_.-]*[0-9]{1,9}\.\.[0-9]{1,9}$/)
    .optional()
    .describe('Instead of `phone`: one agent for each phone of a range, e.g. PJSIP/101..112.'),
  id: text('id', /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/)
    .optional()
    .describe('How commands and records call the agent; if not given, the name of the phone (101).'),
  name: label.describe('Shown on pages and reports. In a range, {n} stands for the number of the phone.'),
  teams: list(id).prefault([]).describe('Teams of the agent, from `teams`.'),
  skills: named(level)
    .prefault({})
    .describe('Skills of the agent, from `skills`, each with a level from 1 to 10.'),
  wrapUp: wrapUp.optional().describe("The agent's own wrap-up, after calls of any flow."),
  wrapUpByFlow: named(wrapUp)
    .prefault({})
    .describe('Wrap-up of this agent after a call of that flow: the strongest.'),
  confirm: yesNo
    .prefault(false)
    .describe('The agent must press 1 after answering (a mobile whose voicemail might answer).'),
});

export type ReasonSection = z.output<typeof reasonSection>;

export const reasonSection = block({
  code: wholeNumber(1, 9).describe('The digit that agents dial on their phones.'),
  name: name.describe('Shown on pages, in both languages.'),
  short: yesNo
    .prefault(false)
    .describe(
      'The agent is back in a moment: a call that is kept for him, as owner of a case, goes on waiting.',
    ),
});

const backOff = (call: string, agent: string) =>
  block({
    call: duration('0s', '1h')
      .prefault(call)
      .describe('The same call does not ring this agent again for so long.'),
    agent: duration('0s', '1h').prefault(agent).describe('No call at all rings this agent for so long.'),
  }).prefault({});

export type BackOffsSection = z.output<typeof backOffsSection>;

export const backOffsSection = block({
  noAnswer: backOff('1m', '10s').describe('The agent let it ring.'),
  rejected: backOff('1m', '10s').describe('The agent refused the call.'),
  busy: backOff('15s', '15s').describe('The phone was busy.'),
  unreachable: backOff('1m', '30s').describe('The phone could not be reached.'),
}).prefault({});
