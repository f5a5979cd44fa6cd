import { createHmac, createSecretKey, type KeyObject } from "node:crypto";

/** Half of the digest: two of a thousand million values have the same hash in one of 10²⁰ cases. */
const HEX_LENGTH = 32;
const KEY_LENGTH_MIN = 16;

/** HMAC-SHA-256 of a text in UTF-8, its first 32 lower hex digits. */
export type KeyedHash = (text: string) => string;

/** Null where there is no key, or one that could be guessed: without a key a hash of a name is a name. */
export function keyedHash(key: unknown): KeyedHash | null {
  if (typeof key !== "string" || key.length < KEY_LENGTH_MIN) return null;
  const secret: KeyObject = createSecretKey(Buffer.from(key));
  return (text) => createHmac("sha256", secret).update(text).digest("hex").slice(0, HEX_LENGTH);
}
