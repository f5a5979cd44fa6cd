import { Malformed } from "./malformed.ts";

/**
 * Reads a count or an index: ASCII digits without leading zeroes, at most 2^53 − 1. Throws
 * `Malformed`, which names `what`.
 */
export function parseDecimal(text: string, what: string): number {
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(text) || !Number.isSafeInteger(Number(text))) {
    throw new Malformed(`${what} is a decimal number up to 2^53 − 1, got ${quoted(text)}`);
  }
  return Number(text);
}

/** The start of a text that somebody else wrote, as one short line. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
