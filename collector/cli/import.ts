import { appendFile, stat, writeFile } from "node:fs/promises";
import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { ConfigError } from "../config.ts";
import { readRows } from "../tables/read-rows.ts";
import { TABLE_FORMATS, type TableFormat, tableFile } from "../tables/table-format.ts";
import { type CollectorAddress, collectorAddress } from "./collector-api.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import type { RejectedRow } from "./import-batches.ts";
import { exampleMapping } from "./import-example.ts";
import type { ImportKind } from "./import-fields.ts";
import { type PreparedImport, prepareImport } from "./import-prepare.ts";
import { importProgress } from "./import-progress.ts";
import { type ImportTotals, runImport } from "./import-run.ts";
import { differs, type ImportState, readState, removeState, writeState } from "./import-state.ts";
import { createStopping } from "./stopping.ts";
import type { Terminal } from "./terminal.ts";

interface ImportFlags {
  readonly map?: string;
  readonly exampleMap?: ImportKind;
  readonly dryRun?: true;
  readonly url?: string;
  readonly key?: string;
  readonly inputFormat?: TableFormat;
  readonly rejects?: string;
  readonly progress?: string;
  readonly restart?: true;
  readonly patience: number;
  readonly format: "text" | "json";
}

const KINDS: readonly ImportKind[] = ["predictions", "outcomes"];
const REJECTED_SHOWN = 20;
const RECORDS_SHOWN = 3;

/** `tiltmeter import`: batch scoring logs into a collector, without doubles and without losing the place. */
export function importCommand(terminal: Terminal, finish: Finish): Command {
  return new Command("import")
    .description(
      "send a file of predictions or outcomes to a collector; can be broken off and resumed",
    )
    .addArgument(new Argument("[kind]", "what the rows are").choices(KINDS))
    .argument("[file]", "CSV, Parquet or JSON lines; CSV and JSON lines may be gzip")
    .option("--map <file>", "what its columns mean (YAML; see --example-map)")
    .addOption(
      new Option("--example-map <kind>", "print a mapping file to begin with").choices(KINDS),
    )
    .option("--dry-run", "map and check, send nothing")
    .option("--url <url>", "the collector (default: TILTMETER_URL, or http://127.0.0.1:4318)")
    .option("--key <key>", "an ingest key (default: TILTMETER_KEY)")
    .addOption(
      new Option("--input-format <format>", "of the file (default: by extension)").choices(
        TABLE_FORMATS,
      ),
    )
    .option("--rejects <file>", "write every rejected row and its reason here, as JSON lines")
    .option("--progress <file>", "where to keep the place (default: FILE.tiltmeter-import.json)")
    .option("--restart", "begin at the first row, whatever was sent before")
    .option("--patience <seconds>", "how long to wait for a collector that is away", seconds, 300)
    .addOption(
      new Option("--format <format>", "how to print").choices(["text", "json"]).default("text"),
    )
    .addHelpText("after", IMPORT_HELP)
    .action(async (kind: ImportKind | undefined, path: string | undefined, flags: ImportFlags) => {
      if (flags.exampleMap !== undefined) {
        terminal.print(exampleMapping(flags.exampleMap).trimEnd());
        return;
      }
      if (kind === undefined || path === undefined || flags.map === undefined) {
        throw new ConfigError(
          "name what to import, the file and its mapping: tiltmeter import predictions FILE --map MAP.yaml; tiltmeter import --example-map predictions prints a mapping to begin with",
        );
      }
      const file = await tableFile(path, flags.inputFormat);
      const prepared = await prepareImport(file, kind, flags.map);
      if (flags.dryRun === true) finish(await dryRun(prepared, flags, terminal));
      else finish(await send(prepared, flags, collectorAddress(flags, terminal.env), terminal));
    });
}

async function dryRun(of: PreparedImport, flags: ImportFlags, terminal: Terminal): Promise<number> {
  const records: unknown[] = [];
  const rejected: RejectedRow[] = [];
  let rows = 0;
  let rejectedCount = 0;
  for await (const row of readRows(of.file)) {
    rows = row.row;
    const mapped = of.map(row);
    if (mapped.kind === "record") {
      if (records.length < RECORDS_SHOWN) records.push(mapped.record);
    } else {
      rejectedCount += 1;
      if (rejected.length < REJECTED_SHOWN) rejected.push({ row: row.row, reason: mapped.reason });
    }
  }
  if (flags.format === "json") {
    terminal.print(JSON.stringify({ rows, rejected: rejectedCount, records, rejects: rejected }));
  } else {
    for (const record of records) terminal.print(JSON.stringify(record, null, 2));
    for (const line of rejectedLines(rejected, rejectedCount)) terminal.complain(line);
    terminal.complain(
      `${of.file.path}: ${rows} rows, ${rejectedCount} of them cannot be mapped; nothing was sent. The collector checks lengths and limits when they are`,
    );
  }
  return rejectedCount === 0 ? EXIT.ok : EXIT.failed;
}

async function send(
  of: PreparedImport,
  flags: ImportFlags,
  address: CollectorAddress,
  terminal: Terminal,
): Promise<number> {
  const statePath = flags.progress ?? `${of.file.path}.tiltmeter-import.json`;
  const start = await startOf(of, flags, address, statePath);
  if (start.nextRow > 1) {
    const total = of.outline.rows === null ? "" : ` of ${of.outline.rows}`;
    terminal.complain(`going on at row ${start.nextRow}${total}, as ${statePath} says`);
  } else if (flags.rejects !== undefined) await writeFile(flags.rejects, "");
  await writeState(statePath, start).catch((error: unknown) => {
    throw new Error(`${statePath}: the place cannot be kept here; name a file with --progress`, {
      cause: error,
    });
  });
  const stopping = createStopping(terminal);
  const stop = new AbortController();
  void stopping.requested.then(() => stop.abort());
  const progress = importProgress(terminal);
  const shown: RejectedRow[] = [];
  const began = performance.now();
  let totals: ImportTotals;
  try {
    totals = await runImport({
      file: of.file,
      outline: of.outline,
      map: of.map,
      state: start,
      send: {
        address,
        kind: of.kind,
        random: Math.random,
        patienceMs: flags.patience * 1000,
        waiting: (reason, ms) =>
          progress.say(`${reason}; trying again in ${Math.ceil(ms / 1000)} s`),
        signal: stop.signal,
      },
      keep: async (state, rejected) => {
        shown.push(...rejected.slice(0, REJECTED_SHOWN - shown.length));
        await writeRejects(flags.rejects, rejected);
        await writeState(statePath, state);
      },
      progress: progress.update,
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${message}\nwhat was sent is kept; ${howToResume(statePath)}`, {
      cause: error,
    });
  } finally {
    progress.stop();
    stopping.done();
  }
  if (totals.isFinished) await removeState(statePath);
  report(of, totals, { seconds: (performance.now() - began) / 1000, shown }, flags, terminal);
  if (totals.isFinished) return totals.state.rejected === 0 ? EXIT.ok : EXIT.failed;
  terminal.complain(`stopped before the end; ${howToResume(statePath)}`);
  return EXIT.forced;
}

function howToResume(statePath: string): string {
  return `the same command goes on there (the place is in ${statePath})`;
}

async function startOf(
  of: PreparedImport,
  flags: ImportFlags,
  { url }: CollectorAddress,
  path: string,
): Promise<ImportState> {
  const { size, mtimeMs } = await stat(of.file.path);
  const what = { kind: of.kind, url, map: of.mapDigest, bytes: size, modifiedMs: mtimeMs };
  const fresh = {
    version: 1,
    of: what,
    nextRow: 1,
    accepted: 0,
    repeated: 0,
    rejected: 0,
  } as const;
  if (flags.restart === true) return fresh;
  const found = await readState(path);
  if (found === null) return fresh;
  const difference = differs(found, what);
  if (difference === null) return found;
  throw new ConfigError(
    `${path}: is the place of an import ${difference}; finish that one, or begin this one at its first row with --restart`,
  );
}

async function writeRejects(
  path: string | undefined,
  rejected: readonly RejectedRow[],
): Promise<void> {
  if (path === undefined || rejected.length === 0) return;
  await appendFile(path, rejected.map((each) => `${JSON.stringify(each)}\n`).join(""));
}

function report(
  of: PreparedImport,
  { rows, state, isFinished }: ImportTotals,
  told: { readonly seconds: number; readonly shown: readonly RejectedRow[] },
  flags: ImportFlags,
  terminal: Terminal,
): void {
  const { accepted, repeated, rejected } = state;
  const perSecond = Math.round(rows / Math.max(told.seconds, 0.001));
  if (flags.format === "json") {
    const figures = { rows: state.nextRow - 1, accepted, rejected, duplicates: repeated };
    const speed = { seconds: Number(told.seconds.toFixed(3)), rowsPerSecond: perSecond };
    terminal.print(
      JSON.stringify({ ...figures, ...speed, finished: isFinished, rejects: told.shown }),
    );
    return;
  }
  for (const line of rejectedLines(told.shown, rejected)) terminal.complain(line);
  const again = repeated === 0 ? "" : ` (${repeated} of them were there before)`;
  terminal.print(
    `${of.file.path}: ${state.nextRow - 1} rows of ${of.kind}, ${accepted} accepted${again}, ${rejected} rejected; ${told.seconds.toFixed(1)} s, ${perSecond} rows/s`,
  );
}

function rejectedLines(shown: readonly RejectedRow[], count: number): readonly string[] {
  const lines = shown.map(({ row, reason }) => `row ${row}: ${reason}`);
  const more = count - shown.length;
  return more > 0 ? [...lines, `and ${more} more; --rejects FILE writes all of them`] : lines;
}

function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("Patience is a number of seconds, 0 or more.");
}

const IMPORT_HELP = `
The mapping says which column is what. Rows are sent in batches that the collector knows again, so an
import that broke off, or is run twice, doubles nothing. The place is kept in a file beside the input
until the import is done; the same command goes on there. Times are those of the file, however old;
a control looks at them when it judges past windows.

Examples:
  $ tiltmeter import --example-map predictions > map.yaml
  $ tiltmeter import predictions scores.parquet --map map.yaml --dry-run
  $ tiltmeter import predictions scores.parquet --map map.yaml
  $ tiltmeter import outcomes outcomes.csv --map outcomes.yaml --rejects rejected.jsonl

Exit codes:
  0    every row was accepted
  1    rows were rejected (listed), or the collector refused or stayed away
  2    the command line or the mapping cannot be used
  130  stopped by a signal; the same command goes on where it was`;
