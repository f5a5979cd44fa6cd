import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { Shown } from "tiltmeter/anchors/anchor";
import { parseCheckpoint, printCheckpoint } from "tiltmeter/tlog/checkpoint";
import { noteKey, printVkey } from "tiltmeter/tlog/note-key";
import { proveConsistency, readRoot } from "tiltmeter/tlog/proof";
import { printNote, type Signer, signNote } from "tiltmeter/tlog/signed-note";
import { perfectHashes, readFrom } from "../tlog/hashes.ts";

const read = readFrom(perfectHashes(600));

/** A key of a name, made for one test. */
export function signerOf(
  name: string,
  type = 1,
): Signer & { readonly sign: Signer["sign"]; readonly privateKey: KeyObject } {
  const { privateKey } = generateKeyPairSync("ed25519");
  const { x } = createPublicKey(privateKey).export({ format: "jwk" });
  const publicKey = Buffer.from(String(x), "base64url");
  return {
    vkey: printVkey(noteKey({ name, type, publicKey })),
    sign: async (bytes) => sign(null, bytes, privateKey),
    privateKey,
  };
}

/** A checkpoint of the tree in which leaf i is the four bytes of i. */
export async function shownOf(size: number, signer: Signer, lastSize = 0): Promise<Shown> {
  const root = await readRoot(size, read);
  const text = printCheckpoint({ origin: "log.example", size, root, extensions: [] });
  const note = await signNote({ text, signatures: [] }, [signer]);
  return {
    text: printNote(note),
    head: parseCheckpoint(text),
    consistency: (from) => proveConsistency({ from, to: size }, read),
    lastSize,
  };
}
