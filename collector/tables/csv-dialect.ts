/** Delimiters that are looked for, in the order that settles a tie. */
const DELIMITERS = [",", ";", "\t", "|"] as const;

/** Lines that are looked at: a header and enough rows to see which delimiter is steady. */
const LINES = 20;

/**
 * The delimiter of a CSV text by its first lines: the one that every line has equally often, and of
 * those the most frequent. Delimiters inside quotes do not count. A comma where there is none.
 */
export function sniffDelimiter(head: string): string {
  const lines = firstLines(head.replace(/^\uFEFF/, ""));
  let best: { readonly delimiter: string; readonly score: number } = { delimiter: ",", score: 0 };
  for (const delimiter of DELIMITERS) {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const [inHeader = 0] = counts;
    const steady = counts.filter((count) => count === inHeader).length / Math.max(1, lines.length);
    const score = inHeader === 0 ? 0 : steady * 1_000 + Math.min(inHeader, 900) / 1_000;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** Lines with what stands in quotes taken out; the last is left out where the text breaks off in it. */
function firstLines(text: string): readonly string[] {
  const lines = text
    .replace(/"(?:[^"]|"")*"/g, "")
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== "");
  return lines.length > 1 ? lines.slice(0, Math.min(LINES, lines.length - 1)) : lines;
}
