import { isIPv6 } from "node:net";
import { isIban } from "./checksums.ts";
import { replaceCards, replaceNumbers } from "./numbers.ts";

/** Something that is replaced wherever it stands in a text. */
export interface Pattern {
  readonly replace: (text: string) => string;
}

/** Replaces each match by a word; only those that `holds` says are it. */
function found(word: string, pattern: RegExp, holds?: (match: string) => boolean): Pattern {
  if (holds === undefined) return { replace: (text) => text.replace(pattern, word) };
  return { replace: (text) => text.replace(pattern, (match) => (holds(match) ? word : match)) };
}

/** Keys that say by their first letters whose they are. */
const ISSUED = [
  "(?:sk|pk|rk)[-_][\\w-]{16,}",
  "tm_[a-z]{2,6}_\\w{8,}",
  "(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}",
  "gh[oprsu]_[A-Za-z0-9]{16,}",
  "github_pat_\\w{16,}",
  "glpat-[\\w-]{16,}",
  "xox[a-z]-[\\w-]{10,}",
  "AIza[\\w-]{30,}",
  "ya29\\.[\\w-]{16,}",
  "hf_[A-Za-z0-9]{16,}",
  "npm_[A-Za-z0-9]{30,}",
  "SG\\.[\\w-]{16,}\\.[\\w-]{16,}",
].join("|");

const LABEL = "[\\p{L}\\p{N}-]+";
const AT = "(?:@|%40|\\s?[[({]\\s?at\\s?[\\])}]\\s?)";

/**
 * What is replaced in texts, in this order: what is longer and surer comes first. Numbers come last.
 *
 * Each is linear: runs of characters begin where none stands before (a lookbehind), so that no run is tried twice.
 */
const SECRETS_AND_ADDRESSES: readonly Pattern[] = [
  found(
    "[key]",
    /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g,
  ),
  found("[token]", /(?<![\w-])eyJ[\w-]{6,}(?:\.[\w-]*){1,4}/g),
  found("[key]", new RegExp(`(?<![A-Za-z0-9])(?:${ISSUED})`, "g")),
  found("[token]", /(?<!\w)(?:bearer|basic)\s{1,4}[\w.~+/=-]{8,}/gi, (match) =>
    /\d|[a-z][A-Z]|[=+/]/.test(match.slice(6)),
  ),
  {
    // The name stays: what was given away is worth knowing.
    replace: (text) =>
      text.replace(
        /(?<![A-Za-z])((?:api|access|private|client|secret|auth)?[_-]?(?:key|secret|token|password|passwd|passphrase|pwd|cookie))(["']?\s{0,4}[:=]\s{0,4}["']?)[^\s"'&,;<>[\]]{4,}/gi,
        "$1$2[secret]",
      ),
  },
  {
    replace: (text) =>
      text.replace(
        /(?<![A-Za-z])(password|passphrase|pin|token|secret)(\s{1,4}(?:is|was)\s{1,4})([^\s"',;[\]]{4,})/gi,
        (match, name: string, is: string, value: string) =>
          /[\d!#$%&*+=?@^]/.test(value) ? `${name}${is}[secret]` : match,
      ),
  },
  {
    replace: (text) =>
      text.includes("://")
        ? text.replace(/([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#]{1,512}@/gi, "$1[credentials]@")
        : text,
  },
  found(
    "[email]",
    new RegExp(
      `(?:(?<![\\p{L}\\p{N}._%+'-])[\\p{L}\\p{N}._%+'-]+|"[^"\\n]{1,64}")${AT}(?:${LABEL}(?:\\.|\\s?[[({]\\s?dot\\s?[\\])}]\\s?))*\\p{L}[\\p{L}\\p{N}-]*`,
      "giu",
    ),
  ),
  { replace: replaceIbans },
  found("[mac]", /(?<![\w:.-])[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}(?![\w:-])/gi),
  found(
    "[ip]",
    /(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,8}(?:(?:\.\d{1,3}){3})?(?:%\w{1,16})?(?![\w:])/gi,
    (match) => match.length > 2 && isIPv6(match),
  ),
  found(
    "[ip]",
    /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?!\d|\.\d)/g,
  ),
];

export const PATTERNS: readonly Pattern[] = [...SECRETS_AND_ADDRESSES, { replace: replaceNumbers }];

/** Those that take nothing else for what they replace. */
export const SURE_PATTERNS: readonly Pattern[] = [
  ...SECRETS_AND_ADDRESSES,
  { replace: replaceCards },
];

/** The longest stretch that the checksum holds for: what follows may look like more of it. */
function replaceIbans(text: string): string {
  return text.replace(/(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}/gi, (match) => {
    for (let end = match.length; end >= 15; end -= 1) {
      if (/[A-Za-z0-9]/.test(match[end] ?? "")) continue;
      if (isIban(match.slice(0, end))) return `[iban]${match.slice(end)}`;
    }
    return match;
  });
}
