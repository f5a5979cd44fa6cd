import { quoted } from "./decimal.ts";
import { parseVkey } from "./note-key.ts";
import { parseNote, printNote, type Signer, signNote, verifyNote } from "./signed-note.ts";

/** What is said where a log's key gives way to another. */
export interface KeyRotation {
  readonly origin: string;
  /** Unix milliseconds. */
  readonly atMs: number;
  /** Public keys as text. */
  readonly from: string;
  readonly to: string;
}

/**
 * The note that hands a log over to another key, signed by both: the old one gives it away, the new
 * one takes it. Five lines: what this is, origin, milliseconds, old key, new key.
 */
export async function signRotation(
  of: Omit<KeyRotation, "from" | "to">,
  signers: { readonly from: Signer; readonly to: Signer },
): Promise<string> {
  const { from, to } = signers;
  const text = rotationText({ ...of, from: from.vkey, to: to.vkey });
  return printNote(await signNote({ text, signatures: [] }, [from, to]));
}

/** Why a note does not hand the log over as an entry says; null: it does. Total. */
export function rotationFault(note: string, said: KeyRotation): string | null {
  try {
    const { text, signatures } = parseNote(Buffer.from(note, "utf8"));
    if (text !== rotationText(said)) return `it says ${quoted(text)}`;
    const keys = [parseVkey(said.from), parseVkey(said.to)];
    const { verified } = verifyNote({ text, signatures }, keys);
    const missing = keys.find((key) => !verified.includes(key));
    return missing === undefined ? null : `key ${missing.id} has not signed it`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function rotationText({ origin, atMs, from, to }: KeyRotation): string {
  return `${["tiltmeter/key-rotation/v1", origin, atMs, from, to].join("\n")}\n`;
}
