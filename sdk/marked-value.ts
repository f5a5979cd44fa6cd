/** More components than any embedding has: random directions for more would fill the memory. */
export const DIMENSIONS_MAX = 4_096;

/** A text that is counted and never sent: see `text`. */
export class TextValue {
  /** Null where there is none; false where it is something else. */
  readonly text: string | null | false;

  constructor(text: unknown) {
    this.text = typeof text === "string" ? text : isNothing(text) ? null : false;
  }
}

/** A vector that is counted and never sent: see `embedding`. */
export class EmbeddingValue {
  /** A copy: the caller may go on with its own. Null where there is none; false where it is something else. */
  readonly vector: Float64Array | null | false;

  constructor(vector: unknown) {
    this.vector = isNothing(vector) ? null : (copied(vector) ?? false);
  }
}

/**
 * Marks a feature as free text. Where features are captured as profiles it is counted by its length,
 * its language, its share of non-letters and its words in 1,024 buckets; it never leaves.
 *
 * Null is missing, and what is no string is counted as of the wrong type. Who gets the counts and
 * guesses a word can see whether its bucket was hit: a text of one word out of a few known ones is as
 * good as told. The baseline must have been made with a text of this name. With other captures it is
 * left out. Costs the caller about half a microsecond a character, of the first 65,536.
 */
export function text(value: string | null | undefined): TextValue {
  return new TextValue(value);
}

/**
 * Marks a feature as an embedding. Where features are captured as profiles it is counted by where it
 * lies along 32 random directions, and by sums of random features; it never leaves.
 *
 * Null is missing, and what is no list of numbers is counted as of the wrong type. The baseline must
 * have been made with an embedding of this name and length. With other captures it is left out.
 * O(300 · dimensions) on the caller's time.
 */
export function embedding(vector: ArrayLike<number> | null | undefined): EmbeddingValue {
  return new EmbeddingValue(vector);
}

/** What a marked value holds, else the value itself. */
export function unmarked(value: unknown): unknown {
  if (value instanceof TextValue) return value.text;
  return value instanceof EmbeddingValue ? value.vector : value;
}

/** Undefined where it is no list of so many. Runs in the host: whatever it is given, nothing is thrown. */
function copied(vector: unknown): Float64Array | undefined {
  if (typeof vector !== "object" || vector === null) return undefined;
  try {
    // Every part is read as unknown, here and below.
    const list = vector as ArrayLike<unknown>;
    const size: unknown = list.length;
    if (typeof size !== "number" || !(size >= 0 && size <= DIMENSIONS_MAX)) return undefined;
    return Float64Array.from({ length: size }, (_, i) => {
      const part = list[i];
      return typeof part === "number" ? part : Number.NaN;
    });
  } catch {
    return undefined;
  }
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined;
}
