import type { EvidenceRecord } from "@tiltmeter/rules";
import { ConfigError } from "../config.ts";
import { admit } from "../ingest/admit.ts";
import type { JsonPath } from "../ingest/json-shapes.ts";
import { recogniseJson } from "../ingest/recognise-json.ts";
import { readRows } from "../tables/read-rows.ts";
import { tableFile } from "../tables/table-format.ts";
import { prepareImport } from "./import-prepare.ts";
import { jsonLines } from "./json-lines.ts";

/** Files of records, as `import` takes them with a mapping, or as JSON lines of the plain JSON API without. */
export interface RecordFiles {
  readonly predictions: string;
  readonly outcomes: string | null;
  readonly oversight: string | null;
  readonly map: string | null;
  readonly outcomesMap: string | null;
}

/** Records in the order in which they happened, and the rows that made none. */
export interface ReadRecords {
  readonly records: readonly EvidenceRecord[];
  readonly rejected: readonly string[];
  readonly rejectedCount: number;
}

/** More is for a collector: a record of a backtest over files stands in memory. */
const RECORDS_MAX = 2_000_000;
const REJECTED_SHOWN = 10;

/** Reads the files whole. Throws `ConfigError` and `TableError` where one cannot be used. */
export async function readRecordFiles(files: RecordFiles): Promise<ReadRecords> {
  const records: EvidenceRecord[] = [];
  const rejected: string[] = [];
  let rejectedCount = 0;
  for (const { kind, path, map } of [
    { kind: "predictions", path: files.predictions, map: files.map },
    { kind: "outcomes", path: files.outcomes, map: files.outcomesMap },
    { kind: "oversight", path: files.oversight, map: null },
  ] as const) {
    if (path === null) continue;
    for await (const { row, item, problem } of itemsOf(kind, path, map)) {
      const made = problem === null ? recordOf(kind, item) : problem;
      if (typeof made !== "string") {
        records.push(made);
        if (records.length > RECORDS_MAX) {
          throw new ConfigError(
            `files of a backtest hold at most ${RECORDS_MAX} records; import them into a collector and name it with --url`,
          );
        }
        continue;
      }
      rejectedCount += 1;
      if (rejected.length < REJECTED_SHOWN) rejected.push(`${path}: row ${row}: ${made}`);
    }
  }
  return { records: records.sort((a, b) => timeOf(a) - timeOf(b)), rejected, rejectedCount };
}

interface Item {
  readonly row: number;
  readonly item: unknown;
  readonly problem: string | null;
}

async function* itemsOf(
  kind: "predictions" | "outcomes" | "oversight",
  path: string,
  map: string | null,
): AsyncGenerator<Item> {
  if (map === null || kind === "oversight") {
    yield* jsonLines(path);
    return;
  }
  const prepared = await prepareImport(await tableFile(path), kind, map);
  for await (const row of readRows(prepared.file)) {
    const mapped = prepared.map(row);
    yield mapped.kind === "record"
      ? { row: row.row, item: mapped.record, problem: null }
      : { row: row.row, item: null, problem: mapped.reason };
  }
}

/** As a collector would take it in; the reason why not. */
function recordOf(kind: JsonPath, item: unknown): EvidenceRecord | string {
  const recognised = recogniseJson(kind, item);
  if (recognised.kind === "rejected") return recognised.reason;
  const admitted = admit(recognised.telemetry, 0);
  if ("kind" in admitted) return admitted.reason;
  if (admitted.statement.timeMs === 0) return "a record of a backtest has a time";
  return admitted;
}

/** When something happened, for the order in which it is received. */
export function timeOf({ statement }: EvidenceRecord): number {
  return "timeMs" in statement ? statement.timeMs : 0;
}
