import { isRightToLeft } from "./bidi.ts";

/** One line of a paragraph, in the order in which it is written. */
export interface Line {
  readonly text: string;
  /** The paragraph begins at the right. */
  readonly isRightToLeft: boolean;
}

/**
 * Breaks a text into lines of at most a width. Line feeds end paragraphs.
 *
 * Breaks after white space, between words of scripts that write none, and after `/` and `-` of long
 * words; a word that is wider than the line breaks between any two of its characters as people see
 * them. Every line holds at least one character, so this ends whatever the width.
 */
export function wrap(
  text: string,
  widthMax: number,
  widthOf: (text: string) => number,
): readonly Line[] {
  return text.split("\n").flatMap((paragraph) => {
    const turned = isRightToLeft(paragraph);
    return linesOf(paragraph, widthMax, widthOf).map((line) => ({
      text: line,
      isRightToLeft: turned,
    }));
  });
}

function linesOf(
  paragraph: string,
  widthMax: number,
  widthOf: (text: string) => number,
): readonly string[] {
  const lines: string[] = [];
  let line = "";
  let width = 0;
  const place = (part: string, partWidth: number): void => {
    line += part;
    width += partWidth;
  };
  for (const part of partsOf(paragraph)) {
    const partWidth = widthOf(part);
    const shown = part.endsWith(" ") ? widthOf(part.trimEnd()) : partWidth;
    if (width + shown <= widthMax) {
      place(part, partWidth);
      continue;
    }
    if (line.trim() !== "") {
      lines.push(line.trimEnd());
      line = "";
      width = 0;
    }
    if (shown <= widthMax) {
      place(part, partWidth);
      continue;
    }
    for (const { segment } of CHARACTERS.segment(part)) {
      const one = widthOf(segment);
      if (width + one > widthMax && line !== "") {
        lines.push(line);
        line = "";
        width = 0;
      }
      place(segment, one);
    }
  }
  lines.push(line.trimEnd());
  return lines;
}

/** The parts between which a line may break, white space at the end of the part before it. */
function partsOf(paragraph: string): readonly string[] {
  const words = paragraph.match(/\s+|\S+\s*/gu) ?? [];
  return words.flatMap((word) => {
    const pieces = UNSPACED.test(word) ? [...WORDS.segment(word)].map((it) => it.segment) : [word];
    return pieces.flatMap((piece) =>
      piece.length > LONG ? (piece.match(/[^/-]+[/-]?\s*|[/-]+\s*/gu) ?? [piece]) : [piece],
    );
  });
}

/** Dates, ids and such stay whole. */
const LONG = 24;
const CHARACTERS = new Intl.Segmenter("en", { granularity: "grapheme" });
const WORDS = new Intl.Segmenter("en", { granularity: "word" });
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
