import { join } from "node:path";
import { parseCheckpoint } from "../tlog/checkpoint.ts";
import { parseNote } from "../tlog/signed-note.ts";
import type { BackupManifest } from "./manifest.ts";
import { textOf } from "./text-of.ts";

/** The journal's checkpoint begins with these, whatever version wrote it. */
const APPLIED = /^(?<id>[0-9a-f-]{36}) (?<seq>\d{1,15}) /;

/** What a data folder has signed last, and how far its store has the journal, as its files say. */
export async function headOf(
  data: string,
): Promise<Pick<BackupManifest, "checkpoint" | "ledger" | "journal">> {
  const checkpoint = await textOf(join(data, "tree", "checkpoint"));
  const applied = APPLIED.exec((await textOf(join(data, "journal", "checkpoint"))) ?? "")?.groups;
  return {
    checkpoint,
    ledger: checkpoint === null ? null : ledgerOf(checkpoint),
    journal:
      applied?.["id"] === undefined
        ? null
        : { id: applied["id"], appliedSeq: Number(applied["seq"]) },
  };
}

function ledgerOf(note: string): BackupManifest["ledger"] {
  try {
    const { origin, size, root } = parseCheckpoint(parseNote(Buffer.from(note)).text);
    return { origin, size, root: Buffer.from(root).toString("hex") };
  } catch {
    // A damaged one is made anew by the next start, from the ledger.
    return null;
  }
}
