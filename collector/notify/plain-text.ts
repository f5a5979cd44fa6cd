/**
 * A text as it may stand in a message: one line without control characters, well-formed, at most `max`
 * UTF-16 units and never half of a pair. What is cut ends in `…`.
 */
export function plain(text: string, max: number): string {
  const line = text.replace(LONE, "\ufffd").replace(UNSEEN, " ").replace(/ {2,}/g, " ").trim();
  if (line.length <= max) return line;
  return `${line.slice(0, max - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

const LONE = /\p{Cs}/gu;
// Control characters, line and paragraph separators, and marks that turn the direction of what follows.
const UNSEEN = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** `2026-11-23 14:05 UTC` */
export function instant(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
