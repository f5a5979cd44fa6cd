/** Texts one after the other as UTF-8: text `i` ends at `ends[i]` and begins where the one before it ends. */
export interface Texts {
  readonly ends: Uint32Array;
  readonly bytes: Uint8Array;
}

/** The bytes of text `i`, where they lie. */
export function bytesAt({ ends, bytes }: Texts, i: number): Uint8Array {
  return bytes.subarray(i === 0 ? 0 : ends[i - 1], ends[i]);
}

/** Text `i`, decoded; `""` where there is none. */
export function textAt(texts: Texts, i: number): string {
  const { buffer, byteOffset, byteLength } = texts.bytes;
  const from = i === 0 ? 0 : (texts.ends[i - 1] ?? 0);
  return Buffer.from(buffer, byteOffset, byteLength).toString("utf8", from, texts.ends[i] ?? from);
}

/** Half of a surrogate pair is no character: it becomes U+FFFD. */
export function textsOf(texts: readonly string[]): Texts {
  const ends = new Uint32Array(texts.length);
  let end = 0;
  let halves = false;
  for (const [i, text] of texts.entries()) {
    end += Buffer.byteLength(text, "utf8");
    halves ||= LONE.test(text);
    ends[i] = end;
  }
  // Two halves of different texts would join to a character that neither of them has.
  const bytes = halves
    ? Buffer.concat(texts.map((text) => Buffer.from(text, "utf8")))
    : Buffer.from(texts.join(""), "utf8");
  return { ends, bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length) };
}

/** As it comes back from UTF-8. */
export function wellFormed(text: string): string {
  return LONE.test(text) ? Buffer.from(text, "utf8").toString("utf8") : text;
}

const LONE = /\p{Surrogate}/u;
