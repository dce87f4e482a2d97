// What callers and agents hear from us: the prompts that come with Asterisk, in its core sounds, in English and French.
import { unreachable } from '../base/assert.js';
import { spokenNumber } from './spoken-number.js';

/** The announcement of a place in line (1 is next) and of an expected wait, as ARI names media; null says nothing of it. */
export function announcementOf(said: {
  readonly language: 'en' | 'fr';
  readonly position: number | null;
  readonly expectedWaitMs: number | null;
}): readonly string[] {
  return [...positionOf(said.position, said.language), ...waitOf(said.expectedWaitMs, said.language)];
}

function positionOf(position: number | null, language: 'en' | 'fr'): readonly string[] {
  if (position === null || position < 1) return [];
  if (position === 1) return ['sound:queue-youarenext'];
  return ['sound:queue-thereare', ...spokenNumber(position, language), 'sound:queue-callswaiting'];
}

/** In whole minutes, rounded up: nobody is told less than he will wait. */
function waitOf(expectedWaitMs: number | null, language: 'en' | 'fr'): readonly string[] {
  if (expectedWaitMs === null || expectedWaitMs <= 0) return [];
  const minutes = Math.ceil(expectedWaitMs / 60_000);
  return [
    'sound:queue-holdtime',
    ...spokenNumber(minutes, language),
    `sound:queue-minute${minutes === 1 ? '' : 's'}`,
  ];
}

/** "Please enter your phone number, starting with the area code", "followed by the pound key". */
const keyNumber: readonly string[] = ['sound:privacy-prompt', 'sound:astcc-followed-by-the-pound-key'];

/** The offer itself is the site's own recording; all that follows comes with Asterisk. */
export function callBackPrompt(asked: {
  readonly say: 'offer' | 'key-number' | 'read-back' | 'not-possible';
  readonly prompt: string;
  readonly digits: string;
}): readonly string[] {
  switch (asked.say) {
    case 'offer':
      return [`sound:${asked.prompt}`];
    case 'key-number':
      return keyNumber;
    case 'not-possible':
      return ['sound:privacy-incorrect', ...keyNumber];
    case 'read-back':
      return [
        ...spokenDigits(asked.digits),
        ...['sound:if-correct-press', 'sound:digits/1', 'sound:vm-calldiffnum'],
      ];
    default:
      return unreachable(asked.say);
  }
}

/** One by one; what is no digit is not said. */
function spokenDigits(digits: string): readonly string[] {
  return [...digits.replaceAll(/\D/g, '')].map(digit => `sound:digits/${digit}`);
}

/** "Press 1 to accept this call, or 2 to decline", three times. */
export const confirmationPrompt: readonly string[] = [
  'sound:followme/options',
  'sound:silence/2',
  'sound:followme/options',
  'sound:silence/2',
  'sound:followme/options',
];

/** All prompts that are played by name, with two that stand for those of `digits/`. */
export const promptsUsed: readonly string[] = [
  'queue-youarenext',
  'queue-thereare',
  'queue-callswaiting',
  'queue-holdtime',
  'queue-minute',
  'queue-minutes',
  'digits/1',
  'digits/20',
  'followme/options',
  'privacy-prompt',
  'astcc-followed-by-the-pound-key',
  'privacy-incorrect',
  'if-correct-press',
  'vm-calldiffnum',
];
