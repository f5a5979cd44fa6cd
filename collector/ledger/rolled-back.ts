import { rootHash } from "../tlog/merkle.ts";
import type { NoteKey } from "../tlog/note-key.ts";
import { verifyNote } from "../tlog/signed-note.ts";
import type { Ledger } from "./ledger.ts";
import type { Published } from "./tree-folder.ts";

/** The ledger is not the one that its own signed checkpoint speaks of. */
export class LedgerRolledBack extends Error {
  override readonly name = "LedgerRolledBack";
}

/**
 * Holds the ledger against a checkpoint that it has signed, wherever that was kept.
 *
 * Throws `LedgerRolledBack` where entries are gone or have become others. False where the checkpoint
 * is no witness: another log's, or without a signature of a known key.
 */
export async function checkAgainst(
  ledger: Ledger,
  of: {
    readonly published: Published;
    readonly origin: string;
    readonly keys: readonly NoteKey[];
    /** File of the checkpoint. */
    readonly where: string;
  },
): Promise<boolean> {
  const { note, head } = of.published;
  const { verified } = verifyNote(note, of.keys);
  if (head.origin !== of.origin || verified.length === 0) return false;
  if (head.size > ledger.size) {
    throw new LedgerRolledBack(
      `the ledger has ${ledger.size} entries, and has signed a checkpoint of ${head.size}, which is kept in ${of.where}: ${head.size - ledger.size} entries are gone, or an older copy of the data folder was put back; ${NEXT}`,
    );
  }
  const root = rootHash(await ledger.treeAt(head.size));
  if (Buffer.compare(root, head.root) === 0) return true;
  throw new LedgerRolledBack(
    `the first ${head.size} entries of the ledger are not those of the checkpoint that it has signed, which is kept in ${of.where}: history was replaced by another; ${NEXT}`,
  );
}

const NEXT =
  "restore the newest backup of the data folder; where the loss is known and accepted, move that checkpoint away, and keep it: it and every copy elsewhere go on to show the loss";
