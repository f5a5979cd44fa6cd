import { readFile } from "node:fs/promises";
import { type NoteKey, parseVkey } from "../tlog/note-key.ts";
import { type ReadCheckpoint, readHeldCheckpoint } from "./check-checkpoints.ts";

/** What somebody gave as their own key or checkpoint cannot be read as one. */
export class NotHeld extends Error {
  override readonly name = "NotHeld";
}

/**
 * Keys that a reader holds: a verifier key itself, or a file with one a line (empty lines and lines that
 * begin with # are passed over). Throws `NotHeld`.
 */
export async function readHeldKeys(given: readonly string[]): Promise<readonly NoteKey[]> {
  const keys: NoteKey[] = [];
  for (const each of given) {
    const lines = isVkey(each) ? [each] : (await text(each)).split("\n");
    const written = lines
      .map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("#"));
    if (written.length === 0)
      throw new NotHeld(`${each} holds no key; it has one a line, NAME+ID+KEY`);
    for (const line of written) {
      try {
        keys.push(parseVkey(line));
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause);
        throw new NotHeld(`${each}: ${why}; give a verifier key (NAME+ID+KEY) or a file of them`, {
          cause,
        });
      }
    }
  }
  return keys;
}

/** Checkpoints that a reader holds, each a file. Throws `NotHeld`. */
export async function readHeldCheckpoints(
  files: readonly string[],
): Promise<readonly ReadCheckpoint[]> {
  const found: ReadCheckpoint[] = [];
  for (const file of files) {
    try {
      found.push(readHeldCheckpoint(Buffer.from(await text(file)), file));
    } catch (cause) {
      if (cause instanceof NotHeld) throw cause;
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new NotHeld(`${file} is no checkpoint: ${why}`, { cause });
    }
  }
  return found;
}

async function text(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new NotHeld(`${file} cannot be read`, { cause });
  }
}

/** A base64 key has no file of its name: its text holds an id of eight hex digits between two plus signs. */
function isVkey(given: string): boolean {
  return /^[^+\s]+\+[0-9a-f]{8}\+/.test(given);
}
