import { setImmediate } from "node:timers/promises";

/** A request's body comes in a dozen pieces, each read in a turn of the loop of its own: a dozen of these is what it waits. */
const TURN_MS = 3;

/** Long work of which requests have their turn in between. */
export class Turns {
  #sinceMs = performance.now();

  /** Things in their order, of which each is a millisecond's work at most; others go first where this turn has been long enough. */
  async *each<Thing>(things: readonly Thing[]): AsyncGenerator<Thing> {
    for (const thing of things) {
      if (performance.now() - this.#sinceMs >= TURN_MS) {
        await setImmediate();
        this.#sinceMs = performance.now();
      }
      yield thing;
    }
  }
}
