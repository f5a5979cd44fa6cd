import { open } from "node:fs/promises";
import { Command } from "commander";
import { asEntry, recordsOf } from "../verify/loose-entry.ts";
import { withEntry } from "../verify/proof-file.ts";
import { collectorAddress } from "./collector-api.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import {
  collectorProofs,
  ENTRIES_AT_ONCE,
  folderProofs,
  type ProofSource,
} from "./proof-source.ts";
import type { Terminal } from "./terminal.ts";
import { workProgress } from "./work-progress.ts";

interface Flags {
  readonly output: string;
  readonly all?: boolean;
  readonly data?: string;
  readonly url?: string;
  readonly key?: string;
}

/** `tiltmeter prove`: that an entry is in the ledger, as a file that anybody can verify offline. */
export function proveCommand(terminal: Terminal, finish: Finish): Command {
  return new Command("prove")
    .description(
      "write the proof that an entry, or what is known of a nonconformity, is in the ledger",
    )
    .argument("<what>", "a nonconformity (NC-2027-0042), or the index of an entry")
    .requiredOption(
      "-o, --output <file>",
      "the proof to write, FILE.tlog-proof; never written over",
    )
    .option("--all", "of a nonconformity every entry, each to FILE-INDEX.tlog-proof")
    .option("--data <folder>", "a collector's data folder, instead of one that runs")
    .option("--url <url>", "the collector (default: TILTMETER_URL, or http://127.0.0.1:4318)")
    .option("--key <key>", "a key that may read (default: TILTMETER_KEY)")
    .addHelpText("after", HELP)
    .action(async (what: string, flags: Flags) => {
      const isRecord = /^NC-\d{4,}-\d{4,}$/.test(what);
      const problem = problemOf(what, isRecord, flags);
      if (problem !== null) {
        terminal.complain(problem);
        finish(EXIT.usage);
        return;
      }
      const source =
        flags.data === undefined
          ? await collectorProofs(collectorAddress(flags, terminal.env))
          : await folderProofs(flags.data);
      const found = isRecord
        ? await entriesAbout(what, source, flags.all === true, terminal.interactive)
        : await entryAt(Number(what), source);
      for (const { index, bytes } of found) {
        const path = flags.all === true ? numbered(flags.output, index) : flags.output;
        await writeNew(path, withEntry(await source.proof(index), bytes));
        terminal.print(`${path}: entry ${index}, in the tree of ${source.size}`);
      }
      finish(EXIT.ok);
    });
}

function problemOf(what: string, isRecord: boolean, flags: Flags): string | null {
  if (!isRecord && !/^\d{1,15}$/.test(what)) {
    return `${JSON.stringify(what)} is neither a nonconformity, such as NC-2027-0042, nor the index of an entry`;
  }
  if (!flags.output.endsWith(".tlog-proof")) {
    return `-o must end with .tlog-proof, got ${JSON.stringify(flags.output)}`;
  }
  if (flags.all === true && !isRecord)
    return "--all is for a nonconformity; an entry has one proof";
  if (flags.data !== undefined && (flags.url ?? flags.key) !== undefined) {
    return "--data reads a folder, --url and --key ask a collector: give one or the other";
  }
  return null;
}

interface Found {
  readonly index: number;
  readonly bytes: Uint8Array;
}

async function entryAt(index: number, source: ProofSource): Promise<readonly Found[]> {
  const [bytes] = index < source.size ? await source.entries(index, 1) : [];
  if (bytes !== undefined) return [{ index, bytes }];
  throw new Error(
    `there is no entry ${index} under the newest checkpoint, which covers ${source.size}`,
  );
}

/** The newest entry about a record, or all of them: looked for from the end, where it most likely is. */
async function entriesAbout(
  id: string,
  source: ProofSource,
  isAll: boolean,
  isInteractive: boolean,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  const progress = workProgress(isInteractive);
  try {
    for (let to = source.size; to > 0; to -= ENTRIES_AT_ONCE) {
      const from = Math.max(0, to - ENTRIES_AT_ONCE);
      progress.update((source.size - to) / source.size, `looking for ${id} before entry ${to}`);
      const entries = await source.entries(from, to - from);
      const about = entries
        .map((bytes, i) => ({ index: from + i, bytes }))
        .filter(({ bytes }) => isAbout(bytes, id));
      found.unshift(...about);
      if (!isAll && found.length > 0) return found.slice(-1);
    }
  } finally {
    progress.stop();
  }
  if (found.length === 0) {
    throw new Error(
      `no entry under the newest checkpoint is about ${id}; what is new is signed within ten seconds`,
    );
  }
  return found;
}

function isAbout(bytes: Uint8Array, id: string): boolean {
  const text = Buffer.from(bytes).toString("utf8");
  if (!text.includes(id)) return false;
  const entry = asEntry(JSON.parse(text));
  return entry !== null && recordsOf(entry).includes(id);
}

function numbered(path: string, index: number): string {
  return path.replace(/\.tlog-proof$/, `-${index}.tlog-proof`);
}

async function writeNew(path: string, text: string): Promise<void> {
  const file = await open(path, "wx").catch((cause: unknown) => {
    const isThere = cause instanceof Error && "code" in cause && cause.code === "EEXIST";
    const why = isThere ? "exists already; name another file" : "cannot be written";
    throw new Error(`${path} ${why}`, { cause });
  });
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

const HELP = `
The proof (C2SP tlog-proof) holds the entry, the hashes that lead from it to the root, and the signed
checkpoint of that root. Whoever holds the ledger's key verifies it offline: tiltmeter verify FILE --key KEY.
Of a nonconformity the newest entry about it is proven, with --all each of its steps. Texts stand in entries
as commitments, so a proof shows no words.

Examples:
  $ tiltmeter prove NC-2027-0042 -o nc42.tlog-proof
  $ tiltmeter prove NC-2027-0042 --all -o nc42.tlog-proof
  $ tiltmeter prove 18442 --data ./tiltmeter-data -o entry.tlog-proof
  $ tiltmeter verify nc42.tlog-proof --key ledger.vkey

Exit codes:
  0  done
  1  there is no such entry, the collector refused or does not answer, or the file exists
  2  the command line cannot be understood`;
