import type { Texts } from "../../../columns/texts.ts";

/** The words of several batches, each once: what columns of names are coded by before each has a dictionary of its own. */
export class Words {
  readonly #numbers = new Map<string, number>();
  readonly #bytes: Uint8Array[] = [];

  get size(): number {
    return this.#bytes.length;
  }

  /** UTF-8. */
  bytesOf(word: number): Uint8Array {
    return this.#bytes[word] ?? new Uint8Array();
  }

  /** The number here of each word of a batch. */
  numbersOf(texts: Texts): Uint32Array {
    const numbers = new Uint32Array(texts.ends.length);
    const bytes = Buffer.from(texts.bytes.buffer, texts.bytes.byteOffset, texts.bytes.byteLength);
    let from = 0;
    for (let i = 0; i < numbers.length; i += 1) {
      const to = texts.ends[i] ?? from;
      // One character a byte: the same for the same bytes, and cheaper than decoding them.
      const key = bytes.toString("latin1", from, to);
      let number = this.#numbers.get(key);
      if (number === undefined) {
        number = this.#bytes.push(texts.bytes.subarray(from, to)) - 1;
        this.#numbers.set(key, number);
      }
      numbers[i] = number;
      from = to;
    }
    return numbers;
  }
}
