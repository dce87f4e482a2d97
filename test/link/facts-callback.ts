// Examples of the facts about a caller who is offered to be called back.
const call = 'c1';

export const callBackFacts = {
  'callback-offered': [
    { type: 'callback-offered', call, expectedWaitMs: 250_000, number: '+33612345678' },
    { type: 'callback-offered', call, expectedWaitMs: null, number: null },
  ],
  'callback-dialogue': [
    { type: 'callback-dialogue', call, stage: 'keying', number: '0612' },
    { type: 'callback-dialogue', call, stage: 'confirming', number: '+33612345678' },
    { type: 'callback-dialogue', call, stage: 'declined', number: '' },
    { type: 'callback-dialogue', call, stage: 'offered', number: '' },
  ],
  'callback-booked': [
    { type: 'callback-booked', call, callback: 'cb-c1.1', number: '+33612345678', joined: false },
    { type: 'callback-booked', call, callback: 'cb-c0.1', number: '+33612345678', joined: true },
  ],
} as const;
