// The driver of an Alpha sign: packets around what `sign.ts` decides, and the sign's answers read out of the stream.
import type { SignDriver, Turn, Wanted } from '../driver.js';
import {
  answerReceived,
  isQuestion,
  newSignState,
  nextStep,
  type Pacing,
  type SignSettings,
  type SignState,
  type Step,
  stepSent,
} from '../sign.js';
import { type Destination, encodePacket, type Wire } from './packet.js';
import { PacketReader } from './reader.js';

/** An Alpha sign on its line. */
export interface AlphaSettings extends SignSettings {
  readonly destination: Destination;
  readonly wire: Wire;
  readonly pacing: Pacing;
}

export class AlphaDriver implements SignDriver {
  readonly #settings: AlphaSettings;
  readonly #reader: PacketReader;
  #state: SignState;
  #step: Extract<Step, { kind: 'send' }> | undefined;
  /** It waits by pauses: most signs cannot answer. */
  readonly awaitsUntilMs = undefined;

  constructor(settings: AlphaSettings, nowMs: number) {
    this.#settings = settings;
    this.#reader = new PacketReader(settings.wire.format);
    this.#state = newSignState(settings, nowMs);
  }

  get id(): string {
    return this.#settings.program.id;
  }

  get answeredAtMs(): number | undefined {
    return this.#state.answeredAtMs;
  }

  get isMissed(): boolean {
    return this.#state.missed;
  }

  startOver(nowMs: number): void {
    this.#state = newSignState(this.#settings, nowMs);
    this.#reader.forget();
  }

  turn(wanted: Wanted, nowMs: number): Turn {
    const { destination, wire, pacing } = this.#settings;
    const step = nextStep(this.#settings, this.#state, wanted, pacing, nowMs);
    if (step.kind === 'wait') return step;
    this.#step = step;
    return {
      kind: 'send',
      bytes: encodePacket(step.body, destination, wire),
      quietMs: step.quietMs,
      asks: isQuestion(step),
    };
  }

  sent(nowMs: number): void {
    if (this.#step !== undefined) stepSent(this.#settings, this.#state, this.#step, nowMs);
    this.#step = undefined;
  }

  received(bytes: string, nowMs: number): void {
    for (const packet of this.#reader.push(bytes, nowMs))
      for (const group of packet.groups)
        if (group.checksum !== 'wrong') answerReceived(this.#settings, this.#state, group.body, nowMs);
  }
}
