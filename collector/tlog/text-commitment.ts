import { createHash } from "node:crypto";

/** Bytes of the salt of a commitment. */
export const SALT_BYTES = 32;

const DOMAIN = "tiltmeter/v1/text";
const COMMITMENT = /^text:[0-9a-f]{64}$/;

/**
 * What the ledger says in place of a text: `text:` and SHA-256("tiltmeter/v1/text" ‖ salt ‖ bytes) in hex.
 *
 * The salt makes it say nothing of a short text to whoever guesses: with it the text is proven, and once
 * both are gone the commitment is a random number. Throws where the salt has not 32 bytes.
 */
export function textCommitment(salt: Uint8Array, bytes: Uint8Array): string {
  if (salt.length !== SALT_BYTES) {
    throw new RangeError(`a salt must have ${SALT_BYTES} bytes, got ${salt.length}`);
  }
  return `text:${createHash("sha256").update(DOMAIN).update(salt).update(bytes).digest("hex")}`;
}

/** Is this a commitment to a text, and not the text? */
export function isTextCommitment(value: string): boolean {
  return COMMITMENT.test(value);
}
