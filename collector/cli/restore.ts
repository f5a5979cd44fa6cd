import { join, resolve } from "node:path";
import { Command } from "commander";
import { restoreBackup } from "../backup/restore-backup.ts";
import { readManifest, verifyBackup } from "../backup/verify-backup.ts";
import { systemClock } from "../clock.ts";
import { DATA_VERSION } from "../data-version.ts";
import { checkBackupLedger, erasuresSince } from "../wiring/check-backup-ledger.ts";
import { inWords } from "./backup.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";
import { workProgress } from "./work-progress.ts";

interface Flags {
  readonly from: string;
  readonly data: string;
  readonly ledger?: string;
}

/** `tiltmeter restore`: a data folder, made of a backup. */
export function restoreCommand(terminal: Terminal, finish: Finish): Command {
  return new Command("restore")
    .description("make a data folder of a backup, for serve to start with")
    .requiredOption("--from <folder>", "the backup")
    .requiredOption("--data <folder>", "the data folder to be; empty, or not there yet")
    .option(
      "--ledger <folder>",
      "data folder with a newer ledger of the same collector: what it says is erased is erased again",
    )
    .addHelpText("after", HELP)
    .action(async ({ from, data, ledger }: Flags) => {
      const manifest = await readManifest(from);
      const progress = workProgress(terminal.interactive);
      try {
        const faults = await verifyBackup(from, manifest, (share, what) =>
          progress.update(share / 2, what),
        );
        if (faults.length > 0) {
          for (const fault of faults.slice(0, FAULTS_MAX)) terminal.complain(`wrong: ${fault}`);
          terminal.complain(
            `${faults.length} of its files are not as the manifest says: nothing was restored; use another backup`,
          );
          finish(EXIT.failed);
          return;
        }
        const backup = join(from, "data");
        await checkBackupLedger(backup, manifest.checkpoint);
        const erasures =
          ledger === undefined ? [] : await erasuresSince({ backup, newer: resolve(ledger) });
        await restoreBackup({
          ...{ from, manifest, to: resolve(data), dataVersionMax: DATA_VERSION, erasures },
          restoredAt: new Date(systemClock.now()).toISOString(),
          progress: (share, what) => progress.update(0.5 + share / 2, what),
        });
        progress.stop();
        for (const line of inWords(manifest)) terminal.complain(line);
        if (manifest.store.kind === "server") terminal.complain(manifest.store.note);
        terminal.complain(
          ledger === undefined
            ? "who was erased since is in it again: give --ledger where a newer ledger is left"
            : `${erasures.length} entries of erasures since are done again by the next start`,
        );
        terminal.print(`tiltmeter serve --data ${data}`);
        finish(EXIT.ok);
      } finally {
        progress.stop();
      }
    });
}

const FAULTS_MAX = 20;

const HELP = `
Compares every file with the manifest, and the ledger with what it has signed, before anything is written. The folder
gets its name when every byte is on the disk. The collector that starts with it says in its ledger that it was restored.

What came after the backup is not in it. Senders that were answered do not send again: windows of that time have no
data, and say so. Anchors that were obtained since (copies, timestamps, witnesses) go on to show the longer ledger.

Somebody who was erased since the backup was taken is in it again. With --ledger, a newer ledger of the same collector
(the old data folder, or what is left of it) tells the next start whom to erase once more.

Try it from time to time, beside the collector that runs:
  $ tiltmeter restore --from /backups/2026-11-27 --data /tmp/drill
  $ tiltmeter serve --data /tmp/drill --port 0

Exit codes:
  0  done
  1  the backup is not whole, is newer than this program, or the disk is too small
  2  the command line cannot be understood`;
