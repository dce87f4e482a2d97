// What callers and agents hear from us: the prompts that come with Asterisk, in its core sounds, in English and French.

/** The announcement of a place in line (1 is next) and of an expected wait, as ARI names media; null says nothing of it. */
export function announcementOf(said: {
  readonly position: number | null;
  readonly expectedWaitMs: number | null;
}): readonly string[] {
  return [...positionOf(said.position), ...waitOf(said.expectedWaitMs)];
}

function positionOf(position: number | null): readonly string[] {
  if (position === null || position < 1) return [];
  if (position === 1) return ['sound:queue-youarenext'];
  return ['sound:queue-thereare', `number:${position}`, 'sound:queue-callswaiting'];
}

/** In whole minutes, rounded up: nobody is told less than he will wait. */
function waitOf(expectedWaitMs: number | null): readonly string[] {
  if (expectedWaitMs === null || expectedWaitMs <= 0) return [];
  const minutes = Math.ceil(expectedWaitMs / 60_000);
  return ['sound:queue-holdtime', `number:${minutes}`, `sound:queue-minute${minutes === 1 ? '' : 's'}`];
}

/** "Press 1 to accept this call, or 2 to decline", three times. */
export const confirmationPrompt: readonly string[] = [
  'sound:followme/options',
  'sound:silence/2',
  'sound:followme/options',
  'sound:silence/2',
  'sound:followme/options',
];

/** All prompts that are played by name; numbers are said with those of `digits/`. */
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
];
