/** A text that is counted and never sent: see `text`. */
export class TextValue {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A vector that is counted and never sent: see `embedding`. */
export class EmbeddingValue {
  readonly vector: Float64Array;

  constructor(vector: ArrayLike<number>) {
    // A copy: the caller may go on with its own.
    this.vector = Float64Array.from(vector);
  }
}

/**
 * Marks a feature as free text. Where features are captured as profiles it is counted by its length,
 * its language, its share of non-letters and its words in 1,024 buckets; it never leaves.
 *
 * The baseline must have been made with a text of this name. With other captures it is left out.
 */
export function text(value: string): TextValue {
  return new TextValue(String(value));
}

/**
 * Marks a feature as an embedding. Where features are captured as profiles it is counted by where it
 * lies along 32 random directions, and by sums of random features; it never leaves.
 *
 * The baseline must have been made with an embedding of this name and length. With other captures it is
 * left out. O(300 · dimensions) on the caller's time.
 */
export function embedding(vector: ArrayLike<number>): EmbeddingValue {
  return new EmbeddingValue(vector);
}

/** What a marked value holds, else the value itself. */
export function unmarked(value: unknown): unknown {
  if (value instanceof TextValue) return value.text;
  return value instanceof EmbeddingValue ? value.vector : value;
}
