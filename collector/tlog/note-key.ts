import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import { fromBase64, toBase64 } from "./base64.ts";
import { quoted } from "./decimal.ts";
import { Malformed } from "./malformed.ts";

/** What a key signs, as the byte that its id and its text carry. Source: C2SP signed-note. */
export const SIGNATURE_TYPES = { ed25519: 0x01, cosignature: 0x04 } as const;

/** A public key of notes: its text is `name+id+base64(type ‖ key)`. */
export interface NoteKey {
  readonly name: string;
  /** The first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ key), in hex. */
  readonly id: string;
  /** 0x01: Ed25519 over the text; 0x04: a witness's timestamped cosignature. */
  readonly type: number;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** The key of a name. Throws `Malformed` where the name or the key cannot be one. */
export function noteKey(of: Omit<NoteKey, "id">): NoteKey {
  if (!isKeyName(of.name)) {
    throw new Malformed(`a key's name has no spaces and no plus, got ${quoted(of.name)}`);
  }
  if (of.publicKey.length !== 32) {
    throw new Malformed(`an Ed25519 key has 32 bytes, got ${of.publicKey.length}`);
  }
  const hash = createHash("sha256")
    .update(`${of.name}\n`)
    .update(Uint8Array.of(of.type))
    .update(of.publicKey)
    .digest("hex");
  return { ...of, id: hash.slice(0, 8) };
}

/** The text of a key, by which whoever verifies holds it. */
export function printVkey({ name, id, type, publicKey }: NoteKey): string {
  return `${name}+${id}+${toBase64(Buffer.concat([Uint8Array.of(type), publicKey]))}`;
}

/** Reads the text of an Ed25519 key, whose id must be its own. Throws `Malformed`. */
export function parseVkey(text: string): NoteKey {
  const match = /^([^+]+)\+([0-9a-f]{8})\+(.{1,1024})$/u.exec(text);
  if (match === null) {
    throw new Malformed(`a verifier key is NAME+ID+KEY, got ${quoted(text)}`);
  }
  const [, name = "", id = "", encoded = ""] = match;
  const [type, ...key] = fromBase64(encoded, `the key of ${quoted(name)}`);
  if (type !== SIGNATURE_TYPES.ed25519 && type !== SIGNATURE_TYPES.cosignature) {
    throw new Malformed(`the key of ${quoted(name)} is of type ${type}, known are 1 and 4`);
  }
  const parsed = noteKey({ name, type, publicKey: Uint8Array.from(key) });
  if (parsed.id !== id) {
    throw new Malformed(`the key of ${quoted(name)} has the id ${parsed.id}, its text says ${id}`);
  }
  return parsed;
}

/** Names may hold anything but white space, plus and control characters. */
export function isKeyName(name: string): boolean {
  return /^[^\s\p{Z}\p{Cc}\p{Cs}+]+$/u.test(name);
}

/** The key as the platform verifies with it. */
export function ed25519PublicKey(publicKey: Uint8Array): KeyObject {
  const x = Buffer.from(publicKey).toString("base64url");
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
}
