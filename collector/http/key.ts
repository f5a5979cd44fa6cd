import { createHash, timingSafeEqual } from "node:crypto";
import { ROLE_PREFIX, ROLES, type Role } from "./role.ts";

/** An API key in its parts. The secret exists only at its owner's, and here while a request lasts. */
export interface Key {
  readonly role: Role;
  /** 8 of a-z0-9: public, how the key is found. */
  readonly id: string;
  /** 43 of A-Za-z0-9: 256 bits. */
  readonly secret: string;
}

const LOWER = "abcdefghijklmnopqrstuvwxyz0123456789";
const ALPHANUMERIC = `${LOWER}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;
const ID_CHARACTERS = 8;
/** 43 × log2(62) = 256.03 bits. */
const SECRET_CHARACTERS = 43;
const FORMAT = /^tm_(ing|ro|op|cmp|aud|adm)_([a-z0-9]{8})_([A-Za-z0-9]{43})$/;

/** Makes a key. `random` gives that many bytes of a cryptographic source. */
export function createKey(role: Role, random: (bytes: number) => Uint8Array): Key {
  return {
    role,
    id: pick(LOWER, ID_CHARACTERS, random),
    secret: pick(ALPHANUMERIC, SECRET_CHARACTERS, random),
  };
}

/** The text that its owner keeps: `tm_ing_<id>_<secret>`. */
export function keyText(key: Key): string {
  return `tm_${ROLE_PREFIX[key.role]}_${key.id}_${key.secret}`;
}

/** Null where the text is no key. */
export function parseKey(text: string): Key | null {
  const [, prefix, id, secret] = FORMAT.exec(text) ?? [];
  const role = ROLES.find((each) => ROLE_PREFIX[each] === prefix);
  return role === undefined || id === undefined || secret === undefined
    ? null
    : { role, id, secret };
}

/**
 * SHA-256 of the secret, hexadecimal: what is stored. A slow hash protects secrets that people
 * choose; this one has 256 random bits, so a fast hash gives nothing away, and every request needs it.
 */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Whether a secret is the stored one, in time that does not depend on where they differ. */
export function secretMatches(secret: string, hash: string): boolean {
  const given = Buffer.from(hashSecret(secret), "hex");
  const stored = Buffer.from(hash, "hex");
  return given.length === stored.length && timingSafeEqual(given, stored);
}

/** Of 43 random characters out of 62, 31 are expected to differ; 20 or fewer happen once in 10^9. */
const DISTINCT_MIN = 20;

/**
 * Why a key that somebody chose must not be the first admin key; null where it may be.
 *
 * A made key always passes. It catches keys typed by hand, not a poor generator.
 */
export function keyWeakness(text: string): string | null {
  const key = parseKey(text);
  if (key === null) {
    return "a key has the form tm_adm_<8 of a-z0-9>_<43 of A-Za-z0-9>; leave it out and one is made";
  }
  if (key.role !== "admin") return `the first key must be an admin key (tm_adm_…), got ${key.role}`;
  const distinct = new Set(key.secret).size;
  if (distinct <= DISTINCT_MIN) {
    return `the secret must be random, got ${distinct} distinct characters of ${SECRET_CHARACTERS}; leave it out and a strong one is made`;
  }
  // Six characters: chance makes such a run once in millions of keys; four would refuse one in 20,000.
  if (/abcdef|fedcba|012345|543210|(.)\1{5}|(.{6,})\2/i.test(key.secret)) {
    return "the secret must be random, got a sequence or a repetition; leave it out and a strong one is made";
  }
  return null;
}

/** Uniform: a byte beyond the last whole multiple of the alphabet is thrown away. */
function pick(alphabet: string, length: number, random: (bytes: number) => Uint8Array): string {
  const limit = 256 - (256 % alphabet.length);
  let text = "";
  while (text.length < length) {
    for (const byte of random(length * 2)) {
      if (byte < limit && text.length < length) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
}
