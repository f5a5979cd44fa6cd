import { COMMON_PASSWORDS, COMMON_STEMS } from "./common-passwords.ts";

/** NIST SP 800-63B-4, 3.1.1.2, asks for 15 where nothing else proves who it is, and for no rule of composition. */
export const PASSWORD_CHARACTERS_MIN = 15;
/** NIST asks to allow at least 64; hashing needs an end. */
const PASSWORD_CHARACTERS_MAX = 128;
/** Fewer different characters are a key held down. */
const DISTINCT_MIN = 6;
/** Of a person's name or address, shorter parts are in too many words. */
const OWN_PART_MIN = 4;

/** Why a password will not do, in words for its owner; null where it will. */
export function passwordWeakness(
  password: string,
  of: { readonly name: string; readonly email: string },
): string | null {
  const characters = [...password.normalize("NFKC")];
  if (characters.length < PASSWORD_CHARACTERS_MIN) {
    return `has at least ${PASSWORD_CHARACTERS_MIN} characters, got ${characters.length}; four words in a row are easy to keep in mind`;
  }
  if (characters.length > PASSWORD_CHARACTERS_MAX) {
    return `has at most ${PASSWORD_CHARACTERS_MAX} characters, got ${characters.length}`;
  }
  if (new Set(characters).size < DISTINCT_MIN) {
    return `has at least ${DISTINCT_MIN} different characters`;
  }
  const plain = plainOf(password);
  if (isCommon(plain)) return "is among the first that are guessed; choose words that nobody would";
  const own = ownParts(of).find(
    (part) => plain.includes(part) && isLittle(plain.replaceAll(part, "")),
  );
  if (own !== undefined) {
    return "is hardly more than your name or address; choose words that have nothing to do with you";
  }
  return null;
}

function isCommon(plain: string): boolean {
  if (COMMON_PASSWORDS.has(plain)) return true;
  if (isRepeated(plain) || isSequence(plain)) return true;
  // What is left beside the words that everybody takes and the digits that everybody adds.
  let rest = plain;
  for (const stem of COMMON_STEMS) rest = rest.replaceAll(stem, "");
  const letters = rest.replace(/[^\p{L}]/gu, "");
  return rest.length < plain.length && letters.length < 4;
}

/** Less than a guesser tries beside a name, such as a date. */
function isLittle(rest: string): boolean {
  return rest.length < 8 || rest.replace(/[^\p{L}]/gu, "").length < 4;
}

/** Lower case, without marks between, with the letters that digits stand for at their old places. */
function plainOf(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s._@!#$%&*+/\\,;:'"()[\]{}<>?^`~|=-]/g, (mark) => LETTERS[mark] ?? "")
    .replace(
      /[013457](?=\p{L})|(?<=\p{L})[013457](?=\p{L}|$)/gu,
      (digit) => LETTERS[digit] ?? digit,
    );
}

const LETTERS: Readonly<Record<string, string>> = {
  ...{ "0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", $: "s" },
};

/** A short piece over and over. */
function isRepeated(plain: string): boolean {
  for (let length = 1; length <= plain.length / 2; length += 1) {
    const piece = plain.slice(0, length);
    if (length > 8) return false;
    if (piece.repeat(Math.ceil(plain.length / length)).startsWith(plain)) return true;
  }
  return false;
}

const ROWS = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiopasdfghjklzxcvbnm"];

/** Made of runs along the alphabet, the digits or a keyboard, in either direction. */
function isSequence(plain: string): boolean {
  const rows = ROWS.flatMap((row) => [row, [...row].reverse().join("")]);
  let at = 0;
  while (at < plain.length) {
    let longest = 0;
    for (let end = plain.length; end - at >= 3; end -= 1) {
      if (!rows.some((row) => row.includes(plain.slice(at, end)))) continue;
      longest = end - at;
      break;
    }
    if (longest === 0) return false;
    at += longest;
  }
  return true;
}

function ownParts({ name, email }: { readonly name: string; readonly email: string }): string[] {
  const [local = "", domain = ""] = email.split("@");
  return [name, ...name.split(/\s+/), email, local, ...local.split(/[._+-]/), domain.split(".")[0]]
    .map((part) => plainOf(part ?? ""))
    .filter((part) => part.length >= OWN_PART_MIN)
    .sort((a, b) => b.length - a.length);
}
