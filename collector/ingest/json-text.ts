import { findSyntaxError } from "./json-syntax.ts";
import { LIMITS } from "./limits.ts";
import { TooMuch, Undecodable } from "./undecodable.ts";

/**
 * Parses a JSON body. Throws `Undecodable` with line and column where it is malformed or nests too
 * deep, and `TooMuch` where it holds more objects and arrays than any real request.
 *
 * The text is scanned before it is parsed, since sixteen mebibytes of brackets parse into half a gibibyte.
 */
export function parseJson(body: Uint8Array): unknown {
  scanContainers(body);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch (error) {
    throw new Undecodable("malformed JSON: the body is not valid UTF-8", { cause: error });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const found = findSyntaxError(text);
    const where =
      found === null
        ? String(error)
        : `line ${found.line}, column ${found.column}: expected ${found.expected}, got ${found.got}`;
    throw new Undecodable(`malformed JSON at ${where}`, { cause: error });
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

function scanContainers(body: Uint8Array): void {
  let containers = 0;
  let depth = 0;
  for (let i = 0; i < body.length; i++) {
    const byte = body[i];
    if (byte === QUOTE) {
      i = endOfString(body, i + 1);
    } else if (byte === 0x7b || byte === 0x5b) {
      containers += 1;
      depth += 1;
      if (depth > LIMITS.textDepth) {
        throw new Undecodable(
          `JSON nests at most ${LIMITS.textDepth} levels deep, byte ${i} goes beyond`,
        );
      }
      if (containers > LIMITS.containers) {
        throw new TooMuch(`a JSON body has at most ${LIMITS.containers} objects and arrays`);
      }
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
}

function endOfString(body: Uint8Array, from: number): number {
  let end = body.indexOf(QUOTE, from);
  while (end > 0) {
    let backslashes = 0;
    while (end - 1 - backslashes >= from && body[end - 1 - backslashes] === BACKSLASH)
      backslashes++;
    if (backslashes % 2 === 0) return end;
    end = body.indexOf(QUOTE, end + 1);
  }
  return body.length;
}
