/**
 * Tables of the embedded engine that are loaded from the disk anew, one after the other.
 *
 * For tenths of a second such a table is not there. Whoever asks meanwhile waits, and is not told.
 */
export class Reloads {
  #last: Promise<void> = Promise.resolve();
  #look: () => Promise<void> = () => Promise.resolve();
  #looking: Promise<void> | null = null;

  /**
   * Begun where a question fails: finds out whether a table has to be loaded anew, and does it. Its own questions must not wait
   * for reloads, and it does not reject.
   */
  lookWith(look: () => Promise<void>): void {
    this.#look = look;
  }

  /** Does the work after what was begun before. */
  run(work: () => Promise<void>): Promise<void> {
    const own = this.#last.then(work);
    this.#last = own.catch(() => undefined);
    return own;
  }

  /**
   * The answer to a question that changes nothing: asked again where a table went away after it was begun, or was found to be
   * damaged since it failed.
   */
  async beside<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    for (;;) {
      const last = this.#last;
      await last;
      if (last !== this.#last) continue;
      try {
        return await ask();
      } catch (error) {
        if (last === this.#last) await this.#findOut();
        if (last === this.#last) throw error;
      }
    }
  }

  /** Questions that fail together wait for one look. */
  #findOut(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }
}
