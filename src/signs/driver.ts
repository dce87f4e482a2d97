// What a protocol is to the line that carries it: for one sign, what to send next. No driver has a socket or a timer.
import type { ErrorCode } from '../base/error-catalogue.js';
import type { SignColour } from './alpha/codes.js';
import type { StaleBecause } from './notice.js';
import type { SignAlert, SignValues } from './values.js';

/** A text that is shown instead of the figures. */
export interface SignMessage {
  readonly text: string;
  readonly colour: SignColour;
  readonly flash: boolean;
}

/** What a sign should show. */
export interface Wanted {
  readonly values: SignValues;
  /** How each figure is, by its name; without it, the thresholds of the layout are looked at. */
  readonly alerts?: Readonly<Record<string, SignAlert>> | undefined;
  /** The figures have not been renewed since then, and the sign says so instead. */
  readonly staleSinceMs: number | undefined;
  /** `no-data` if not given. */
  readonly staleBecause?: StaleBecause;
  /** Goes before everything else. */
  readonly message?: SignMessage | undefined;
}

/** What a driver does with its turn on the line. */
export type Turn =
  | {
      readonly kind: 'send';
      /** One write, one character per byte. */
      readonly bytes: string;
      /** How long the line must be left alone after the last byte. */
      readonly quietMs: number;
      /** The sign will answer, and answers do not say from whom they are. */
      readonly asks: boolean;
    }
  | { readonly kind: 'wait'; readonly untilMs: number }
  /** The sign is left alone for a while; when all signs of the line have failed, its connection is made anew. */
  | { readonly kind: 'fail'; readonly code: ErrorCode; readonly why: string };

/** One sign's protocol. */
export interface SignDriver {
  readonly id: string;
  /** When the sign last answered; `undefined`: it has not, or cannot. */
  readonly answeredAtMs: number | undefined;
  /** It answered once, and has left the last question without an answer. */
  readonly isMissed: boolean;
  /** Nothing is known of the sign: it was just connected, or has to be set up again. */
  startOver(nowMs: number): void;
  turn(wanted: Wanted, nowMs: number): Turn;
  /** The packet of the last turn has been given to the line. */
  sent(nowMs: number): void;
  /** Bytes came in, and this is the sign that was asked last. */
  received(bytes: string, nowMs: number): void;
  /** Nobody may speak on the line until then, or until the answer is there. */
  readonly awaitsUntilMs: number | undefined;
}
