// The endpoints of the agent's desk: what he has before him. They name no agent: each sees himself.
import type { z } from 'zod';
import type { DeskView } from '../../link/desk-messages.js';
import type { AgentToday } from '../agent-time.js';
import { problems } from '../web/problem.js';
import * as schemas from './desk-schemas.js';
import { act, answered, type Endpoint, given, look, refused } from './endpoint.js';
import type { ApiParts } from './parts.js';
import { showAgent, showCustomer } from './shown.js';

const roles = ['agent'] as const;

export function deskEndpoints({ looks, words, today }: ApiParts): Endpoint[] {
  return [
    look({
      path: '/desk',
      roles,
      tag: 'desk',
      summary: 'What the agent who asks has before him: his state, his call, his wrap-up',
      response: schemas.deskShown,
      handle: async ({ user }) => {
        if (user.agent === null) return refused(problems.notFound);
        const desk = showDesk(await looks.ask('desk', { agent: user.agent }));
        return desk === null ? refused(problems.notFound) : given(desk);
      },
    }),
    look({
      path: '/desk/day',
      roles,
      tag: 'desk',
      summary: 'What the agent who asks did today',
      response: schemas.dayShown,
      handle: async ({ user }) => {
        const day = user.agent === null ? null : today(user.agent);
        return day === null ? refused(problems.notFound) : given(showDay(day));
      },
    }),
    act({
      path: '/desk/preview',
      roles,
      tag: 'desk',
      summary: 'Have the customer dialled whom one is shown, or skip him',
      body: schemas.previewBody,
      examples: { accept: { answer: 'accept' }, skip: { answer: 'skip' } },
      told: (_params, { answer }) => ({ act: `preview-${answer}`, about: '' }),
      handle: async ({ user, by }, { body: { answer } }) => {
        if (user.agent === null) return refused(problems.notFound);
        return answered(await looks.ask('preview-answer', { agent: user.agent, answer, by }), words);
      },
    }),
  ];
}

export function showDay(day: AgentToday): z.output<typeof schemas.dayShown> {
  const { date, answered: calls, talks, talkMs, missed, states } = day;
  const wrapUpMs = states['wrap-up'] ?? 0;
  return { date, answered: calls, talks, talkMs, wrapUpMs, missed, states: { ...states } };
}

function showDesk(view: DeskView): z.output<typeof schemas.deskShown> | null {
  const { nowMs, switchConnected, agent, call, wrapUp } = view;
  if (agent === null) return null;
  return {
    ...{ nowMs, switchConnected },
    agent: { ...showAgent(agent, null), phone: agent.phone },
    call: call === null ? null : { ...call, customer: showCustomer(call.customer) },
    wrapUp,
  };
}
