import { parseVkey } from "../tlog/note-key.ts";
import { parseNote, printNote, verifyNote } from "../tlog/signed-note.ts";

/**
 * What is wrong with the signature of a manifest; null: it is signed by the key that the manifest names,
 * by nobody else, and every byte of the note is accounted for.
 */
export function checkManifestNote(
  bytes: Uint8Array,
  of: { readonly statement: string; readonly signer: string },
): string | null {
  try {
    const note = parseNote(bytes);
    if (note.text !== of.statement) {
      const [expected, found] = [of.statement.split("\n"), note.text.split("\n")];
      const line = expected.findIndex((each, i) => each !== found[i]);
      return `line ${line + 1} says ${JSON.stringify(found[line]?.slice(0, 80) ?? "nothing")}, the manifest comes to ${JSON.stringify(expected[line])}`;
    }
    const { verified } = verifyNote(note, [parseVkey(of.signer)]);
    if (verified.length === 0) return "is not signed by the key that the manifest names";
    if (note.signatures.length > 1)
      return "bears a further signature; only the signer's is allowed";
    if (!Buffer.from(bytes).equals(Buffer.from(printNote(note), "utf8"))) {
      return "is not spelled as a note is";
    }
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
