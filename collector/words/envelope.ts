import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** Bytes of an AES-256 key. */
export const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const WRAPPED_BYTES = IV_BYTES + KEY_BYTES + TAG_BYTES;

/**
 * Encrypts bytes under a key of their own, which lies before them, wrapped by the subject's key.
 *
 * AES-256-GCM both times. `name` is what the bytes are kept under: an envelope moved to another name
 * does not open.
 */
export function seal(subjectKey: Uint8Array, name: string, bytes: Uint8Array): Uint8Array {
  const own = randomBytes(KEY_BYTES);
  return Buffer.concat([encrypt(subjectKey, name, own), encrypt(own, name, bytes)]);
}

/** The bytes of an envelope. Throws where the key is another's, or a bit of it has changed. */
export function unseal(subjectKey: Uint8Array, name: string, envelope: Uint8Array): Uint8Array {
  const own = decrypt(subjectKey, name, envelope.subarray(0, WRAPPED_BYTES));
  return decrypt(own, name, envelope.subarray(WRAPPED_BYTES));
}

function encrypt(key: Uint8Array, name: string, bytes: Uint8Array): Uint8Array {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(name, "utf8"));
  return Buffer.concat([iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Uint8Array, name: string, sealed: Uint8Array): Uint8Array {
  const iv = sealed.subarray(0, IV_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(name, "utf8"));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  const bytes = sealed.subarray(IV_BYTES, sealed.length - TAG_BYTES);
  return Buffer.concat([decipher.update(bytes), decipher.final()]);
}
