import { cutText } from "../scalars.ts";
import { PATTERNS, type Pattern, SURE_PATTERNS } from "./patterns.ts";

/** A pattern of one's own: each match is replaced by its name in brackets. */
export interface UserPattern {
  /** Up to 40 letters, digits, `_` and `-`, e.g. `customer-number`. */
  readonly name: string;
  /** Runs over texts of up to 64 Ki characters on the caller's time: keep it linear. */
  readonly pattern: RegExp;
}

/** A text is looked through so far; it leaves with 32 KiB at most. */
const TEXT_LENGTH_MAX = 65_536;
/** What stands at a cut may have lost the part by which it is known. */
const TAIL_LENGTH = 512;
/** `cutText` leaves at least so many bytes of a text that it cut. */
const CUT_BYTES_MIN = 32_764;

/** Words and marks of sentences alone, and nothing that a secret of letters alone begins with: most labels and categories. */
const PLAIN = /^[\p{L}\s,.;'’]{0,256}$/u;
const TELLING =
  /eyJ|A(?:KIA|SIA|BIA|CCA|Iza)|SG\.|bearer|basic|password|passphrase|pin|token|secret/i;

/**
 * The text with personal data and secrets replaced by what they are: `[email]`, `[phone]`, `[iban]`, `[card]`, `[ip]`,
 * `[mac]`, `[national-id]`, `[key]`, `[token]`, `[secret]`, `[credentials]`, and patterns of one's own by their names.
 *
 * It finds forms, not meaning: names and addresses of people stay. Linear in the text. Of one that is longer than 32 KiB
 * the end is left out.
 */
export function maskText(text: string, own: readonly Pattern[] = []): string {
  // A tenth of the time that the patterns take.
  if (own.length === 0 && PLAIN.test(text) && !TELLING.test(text)) return text;
  const isCut = text.length > TEXT_LENGTH_MAX || Buffer.byteLength(text) >= CUT_BYTES_MIN;
  let masked = text.slice(0, TEXT_LENGTH_MAX);
  for (const pattern of own) masked = pattern.replace(masked);
  for (const pattern of PATTERNS) masked = pattern.replace(masked);
  return isCut ? cutText(masked.slice(0, -TAIL_LENGTH)) : masked;
}

/** Names of models, tools, checks and roles: a letter, and nothing that words in a sentence have between them. */
const CODE = /^(?=.*\p{L})[\p{L}\p{N}_.:/@-]{1,256}$/u;

/**
 * A name that a program gives, masked. Its numbers are versions and dates as a rule: where it is one word, only what is
 * sure is replaced.
 */
export function maskCode(text: string, own: readonly Pattern[] = []): string {
  if (!CODE.test(text)) return maskText(text, own);
  return [...own, ...SURE_PATTERNS].reduce((masked, pattern) => pattern.replace(masked), text);
}

/** The user's patterns, read; throws where one is none, for then nobody knows what should have been replaced. */
export function readPatterns(given: unknown): readonly Pattern[] {
  if (given === undefined) return [];
  if (!Array.isArray(given)) throw new TypeError("patterns must be a list");
  return given.map((each: unknown) => {
    // Both parts are read as unknown.
    const { name, pattern } = Object(each) as { name?: unknown; pattern?: unknown };
    if (!(pattern instanceof RegExp) || typeof name !== "string" || !/^[\w-]{1,40}$/.test(name)) {
      throw new TypeError("a pattern must have a name (letters, digits, _ and -) and a RegExp");
    }
    // A copy of our own: `lastIndex` and whatever hangs on the user's stay theirs.
    const all = new RegExp(
      pattern.source,
      [...new Set(`${pattern.flags}g`)].join("").replace("y", ""),
    );
    return { replace: (text: string) => text.replace(all, `[${name}]`) };
  });
}
