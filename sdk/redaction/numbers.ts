import { isLuhn } from "./checksums.ts";
import { isNationalNumber, LETTERED } from "./national-ids.ts";

/** Digits with single separators between them; longer runs are no number of anybody's, but may hold one. */
const CLUSTER = /\d(?:[ \u00a0./-]?\d){7,255}/g;
const DIGITS_MAX = 19;
/** How numbers of cards begin, by their length. */
const CARD = /^(?:4\d{12}|3[068]\d{12}|3[47]\d{13}|[2-6]\d{15}|(?:4|5[06-8]|6)\d{16,18})$/;

/** Phones that say so by how they begin; these go first, for a part of one may look like something else. */
const DIALLED: readonly RegExp[] = [
  // With the country's code.
  /(?<![\w+])\(?\+\d(?:[ \u00a0()./-]{0,3}\d){6,14}(?!\d)/g,
  /(?<![\d.,])00[1-9](?:[ \u00a0()/-]{0,2}\d){7,13}(?!\d)/g,
  // Within a country: a zero, then eight digits at least; no date.
  /(?<![\d,:][ \u00a0./-]?|[.:-])\(?0(?!\d[-./]\d{1,2}[-./]\d{2})[1-9]\d{0,4}\)?(?:[ \u00a0/.-]{0,2}\d){5,10}(?!\d)/g,
];

/** North America, also without separators. */
const LOCAL: RegExp =
  /(?<![\d.,])(?:1[ .-]?)?\(?[2-9]\d{2}\)?[ \u00a0./-]{0,2}[2-9]\d{2}[ \u00a0./-]?\d{4}(?!\d)/g;

/** Replaces numbers of people, of phones and of cards. */
export function replaceNumbers(text: string): string {
  let masked = text;
  for (const { form, holds } of LETTERED) {
    masked = masked.replace(form, (match) =>
      holds(
        match
          .replace(/[ ]/g, "")
          .replace(/^([XYZ])-/i, "$1")
          .replace(/-([A-Z])$/i, "$1")
          .toUpperCase(),
      )
        ? "[national-id]"
        : match,
    );
  }
  for (const phone of DIALLED) masked = masked.replace(phone, "[phone]");
  return masked
    .replace(CLUSTER, (run, at: number, whole: string) =>
      // A number that hangs on a word by a hyphen is a version or a date, such as that of a model.
      replaceIn(run, !/\p{L}-$/u.test(whole.slice(Math.max(0, at - 2), at))),
    )
    .replace(LOCAL, "[phone]");
}

/** Replaces numbers of cards alone. */
export function replaceCards(text: string): string {
  return text.replace(CLUSTER, (run) => replaceIn(run, false));
}

/**
 * In a run of digits each stretch between separators may be a number: the longest that is one goes first. Numbers of
 * people only where it may be one of theirs.
 */
function replaceIn(run: string, isAnybodys: boolean): string {
  const groups = run.split(/([ \u00a0./-])/);
  let replaced = "";
  for (let from = 0; from < groups.length; ) {
    const found = longestFrom(groups, from, isAnybodys);
    if (found === null) {
      replaced += `${groups[from]}${groups[from + 1] ?? ""}`;
      from += 2;
    } else {
      replaced += `${found.word}${groups[found.to + 1] ?? ""}`;
      from = found.to + 2;
    }
  }
  return replaced;
}

/** Groups stand at even places, what separates them at odd ones. */
function longestFrom(
  groups: readonly string[],
  from: number,
  isAnybodys: boolean,
): { to: number; word: string } | null {
  let digits = "";
  let found: { to: number; word: string } | null = null;
  for (let to = from; to < groups.length; to += 2) {
    digits += groups[to];
    if (digits.length > DIGITS_MAX) break;
    const word = wordFor(digits, isAnybodys && groups[from - 1] !== ".");
    if (word !== null) found = { to, word };
  }
  return found;
}

function wordFor(digits: string, isAnybodys: boolean): string | null {
  if (CARD.test(digits) && isLuhn(digits)) return "[card]";
  return isAnybodys && isNationalNumber(digits) ? "[national-id]" : null;
}
