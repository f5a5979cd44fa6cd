import { canonicalJson } from "../tlog/canonical-json.ts";
import { asRecord } from "./loose-entry.ts";

/**
 * The value of canonical JSON (RFC 8785), and of nothing else: no second spelling of a value, no name
 * twice, no byte order mark. Throws an `Error` that says what is wrong.
 *
 * Nesting is counted before anything is parsed, so that a hostile text ends here with clear words.
 */
export function parseStrictJson(bytes: Uint8Array): unknown {
  const deep = nestingOver(bytes, DEPTH_MAX);
  if (deep !== null) {
    throw new Error(`JSON is nested at most ${DEPTH_MAX} deep, byte ${deep} goes deeper`);
  }
  try {
    const written = utf8.decode(bytes);
    const value: unknown = JSON.parse(written);
    // Of a number beyond all there is no canonical text.
    if (isCanonical(value, written)) return value;
  } catch (cause) {
    throw new Error(`not JSON in UTF-8: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
  throw new Error("JSON is canonical (RFC 8785): names sorted and once each, one spelling");
}

/**
 * Whether a text is the canonical one of its value. Where JSON.stringify gives the text back and no name stands
 * before a smaller one, it is, at a third of the cost; names like `10` it puts first wherever they were.
 */
function isCanonical(value: unknown, written: string): boolean {
  if (isSorted(value) && JSON.stringify(value) === written && !written.includes("\\ud"))
    return true;
  return canonicalJson(value) === written;
}

function isSorted(value: unknown): boolean {
  const record = asRecord(value);
  if (record === null) return !Array.isArray(value) || value.every(isSorted);
  let before = "";
  for (const name of Object.keys(record)) {
    const each = record[name];
    if (name < before || (typeof each === "object" && !isSorted(each))) return false;
    before = name;
  }
  return true;
}

/** Index of the byte that opens the level beyond `max`, or null. */
function nestingOver(bytes: Uint8Array, max: number): number | null {
  // Each level takes a byte to open and one to close: a short text cannot be too deep.
  if (bytes.length <= 2 * max) return null;
  let depth = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i];
    if (inString) {
      if (byte === BACKSLASH) i += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > max) return i;
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
  return null;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** The deepest that the product writes is about 12. */
const DEPTH_MAX = 100;
