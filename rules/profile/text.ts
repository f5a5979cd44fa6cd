import { fnv1a } from "./fnv1a.ts";
import { languageOf } from "./language.ts";

/** Words are counted in as many buckets, by hash. */
export const TOKEN_BUCKETS = 1024;

/** What is read of a text for its words and language; its length is that of the whole. */
const READ_MAX = 65_536;

/** What a text is made into. Never the text itself: nothing of it can be read back but by guessing words. */
export interface TextFeatures {
  /** Unicode code points. */
  readonly length: number;
  /** Share of code points that are not letters (or marks of letters), white space aside; 0 for an empty text. */
  readonly nonLetters: number;
  /** See `languageOf`. */
  readonly language: string;
  /** The bucket of each word, in [0, 1024): `fnv1a(word) % 1024`, words in lower case. */
  readonly tokens: readonly number[];
}

/** Letters that are written without spaces stand for themselves; others make words with digits and marks. */
const UNSPACED =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Khmer}\\p{Script=Lao}\\p{Script=Myanmar}";
const WORD = new RegExp(`[${UNSPACED}]|(?:(?![${UNSPACED}])[\\p{L}\\p{M}\\p{N}])+`, "gu");

/**
 * The features of one text. What is a letter depends on the runtime's Unicode version. O(length), of
 * the first 65,536 code units.
 */
export function textFeatures(text: string): TextFeatures {
  const read = text.slice(0, READ_MAX);
  const words = read.toLowerCase().match(WORD) ?? [];
  const visible = codePoints(read.replace(/\s+/gu, ""));
  const letters = read.match(/[\p{L}\p{M}]/gu)?.length ?? 0;
  return {
    length: codePoints(text),
    nonLetters: visible === 0 ? 0 : (visible - letters) / visible,
    language: languageOf(read, words),
    tokens: words.map((word) => fnv1a(word) % TOKEN_BUCKETS),
  };
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
