import { wellFormed } from "../well-formed.ts";

/**
 * A text as it can be printed: what has no shape of its own is written out as `[U+202E]`, so that
 * nothing in it can hide, turn the reading direction or leave the line. Line feeds stay.
 */
export function printable(text: string): string {
  return wellFormed(text)
    .replaceAll("\r\n", "\n")
    .replace(/[\r\u2028\u2029]/g, "\n")
    .replaceAll("\t", "    ")
    .replace(UNSEEN, (character) => (character === "\n" ? character : codeOf(character)));
}

/** `[U+4E2D]`. */
export function codeOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `[U+${code}]`;
}

// Controls, formats (but for the two joiners, which shape letters), private use and what is unassigned.
const UNSEEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu;
