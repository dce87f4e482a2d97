// What kind of step a fact is in a call's timeline: only for its mark, the sentence says the rest.

export type StepKind = 'in' | 'ring' | 'talk' | 'act' | 'trouble' | 'end' | 'other';

const kinds: Readonly<Record<string, StepKind>> = {
  'call-queued': 'in',
  'call-moved': 'in',
  'call-offered': 'ring',
  'partner-dialled': 'ring',
  'leg-rang': 'ring',
  'call-answered': 'talk',
  'take-ordered': 'act',
  'move-ordered': 'act',
  'call-raised': 'act',
  'offer-ended': 'trouble',
  'partner-attempt-ended': 'trouble',
  'partners-exhausted': 'trouble',
  'call-returned': 'trouble',
  'talk-ended': 'end',
  'call-ended': 'end',
};

/** Whatever is not known is plainly a step. */
export const stepKind = (type: string): StepKind => kinds[type] ?? 'other';
