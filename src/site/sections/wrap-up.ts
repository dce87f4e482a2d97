// Section `wrapUpCodes`, and what a flow asks of it: what calls were about, said by the agent when they are over.
import type { z } from 'zod';
import { block, id, list, name, yesNo } from '../words.js';

export type WrapUpCodeSection = z.output<typeof wrapUpCodeSection>;
export const wrapUpCodeSection = name;

/** Two digits on the phone. */
const mostCodes = 99;

export const flowWrapUpCodes = block({
  codes: list(id)
    .min(1)
    .max(mostCodes)
    .describe('Some of `wrapUpCodes`; their order gives the numbers on the phone: *521 is the first.'),
  required: yesNo
    .prefault(false)
    .describe('The agent cannot end his wrap-up without a code; time ends it, and the record says so.'),
});
