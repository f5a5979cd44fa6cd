import { verify } from "node:crypto";
import { fromBase64, toBase64 } from "./base64.ts";
import { Malformed } from "./malformed.ts";
import {
  ed25519PublicKey,
  isKeyName,
  type NoteKey,
  parseVkey,
  SIGNATURE_TYPES,
} from "./note-key.ts";

/** One signature line. Only its form is known until a key of that name and id has verified it. */
export interface NoteSignature {
  readonly name: string;
  /** Eight hex digits. */
  readonly keyId: string;
  /** Without the key id. */
  readonly signature: Uint8Array;
}

/** A text with signatures, as read. */
export interface SignedNote {
  /** With the line feed at its end; exactly what is signed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Whatever holds a private key: a file, or something that only signs. */
export interface Signer {
  /** The public key as text. */
  readonly vkey: string;
  /** Ed25519 over the bytes; 64 bytes. */
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>;
}

/** How the signatures of a note stand against the keys that a verifier trusts. */
export interface NoteVerdict {
  readonly verified: readonly NoteKey[];
  /** Keys whose name and id sign the note, with a signature that is not theirs. */
  readonly failed: readonly NoteKey[];
  /** Signatures of keys that are not among the trusted. They say nothing. */
  readonly unknown: readonly NoteSignature[];
}

/** Room for the sixteen that a verifier must take, and for signatures that outlive quantum computers. */
export const NOTE_BYTES_MAX = 1_000_000;
export const NOTE_SIGNATURES_MAX = 100;

/** The note as it is kept and sent. Throws `Malformed` where its text cannot be signed. */
export function printNote({ text, signatures }: SignedNote): string {
  checkText(text);
  const lines = signatures.map(({ name, keyId, signature }) => {
    const bytes = Buffer.concat([Buffer.from(keyId, "hex"), signature]);
    return `— ${name} ${toBase64(bytes)}\n`;
  });
  return `${text}\n${lines.join("")}`;
}

/**
 * Reads a note: UTF-8 without control characters, its text up to the last empty line. Throws
 * `Malformed`. Signatures by whomever are kept; what they are worth says `verifyNote`.
 */
export function parseNote(bytes: Uint8Array): SignedNote {
  if (bytes.length > NOTE_BYTES_MAX) {
    throw new Malformed(`a note has at most ${NOTE_BYTES_MAX} bytes, got ${bytes.length}`);
  }
  const note = decodeText(bytes);
  const split = note.lastIndexOf("\n\n");
  if (split === -1) throw new Malformed("a note has an empty line before its signatures");
  const text = note.slice(0, split + 1);
  checkText(text);
  return { text, signatures: parseSignatures(note.slice(split + 2)) };
}

/** Reads one or more signature lines, each with its line feed. Throws `Malformed`. */
export function parseSignatures(text: string): readonly NoteSignature[] {
  if (!text.endsWith("\n")) throw new Malformed("a note ends in a signature line");
  const lines = text.slice(0, -1).split("\n");
  if (lines.length > NOTE_SIGNATURES_MAX) {
    throw new Malformed(
      `a note has at most ${NOTE_SIGNATURES_MAX} signatures, got ${lines.length}`,
    );
  }
  return lines.map((line, i) => {
    const match = /^— ([^ ]+) ([A-Za-z0-9+/=]+)$/u.exec(line);
    const [, name = "", encoded = ""] = match ?? [];
    const what = `signature ${i + 1} of the note`;
    if (match === null || !isKeyName(name)) throw new Malformed(`${what} is no signature line`);
    const bytes = fromBase64(encoded, what);
    if (bytes.length < 5) throw new Malformed(`${what} is too short for a key id`);
    const keyId = Buffer.from(bytes.subarray(0, 4)).toString("hex");
    return { name, keyId, signature: bytes.subarray(4) };
  });
}

/**
 * Verifies what the trusted keys are said to have signed. A note counts where `verified` holds a key
 * and `failed` is empty; a key signs once, so a second line of its own must hold as well.
 */
export function verifyNote(note: SignedNote, keys: readonly NoteKey[]): NoteVerdict {
  const verified = new Set<NoteKey>();
  const failed = new Set<NoteKey>();
  const unknown: NoteSignature[] = [];
  for (const signature of note.signatures) {
    const key = keys.find(({ name, id }) => name === signature.name && id === signature.keyId);
    if (key === undefined) unknown.push(signature);
    else if (isSignedBy(note.text, signature, key)) verified.add(key);
    else failed.add(key);
  }
  for (const key of failed) verified.delete(key);
  return { verified: [...verified], failed: [...failed], unknown };
}

/** Signs a text by several keys; existing signatures stay, but for those of the same keys. */
export async function signNote(note: SignedNote, signers: readonly Signer[]): Promise<SignedNote> {
  checkText(note.text);
  const made: NoteSignature[] = [];
  for (const signer of signers) {
    const { name, id } = parseVkey(signer.vkey);
    const signature = await signer.sign(Buffer.from(note.text, "utf8"));
    made.push({ name, keyId: id, signature });
  }
  const others = note.signatures.filter(
    (old) => !made.some(({ name, keyId }) => name === old.name && keyId === old.keyId),
  );
  return { text: note.text, signatures: [...made, ...others] };
}

/**
 * When a witness says that it saw the checkpoint, in seconds since 1970; null where the signature is no
 * timestamped cosignature. The first eight bytes are the time. Source: C2SP tlog-cosignature.
 */
export function cosignedAt({ signature }: NoteSignature): number | null {
  if (signature.length !== 72) return null;
  const seconds = Buffer.from(signature.subarray(0, 8)).readBigUInt64BE();
  return seconds > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(seconds);
}

/** What a witness signs: a header, its time, and the note's text. Source: C2SP tlog-cosignature. */
export function cosignedMessage(text: string, seconds: number): Uint8Array {
  return Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`, "utf8");
}

function isSignedBy(text: string, of: NoteSignature, key: NoteKey): boolean {
  const publicKey = ed25519PublicKey(key.publicKey);
  if (key.type === SIGNATURE_TYPES.ed25519) {
    return verify(null, Buffer.from(text, "utf8"), publicKey, of.signature);
  }
  const seconds = cosignedAt(of);
  if (seconds === null) return false;
  return verify(null, cosignedMessage(text, seconds), publicKey, of.signature.subarray(8));
}

function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new Malformed("a note is UTF-8", { cause });
  }
}

function checkText(text: string): void {
  if (!text.endsWith("\n")) throw new Malformed("the text of a note ends in a line feed");
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 0x20 && code !== 0x0a) {
      throw new Malformed(`a note has no control characters but line feeds, got ${code}`);
    }
  }
}
