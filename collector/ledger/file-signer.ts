import { createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { chmod, open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { syncFolder } from "../sync-folder.ts";
import { fromBase64, toBase64 } from "../tlog/base64.ts";
import { noteKey, printVkey, SIGNATURE_TYPES } from "../tlog/note-key.ts";
import type { Signer } from "../tlog/signed-note.ts";

/** The file of a signing key cannot be used. */
export class SigningKeyUnusable extends Error {
  override readonly name = "SigningKeyUnusable";
}

/**
 * Makes a key and keeps it in a file that only its owner reads; resolves once it is on the disk.
 *
 * An existing file is an error: no key is ever written over. The file holds one line,
 * `PRIVATE+KEY+name+id+base64(type ‖ seed)`, which other tools for signed notes read as well.
 */
export async function createFileSigner(of: {
  readonly file: string;
  readonly name: string;
  /** A cryptographic source. */
  readonly random: (bytes: number) => Uint8Array;
}): Promise<Signer> {
  const seed = of.random(SEED_BYTES);
  const { signer, id } = signerOf(of.name, seed);
  const key = Buffer.concat([Uint8Array.of(SIGNATURE_TYPES.ed25519), seed]);
  const handle = await open(of.file, "wx", 0o600);
  try {
    await handle.writeFile(`PRIVATE+KEY+${of.name}+${id}+${toBase64(key)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await syncFolder(dirname(of.file));
  return signer;
}

/** The signer of a file; null where there is no file. Throws `SigningKeyUnusable`. */
export async function readFileSigner(file: string): Promise<Signer | null> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw new SigningKeyUnusable(`the signing key ${file} cannot be read`, { cause: error });
  }
  // A copy out of a backup may have become readable by others.
  await chmod(file, 0o600);
  try {
    const match = /^PRIVATE\+KEY\+([^+\n]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)\n?$/.exec(text);
    const [, name = "", id = "", encoded = ""] = match ?? [];
    const [type, ...seed] = fromBase64(encoded, "the key");
    if (match === null || type !== SIGNATURE_TYPES.ed25519) throw new Error("it is no Ed25519 key");
    const found = signerOf(name, Uint8Array.from(seed));
    if (found.id !== id) throw new Error(`its id is ${found.id}, it says ${id}`);
    return found.signer;
  } catch (cause) {
    // The text is a secret: no message repeats it.
    const reason = cause instanceof Error ? cause.message : String(cause);
    const next = "restore it from a backup";
    throw new SigningKeyUnusable(`the signing key ${file} cannot be used: ${reason}; ${next}`);
  }
}

/** Puts the next key in the place of the present one, whose secret is gone with that. Durable. */
export async function promoteFileSigner(next: string, file: string): Promise<void> {
  await rename(next, file);
  await syncFolder(dirname(file));
}

function signerOf(
  name: string,
  seed: Uint8Array,
): { readonly signer: Signer; readonly id: string } {
  if (seed.length !== SEED_BYTES) throw new Error(`an Ed25519 key has ${SEED_BYTES} bytes`);
  const privateKey = privateKeyOf(seed);
  const key = noteKey({
    name,
    type: SIGNATURE_TYPES.ed25519,
    publicKey: rawPublicKey(createPublicKey(privateKey)),
  });
  const signer: Signer = {
    vkey: printVkey(key),
    sign: async (bytes) => sign(null, bytes, privateKey),
  };
  return { signer, id: key.id };
}

/** A seed behind the DER that says what it is (RFC 8410, 7). */
function privateKeyOf(seed: Uint8Array): KeyObject {
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
}

function rawPublicKey(key: KeyObject): Uint8Array {
  // The 32 bytes end the DER of a public key (RFC 8410, 4).
  return key.export({ format: "der", type: "spki" }).subarray(-32);
}

const SEED_BYTES = 32;
