import { clearRestoredMark, readRestoredMark } from "../backup/restored-mark.ts";
import type { SubjectErased } from "../ledger/entries/evidence.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Erasure } from "./open-erasure.ts";
import { said } from "./said.ts";

/**
 * Where the data folder was put back from a backup: says so in the ledger, and erases again what was erased since
 * the backup was taken, as far as the restore was told. The mark goes once all of that is done; a crash in
 * between begins it anew.
 */
export async function resumeRestored(of: {
  readonly data: string;
  readonly ledger: Pick<Ledger, "append">;
  readonly erasure: Pick<Erasure, "repeat">;
  readonly now: () => number;
  readonly log: (line: string) => void;
}): Promise<void> {
  const mark = await readRestoredMark(of.data);
  if (mark === null) return;
  const { backup, takenAt, restoredAt, erasures } = mark;
  of.log(
    `this data folder was restored from backup ${backup} of ${takenAt}: what happened since is not in it`,
  );
  await of.ledger.append([
    {
      ...{ type: "data_restored", atMs: of.now(), by: "tiltmeter", backup },
      ...{ takenAtMs: Date.parse(takenAt), restoredAtMs: Date.parse(restoredAt) },
      erasures: erasures.length,
    },
  ]);
  // Entries of the ledger that the restore read, each verified there.
  const known = erasures as readonly SubjectErased[];
  of.erasure
    .repeat(known)
    .then(() => clearRestoredMark(of.data))
    .catch((error) =>
      of.log(`erasures of before are not repeated, the next start goes on: ${said(error)}`),
    );
}
