import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { pipeline } from "node:stream/promises";
import {
  type Baseline,
  countOutputs,
  countScores,
  type Distributions,
  distributionsOf,
} from "@tiltmeter/rules";
import { ConfigError } from "../config.ts";
import { noColumn } from "../tables/choose-columns.ts";
import type { TableColumn } from "../tables/column-builder.ts";
import { notAFeature } from "../tables/not-a-feature.ts";
import { readTable, type Table } from "../tables/read-table.ts";
import { shown } from "../tables/table-error.ts";
import type { CreateFlags } from "./baseline-flags.ts";
import { instantText } from "./import-time.ts";

type Cell = number | string | null;

/** What a file's rows come to, as `POST /api/v1/baselines` takes it, and what the caller should know. */
export interface BaselineRows {
  /** The file's name and its SHA-256: an auditor can tell which one it was. */
  readonly origin: string;
  readonly distributions: Distributions;
  readonly scores?: NonNullable<Baseline["scores"]>;
  readonly outputs?: NonNullable<Baseline["outputs"]>;
  readonly notes: readonly string[];
}

/**
 * Reads a reference set and counts it here: features, texts, and the columns that calibrate or date it.
 * No row is sent, so its size does not matter to the collector. Throws `TableError`, `ConfigError`.
 */
export async function baselineRows(path: string, flags: CreateFlags): Promise<BaselineRows> {
  const { label, score, truth, time, text = [] } = flags;
  const asText = [label, truth, ...text, ...(flags.categorical ?? [])].filter(
    (each) => each !== undefined,
  );
  const table = await readTable(path, {
    exclude: flags.exclude ?? [],
    asText,
    ...(flags.inputFormat === undefined ? {} : { format: flags.inputFormat }),
  });
  const other = [label, score, truth, time, ...text].filter((each) => each !== undefined);
  for (const name of [...other, ...(flags.columns ?? []), ...(flags.exclude ?? []), ...asText]) {
    if (table.names.includes(name)) continue;
    throw new ConfigError(`${path}: has ${noColumn(name, table.names)}`);
  }
  const features =
    flags.columns?.filter((name) => !text.includes(name)) ??
    [...table.columns.keys()].filter((name) => !other.includes(name));
  if (features.length + text.length === 0) {
    throw new ConfigError(`${path}: no column is left as a feature; name them with --columns`);
  }
  const cells = (name: string): readonly Cell[] => cellsOf(columnOf(table, name), table.rows);
  const prose = (name: string): (string | null)[] =>
    cells(name).map((cell) => (cell === null ? null : String(cell)));
  return {
    origin: `file ${basename(path).slice(0, FILE_NAME_MAX)}, SHA-256 ${await sha256(path)}`,
    distributions: distributionsOf({
      columns: Object.fromEntries(features.map((name) => [name, cells(name)])),
      texts: Object.fromEntries(text.map((name) => [name, prose(name)])),
      ...(time === undefined
        ? {}
        : { times: timesOf(`${path}: column ${time}`, cells(time), flags) }),
    }),
    ...(label === undefined ? {} : { outputs: countOutputs(cells(label)) }),
    ...(label === undefined || score === undefined || truth === undefined
      ? {}
      : {
          scores: countScores({ label: cells(label), score: cells(score), truth: cells(truth) }),
        }),
    notes: features.flatMap((name) => noteOf(name, columnOf(table, name))),
  };
}

/** As much as tells files apart. */
const FILE_NAME_MAX = 200;

async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

function columnOf(table: Table, name: string): TableColumn {
  const column = table.columns.get(name);
  if (column !== undefined) return column;
  throw new ConfigError(
    `${table.path}: ${name} is excluded and used at once; drop it from --exclude`,
  );
}

function cellsOf(column: TableColumn, rows: number): readonly Cell[] {
  return Array.from({ length: rows }, (_, row) =>
    column.kind === "texts"
      ? (column.categories[column.codes[row] ?? -1] ?? null)
      : (column.values[row] ?? Number.NaN),
  );
}

/** Throws `ConfigError` where no row has one: a baseline of no hour would be compared with none. */
function timesOf(where: string, cells: readonly Cell[], flags: CreateFlags): readonly number[] {
  const times = cells.map((cell) => millis(cell, flags));
  if (times.some((time) => !Number.isNaN(time))) return times;
  const got = cells.find((cell) => cell !== null && !Number.isNaN(cell)) ?? null;
  throw new ConfigError(
    `${where}: no row has a time that can be read as ${flags.timeFormat}, got ${shown(got)}; name another column with --time, or say how it is written with --time-format`,
  );
}

/** NaN where the row has no time: it counts at no hour. */
function millis(cell: Cell, flags: CreateFlags): number {
  if (cell === null) return Number.NaN;
  // Instants of Parquet are milliseconds already.
  const format =
    typeof cell === "number" && flags.timeFormat === "iso" ? "epoch_ms" : flags.timeFormat;
  const text = instantText(cell, { format, zone: flags.zone });
  return text === null ? Number.NaN : Date.parse(text);
}

function noteOf(name: string, column: TableColumn): readonly string[] {
  const pair =
    column.kind === "texts"
      ? ({ kind: "categorical", reference: column, current: column } as const)
      : ({ kind: "numeric", reference: column, current: column } as const);
  const sorted = column.kind === "numbers" ? column.values.filter(isNumber).sort() : null;
  const note = notAFeature(name, pair, sorted);
  return note === null ? [] : [`${name}: ${note}`];
}

function isNumber(value: number): boolean {
  return !Number.isNaN(value);
}
