import { Malformed } from "./malformed.ts";

/** Standard base64 with padding. Source: RFC 4648, 4. */
export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64");
}

/**
 * Reads standard base64, only as `toBase64` would have written it: bytes have one text, so a text
 * that was changed is another value or none. Throws `Malformed`, which names `what`.
 */
export function fromBase64(text: string, what: string): Uint8Array {
  const bytes = Buffer.from(text, "base64");
  if (bytes.toString("base64") !== text) throw new Malformed(`${what} is no standard base64`);
  return bytes;
}

/** A SHA-256 value in base64. Throws `Malformed`. */
export function hashFromBase64(text: string, what: string): Uint8Array {
  const bytes = fromBase64(text, what);
  if (bytes.length !== 32) throw new Malformed(`${what} has ${bytes.length} bytes, a hash has 32`);
  return bytes;
}
