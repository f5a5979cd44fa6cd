import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../clock.ts";
import type { SubjectErased } from "../ledger/entries/evidence.ts";
import { Ledger } from "../ledger/ledger.ts";
import { checkAgainst } from "../ledger/rolled-back.ts";
import { parseCheckpoint } from "../tlog/checkpoint.ts";
import { rootHash } from "../tlog/merkle.ts";
import { parseVkey } from "../tlog/note-key.ts";
import { parseNote } from "../tlog/signed-note.ts";

/**
 * Opens the ledger of a data folder without a change of it: a copy is opened, since an opening mends a torn end.
 * Every hash of it is checked. Throws what an opening throws.
 */
export async function withLedgerOf<Result>(
  data: string,
  work: (ledger: Ledger) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-ledger-"));
  try {
    await cp(join(data, "ledger"), folder, { recursive: true });
    const ledger = await Ledger.open({ folder, now: systemClock.now });
    try {
      return await work(ledger);
    } finally {
      await ledger.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Holds the ledger of a backup against the checkpoint that it has signed. Resolves with its entries, and whether
 * one of its own keys has signed the checkpoint; throws where they do not agree.
 */
export async function checkBackupLedger(
  data: string,
  checkpoint: string | null,
): Promise<{ readonly entries: number; readonly isSigned: boolean }> {
  return withLedgerOf(data, async (ledger) => {
    if (checkpoint === null) return { entries: ledger.size, isSigned: false };
    const note = parseNote(Buffer.from(checkpoint));
    const { signing } = ledger.state;
    const isSigned = await checkAgainst(ledger, {
      published: { note, head: parseCheckpoint(note.text) },
      origin: signing?.origin ?? "",
      keys: (signing?.keys ?? []).map(({ vkey }) => parseVkey(vkey)),
      where: "the backup's manifest",
    });
    return { entries: ledger.size, isSigned };
  });
}

/**
 * Erasures that a newer ledger has beyond that of a backup. Throws where the newer one does not begin with the
 * entries of the backup's: then it is another ledger, or one that was changed.
 */
export async function erasuresSince(of: {
  /** Data folder of the backup. */
  readonly backup: string;
  /** Data folder with the newer ledger. */
  readonly newer: string;
}): Promise<readonly SubjectErased[]> {
  const known = await withLedgerOf(of.backup, async (ledger) => ({
    size: ledger.size,
    root: rootHash(await ledger.treeAt(ledger.size)),
  }));
  return withLedgerOf(of.newer, async (ledger) => {
    if (ledger.size < known.size) {
      throw new Error(
        `the ledger in ${of.newer} has ${ledger.size} entries, that of the backup ${known.size}: it is no newer one; leave --ledger out`,
      );
    }
    const root = rootHash(await ledger.treeAt(known.size));
    if (Buffer.compare(root, known.root) !== 0) {
      throw new Error(
        `the ledger in ${of.newer} does not begin with the ${known.size} entries of the backup's: name the data folder that the backup is of`,
      );
    }
    const found: SubjectErased[] = [];
    for await (const { entry } of ledger.entries(known.size)) {
      if (entry.type === "subject_erased") found.push(entry);
    }
    return found;
  });
}
