import { parseVkey } from "../tlog/note-key.ts";
import { parseNote, printNote, verifyNote } from "../tlog/signed-note.ts";
import { NewerFormat, PACKAGE_FORMAT, PACKAGE_VERSION } from "./manifest.ts";

/** What the signature of a package says of it, before anybody is asked whether to believe it. */
export interface ManifestNote {
  readonly origin: string;
  /** SHA-256 of the manifest's bytes, hex. */
  readonly sha256: string;
}

/** Reads what was signed. Throws `NewerFormat` for a later version, and an `Error` where it is no such note. */
export function readManifestNote(bytes: Uint8Array): ManifestNote {
  const [what = "", origin = "", digest = "", ...more] = parseNote(bytes).text.split("\n");
  const version = /^(.*)\/v(\d{1,6})$/.exec(what);
  if (version?.[1] !== PACKAGE_FORMAT) {
    throw new Error(`line 1 must be ${PACKAGE_FORMAT}/v${PACKAGE_VERSION}`);
  }
  if (Number(version[2]) > PACKAGE_VERSION) {
    throw new NewerFormat(
      `the package is signed as of version ${version[2]}, this program knows up to ${PACKAGE_VERSION}; use the verifier in the package or a newer tiltmeter`,
    );
  }
  const sha256 = /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1];
  if (sha256 === undefined || more.length !== 1) {
    throw new Error("line 3 must be sha256: and the digest of the manifest, and the last");
  }
  return { origin, sha256 };
}

/**
 * What is wrong with the signature itself; null: the key signed it, and nobody else, and every byte of
 * the note is accounted for. Total.
 */
export function noteFault(bytes: Uint8Array, signer: string): string | null {
  try {
    const note = parseNote(bytes);
    const { verified } = verifyNote(note, [parseVkey(signer)]);
    if (verified.length === 0) return "is not signed by the key that the manifest names";
    if (note.signatures.length > 1)
      return "bears a further signature; only the signer's may be there";
    const isSpelled = Buffer.from(bytes).equals(Buffer.from(printNote(note), "utf8"));
    return isSpelled ? null : "is not spelled as a note is";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
