import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { type DataFiles, listDataFiles } from "../backup/data-files.ts";
import type { BackupManifest } from "../backup/manifest.ts";
import { readManifest, verifyBackup } from "../backup/verify-backup.ts";
import { writeBackup } from "../backup/write-backup.ts";
import { systemClock } from "../clock.ts";
import { ConfigError, loadConfig } from "../config.ts";
import { DATA_VERSION, dataVersionOf, refuseNewer } from "../data-version.ts";
import { nodeFileSystem } from "../log/node-file-system.ts";
import { VERSION } from "../version.ts";
import { checkBackupLedger } from "../wiring/check-backup-ledger.ts";
import { collectorAddress, demand, send } from "./collector-api.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import { createStopping } from "./stopping.ts";
import type { Terminal } from "./terminal.ts";
import { workProgress } from "./work-progress.ts";

interface Flags {
  readonly to?: string;
  readonly data?: string;
  readonly config?: string;
  readonly url?: string;
  readonly key?: string;
}

/** `tiltmeter backup`: everything that a collector keeps, as of one moment, in a folder. */
export function backupCommand(terminal: Terminal, finish: Finish): Command {
  return new Command("backup")
    .description("copy everything that a collector keeps, while it runs or while it does not")
    .option("--to <folder>", "the folder to be; it must not exist yet")
    .option(
      "--url <url>",
      "the collector, on this machine (default: TILTMETER_URL, or http://127.0.0.1:4318)",
    )
    .option("--key <key>", "an administrator's key (default: TILTMETER_KEY)")
    .option("--data <folder>", "copy the folder of a collector that does not run, instead")
    .option("--config <file>", "its configuration: the digest of it stands in the manifest")
    .addCommand(verify(terminal, finish))
    .addCommand(release(terminal, finish))
    .addHelpText("after", HELP)
    .action(async (flags: Flags) => {
      if (flags.to === undefined)
        throw new ConfigError("--to is missing: name a folder that does not exist yet");
      const to = resolve(flags.to);
      const progress = workProgress(terminal.interactive);
      const stopping = createStopping(terminal);
      const stop = new AbortController();
      void stopping.requested.then(() => stop.abort());
      let manifest: BackupManifest;
      try {
        const { signal } = stop;
        const run = { to, flags, terminal, progress: progress.update, signal };
        manifest =
          flags.data === undefined ? await whileItRuns(run) : await whileItDoesNot(run, flags.data);
      } finally {
        progress.stop();
        stopping.done();
      }
      terminal.print(to);
      for (const line of inWords(manifest)) terminal.complain(line);
      if (manifest.store.kind === "server") terminal.complain(manifest.store.note);
      terminal.complain(`check it with: tiltmeter backup verify ${flags.to}`);
      finish(EXIT.ok);
    });
}

interface Run {
  readonly to: string;
  readonly flags: Flags;
  readonly terminal: Terminal;
  readonly progress: (share: number, what: string) => void;
  readonly signal: AbortSignal;
}

/** The collector gathers what there is as of one moment; this process copies it, and lets it go. */
async function whileItRuns({
  to,
  flags,
  terminal,
  progress,
  signal,
}: Run): Promise<BackupManifest> {
  const address = collectorAddress(flags, terminal.env);
  mustBeNew(to);
  const gathered = await demand(address, { method: "POST", path: "/backups" });
  const id = String(gathered["id"]);
  try {
    const root = String(gathered["folder"]);
    const list = await readFile(join(root, "files.json"), "utf8").catch((cause: Error) => {
      throw new Error(
        `${root}, where the collector has gathered its data, cannot be read from here: ${cause.message}; run this on the collector's machine (or in its container), as the user that it runs as`,
        { cause },
      );
    });
    const server = gathered["server"];
    return await writeBackup(
      { root, found: JSON.parse(list) as DataFiles }, // the collector wrote it
      {
        ...{ to, id, tiltmeter: VERSION, online: true, progress, signal },
        takenAt: String(gathered["takenAt"]),
        dataVersion: Number(gathered["dataVersion"]),
        store: storeOf(typeof server === "string" ? server : null, id),
        configuration: await digestOf(flags, terminal),
      },
    );
  } finally {
    await send(address, { method: "DELETE", path: `/backups/${id}` }).catch((error: Error) =>
      terminal.complain(`what was gathered is let go in six hours: ${error.message}`),
    );
  }
}

/** Nobody runs: the folder is copied as it is, under its lock. */
async function whileItDoesNot(
  { to, flags, terminal, progress, signal }: Run,
  given: string,
): Promise<BackupManifest> {
  const data = resolve(given);
  mustBeNew(to);
  if (to.startsWith(`${data}/`)) {
    throw new ConfigError(`${to} lies within the data folder: a backup there goes with it`);
  }
  const journal = join(data, "journal");
  if (!existsSync(journal)) {
    throw new ConfigError(
      `no collector has lived in ${data} yet; name its data folder with --data`,
    );
  }
  await refuseNewer(data);
  const unlock = await nodeFileSystem.lock(join(journal, "lock"));
  if (unlock === null) {
    throw new ConfigError(
      `a collector runs on ${data} right now: leave out --data, and give --key KEY of an administrator`,
    );
  }
  try {
    const id = randomUUID();
    const { store } = loadConfig({ ...configFlag(flags), env: terminal.env, flags: { data } });
    return await writeBackup(
      { root: data, found: await listDataFiles(data) },
      {
        ...{ to, id, tiltmeter: VERSION, online: false, progress, signal },
        takenAt: new Date(systemClock.now()).toISOString(),
        dataVersion: await dataVersionOf(data),
        store: storeOf(store === null ? null : new URL(store.url).origin, id),
        configuration: await digestOf(flags, terminal),
      },
    );
  } finally {
    await unlock();
  }
}

/** Before anything is asked: a long copy must not end with it. */
function mustBeNew(to: string): void {
  if (existsSync(to)) {
    throw new ConfigError(`${to} exists already; nothing is written over: name another`);
  }
}

/** The store's own backup comes after the folder's: batches between the two are then in both, and looked up. */
function storeOf(server: string | null, id: string): BackupManifest["store"] {
  if (server === null) return { kind: "embedded" };
  const to = `Disk('backups', 'tiltmeter-${id}')`;
  return {
    kind: "server",
    place: server,
    note: `the store is in the ClickHouse server ${server} and not in here; run there now, after this: BACKUP DATABASE tiltmeter TO ${to}; to restore: RESTORE DATABASE tiltmeter FROM ${to}`,
  };
}

async function digestOf(flags: Flags, terminal: Terminal): Promise<string | null> {
  const path = flags.config ?? terminal.env["TILTMETER_CONFIG"];
  if (path === undefined || path === "") return null;
  const bytes = await readFile(path).catch((cause: Error) => {
    throw new ConfigError(`${path}: cannot be read; name the configuration with --config`, {
      cause,
    });
  });
  return createHash("sha256").update(bytes).digest("hex");
}

function configFlag(flags: Flags): { readonly file?: string } {
  return flags.config === undefined ? {} : { file: flags.config };
}

function release(terminal: Terminal, finish: Finish): Command {
  return new Command("release")
    .description("let go what a collector gathered for a backup that nobody copies any more")
    .argument("<id>", "as the collector says it where another backup is refused")
    .option("--url <url>", "the collector (default: TILTMETER_URL, or http://127.0.0.1:4318)")
    .option("--key <key>", "an administrator's key (default: TILTMETER_KEY)")
    .addHelpText("after", RELEASE_HELP)
    .action(async (id: string, _: Flags, command: Command) => {
      // `backup` has the same options, and takes them wherever they stand.
      const flags = command.optsWithGlobals<Flags>();
      const path = `/backups/${encodeURIComponent(id)}`;
      await send(collectorAddress(flags, terminal.env), { method: "DELETE", path });
      terminal.print(`${id} is let go; another backup can be taken`);
      finish(EXIT.ok);
    });
}

function verify(terminal: Terminal, finish: Finish): Command {
  return new Command("verify")
    .description("compare a backup with its manifest, and its ledger with what it has signed")
    .argument("<folder>", "the backup")
    .addHelpText("after", VERIFY_HELP)
    .action(async (folder: string) => {
      const manifest = await readManifest(folder);
      const progress = workProgress(terminal.interactive);
      let faults: readonly string[];
      try {
        faults = await verifyBackup(folder, manifest, progress.update);
      } finally {
        progress.stop();
      }
      for (const line of inWords(manifest)) terminal.print(line);
      if (faults.length > 0) {
        for (const fault of faults.slice(0, FAULTS_MAX)) terminal.print(`wrong: ${fault}`, "red");
        if (faults.length > FAULTS_MAX) terminal.print(`and ${faults.length - FAULTS_MAX} more`);
        terminal.print("do not rely on it: take another backup", "red");
        finish(EXIT.failed);
        return;
      }
      const { entries, isSigned } = await checkBackupLedger(
        join(folder, "data"),
        manifest.checkpoint,
      );
      terminal.print(
        `the ledger has ${entries} entries, every hash of them is right${isSigned ? ", and agrees with its signed checkpoint" : ""}`,
      );
      if (manifest.dataVersion > DATA_VERSION) {
        terminal.print(
          `it is of data version ${manifest.dataVersion}: restore it with tiltmeter ${manifest.tiltmeter} or newer`,
        );
      }
      terminal.print("whole: every file is as the manifest says");
      finish(EXIT.ok);
    });
}

const FAULTS_MAX = 20;

/** What a backup is, in lines for a person. */
export function inWords(manifest: BackupManifest): readonly string[] {
  const { files, takenAt, tiltmeter, ledger } = manifest;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return [
    `backup ${manifest.id} of ${takenAt}, by tiltmeter ${tiltmeter}: ${files.length} files, ${(bytes / 1_000_000).toFixed(1)} MB`,
    ...(ledger === null ? [] : [`ledger ${ledger.origin}, signed at ${ledger.size} entries`]),
    "it holds keys and personal data: keep it as you keep the collector",
  ];
}

const HELP = `
In it: the ledger with its keys, people's words, documents of evidence, telemetry that waits for the store, accounts,
views, and the embedded store. Not in it: the configuration (its digest is), exports, and a ClickHouse server's data:
what to run there is printed.

Of a collector that runs, it is a copy of one moment; telemetry is taken meanwhile. The collector gathers the files
within its data folder in a moment, and this command copies them: run it on the same machine, as the user that the
collector runs as. The folder gets its name when every byte is on the disk; it is for its owner alone.

Somebody who was erased since is in it still: delete backups when they are too old, and give restore --ledger.

Examples:
  $ tiltmeter backup --to /backups/$(date +%F) --key tm_adm_…
  $ tiltmeter backup --to /backups/before-upgrade --data /var/lib/tiltmeter
  $ tiltmeter backup verify /backups/2026-11-27
  $ tiltmeter restore --from /backups/2026-11-27 --data /var/lib/tiltmeter

Exit codes:
  0  done
  1  the collector refused, the disk is too small, or the backup is not whole
  2  the command line or the configuration cannot be used`;

const RELEASE_HELP = `
After a backup that was killed; by itself it is let go after six hours, and at the collector's next start. A backup that
is whole is not touched.

Exit codes:
  0  done
  1  nothing is gathered under that id, or the collector does not answer
  2  the command line cannot be understood`;

const VERIFY_HELP = `
Reads all of it: every file's size and SHA-256, every hash of the ledger, and the signature on its checkpoint. Changes
nothing. Whether a collector starts from it is shown by a restore into another folder: tiltmeter restore --help.

Exit codes:
  0  whole
  1  something is missing or changed; the lines name it
  2  the command line cannot be understood`;
