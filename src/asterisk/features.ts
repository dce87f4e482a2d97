// Feature codes: the dialplan hands us the agent's phone for a moment, and tells him our answer.
import type { FeatureRequest } from '../core/switch.js';
import { requests } from './commands.js';
import { endpointOfChannel } from './endpoints.js';
import type { ChannelView } from './events.js';
import { attempt, type Hands } from './hands.js';

const commands: ReadonlySet<string> = new Set([
  ...['login', 'logout', 'pause', 'ready', 'status', 'pause-recording', 'resume-recording'],
  ...['listen', 'whisper', 'barge'],
  ...['case-open', 'case-solve', 'wrap-up-code'],
]);

/** The request of a channel that came with `feature,<command>,<endpoint name>,<digits>`; null when it is none. */
export function featureRequestOf(
  hands: Hands,
  channel: ChannelView,
  args: readonly string[],
): FeatureRequest | null {
  const [what, command = '', name = '', reasonCode = ''] = args;
  if (what !== 'feature' || !isCommand(command)) return null;
  const [tech = ''] = endpointOfChannel(channel.name).split('/');
  let answered = false;
  return {
    endpoint: `${tech}/${name}`,
    command,
    reasonCode,
    answer: result => {
      if (answered) return;
      answered = true;
      void attempt(hands, channel.id, requests.setVariable(channel.id, 'PLATEAU_RESULT', result));
      void attempt(hands, channel.id, requests.continueInDialplan(channel.id));
    },
  };
}

function isCommand(text: string): text is FeatureRequest['command'] {
  return commands.has(text);
}
