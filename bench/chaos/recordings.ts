// What becomes of every recording: each that was begun is kept, or reported as lost.
import type { Fact } from '../../src/core/facts.js';

export class Recordings {
  readonly #open = new Map<string, 'goes on' | 'is over'>();
  begun = 0;
  kept = 0;
  reported = 0;

  enter(fact: Fact): void {
    switch (fact.type) {
      case 'recording-started':
        this.begun++;
        this.#open.set(fact.recording, 'goes on');
        return;
      case 'recording-ended':
        if (this.#open.has(fact.recording)) this.#open.set(fact.recording, 'is over');
        return;
      case 'recording-kept':
        if (this.#open.delete(fact.recording)) this.kept++;
        return;
      case 'recording-failed':
      case 'recording-missing':
        if (this.#open.delete(fact.recording)) this.reported++;
        return;
      default:
    }
  }

  /** Neither kept nor reported yet, each in a sentence. */
  unsettled(): readonly string[] {
    return [...this.#open].map(
      ([recording, how]) => `recording ${recording} ${how}, and is neither kept nor reported`,
    );
  }
}
