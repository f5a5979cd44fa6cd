/**
 * Tables of the embedded engine that are loaded from the disk anew, one after the other.
 *
 * For tenths of a second such a table is not there. Whoever asks meanwhile waits, and is not told.
 */
export class Reloads {
  #last: Promise<void> = Promise.resolve();

  /** Does the work after what was begun before. */
  run(work: () => Promise<void>): Promise<void> {
    const own = this.#last.then(work);
    this.#last = own.catch(() => undefined);
    return own;
  }

  /** The answer to a question that changes nothing: asked again where a table went away after it was begun. */
  async beside<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    for (;;) {
      const last = this.#last;
      await last;
      if (last !== this.#last) continue;
      try {
        return await ask();
      } catch (error) {
        if (last === this.#last) throw error;
      }
    }
  }
}
