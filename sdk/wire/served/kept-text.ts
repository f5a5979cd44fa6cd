/** Beyond this many characters the rest of an answer's text is not kept. */
const LENGTH_MAX = 64 * 1_024;

/** The text of one answer as it grows, bounded; keeps nothing unless it is asked to. */
export class KeptText {
  readonly #isKept: boolean;
  #text = "";

  constructor(isKept: boolean) {
    this.#isKept = isKept;
  }

  add(text: string): void {
    if (!this.#isKept || this.#text.length >= LENGTH_MAX) return;
    this.#text += text.slice(0, LENGTH_MAX - this.#text.length);
  }

  read(): string {
    return this.#text;
  }
}
