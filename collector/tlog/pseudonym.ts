import { randomBytes } from "node:crypto";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
const PSEUDONYM = /^p_[a-z2-7]{16}$/;

/** A name for a person that says nothing of the person: `p_` and 80 random bits in base32. */
export function newPseudonym(): string {
  // 16 of 32 letters; a byte's upper three bits are dropped, which keeps the rest uniform.
  return `p_${[...randomBytes(16)].map((byte) => ALPHABET[byte & 31]).join("")}`;
}

/** Is this a pseudonym, and not a name? */
export function isPseudonym(value: string): boolean {
  return PSEUDONYM.test(value);
}
