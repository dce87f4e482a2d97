// What the technician asks of signs, read.
import type { SignTextColour } from '../core/facts-signs.js';

/** `sign`: `null` for all of them. */
export type SignCommand =
  | { readonly kind: 'sign'; readonly verb: 'list' }
  | { readonly kind: 'sign'; readonly verb: 'test' | 'clear' | 'end'; readonly sign: string | null }
  | {
      readonly kind: 'sign';
      readonly verb: 'message';
      readonly sign: string | null;
      readonly text: string;
      readonly colour: SignTextColour;
      readonly flash: boolean;
      readonly forMs: number;
    }
  | {
      readonly kind: 'sign';
      readonly verb: 'preview';
      readonly sign: string | null;
      /** As the dots of the sign. */
      readonly dots: boolean;
    };
