/** Beyond this many characters the rest of an answer's text is not kept. */
const LENGTH_MAX = 64 * 1_024;

/**
 * The text of one answer as it grows, bounded; keeps nothing unless it is asked to.
 *
 * An answer may come in blocks (choices, parts), which are told apart by a line's end: run together, the end of one and
 * the beginning of the next could hide what is to be masked.
 */
export class KeptText {
  readonly #isKept: boolean;
  readonly #blocks = new Map<string | number, string>();
  #length = 0;

  constructor(isKept: boolean) {
    this.#isKept = isKept;
  }

  add(text: string, block: string | number = 0): void {
    if (!this.#isKept || text === "" || this.#length >= LENGTH_MAX) return;
    const kept = text.slice(0, LENGTH_MAX - this.#length);
    this.#length += kept.length;
    this.#blocks.set(block, (this.#blocks.get(block) ?? "") + kept);
  }

  read(): string {
    return [...this.#blocks.values()].join("\n");
  }
}
