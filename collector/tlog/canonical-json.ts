import canonicalizeModule from "canonicalize";

// The package is CommonJS and its export is the function itself, while its declaration promises a
// property `default`: the first test of this file would fail if that were ever put right.
const canonicalize = canonicalizeModule as unknown as (value: unknown) => string | undefined;

/**
 * The one text that a JSON value has: RFC 8785, keys sorted by UTF-16 code unit.
 *
 * Properties that are undefined are left out. Throws on what JSON cannot say (NaN, infinities,
 * bigint, circles) and on lone surrogates, which UTF-8 cannot carry.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) {
    throw new TypeError(`canonical JSON takes a JSON value, got ${typeof value}`);
  }
  // JSON.stringify writes a lone surrogate, and nothing else outside control characters, as an escape \udXXX.
  if (LONE_SURROGATE.test(text)) {
    throw new TypeError("canonical JSON takes well-formed strings, got a lone surrogate");
  }
  return text;
}

// An odd run of backslashes before `ud8…`–`udf…`; an even run is a literal backslash in the string.
const LONE_SURROGATE = /(?<!\\)(?:\\\\)*\\ud[89a-f][0-9a-f]{2}/;
