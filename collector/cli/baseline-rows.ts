import { ConfigError } from "../config.ts";
import { noColumn } from "../tables/choose-columns.ts";
import type { TableColumn } from "../tables/column-builder.ts";
import { notAFeature } from "../tables/not-a-feature.ts";
import { readTable, type Table } from "../tables/read-table.ts";
import type { CreateFlags } from "./baseline-flags.ts";
import { instantText } from "./import-time.ts";

type Cell = number | string | null;

/** The rows of a file as `POST /api/v1/baselines` takes them, and what the caller should know. */
export interface BaselineRows {
  readonly columns: Readonly<Record<string, readonly Cell[]>>;
  /** Unix milliseconds. */
  readonly times?: readonly (number | null)[];
  readonly scores?: {
    readonly label: readonly Cell[];
    readonly score: readonly Cell[];
    readonly truth: readonly Cell[];
  };
  readonly notes: readonly string[];
}

/** Reads a reference set: features, and the columns that calibrate or date it. Throws `TableError`, `ConfigError`. */
export async function baselineRows(path: string, flags: CreateFlags): Promise<BaselineRows> {
  const { label, score, truth, time } = flags;
  const asText = [label, truth, ...(flags.categorical ?? [])].filter((each) => each !== undefined);
  const table = await readTable(path, {
    exclude: flags.exclude ?? [],
    asText,
    ...(flags.inputFormat === undefined ? {} : { format: flags.inputFormat }),
  });
  const other = [label, score, truth, time].filter((each) => each !== undefined);
  for (const name of [...other, ...(flags.columns ?? []), ...(flags.exclude ?? []), ...asText]) {
    if (table.names.includes(name)) continue;
    throw new ConfigError(`${path}: has ${noColumn(name, table.names)}`);
  }
  const features =
    flags.columns ?? [...table.columns.keys()].filter((name) => !other.includes(name));
  if (features.length === 0) {
    throw new ConfigError(`${path}: no column is left as a feature; name them with --columns`);
  }
  const rows = drawn(table.rows, flags.sample);
  const cells = (name: string): readonly Cell[] => cellsOf(columnOf(table, name), rows);
  const notes = [
    ...features.flatMap((name) => noteOf(name, columnOf(table, name))),
    ...(rows.length < table.rows
      ? [`${rows.length} of ${table.rows} rows, drawn evenly, are sent as --sample says`]
      : []),
  ];
  return {
    columns: Object.fromEntries(features.map((name) => [name, cells(name)])),
    ...(time === undefined ? {} : { times: cells(time).map((cell) => millis(cell, flags)) }),
    ...(label === undefined || score === undefined || truth === undefined
      ? {}
      : { scores: { label: cells(label), score: cells(score), truth: cells(truth) } }),
    notes,
  };
}

function columnOf(table: Table, name: string): TableColumn {
  const column = table.columns.get(name);
  if (column !== undefined) return column;
  throw new ConfigError(
    `${table.path}: ${name} is excluded and used at once; drop it from --exclude`,
  );
}

/** JSON knows neither NaN nor the infinities: all of them are missing in a baseline. */
function cellsOf(column: TableColumn, rows: readonly number[]): readonly Cell[] {
  if (column.kind === "texts") {
    return rows.map((row) => column.categories[column.codes[row] ?? -1] ?? null);
  }
  return rows.map((row) => {
    const value = column.values[row] ?? Number.NaN;
    return Number.isFinite(value) ? value : null;
  });
}

function millis(cell: Cell, flags: CreateFlags): number | null {
  if (cell === null) return null;
  // Instants of Parquet are milliseconds already.
  const format =
    typeof cell === "number" && flags.timeFormat === "iso" ? "epoch_ms" : flags.timeFormat;
  const text = instantText(cell, { format, zone: flags.zone });
  return text === null ? null : Date.parse(text);
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

/** All rows, or so many of them, each with the same chance, in order (Knuth's algorithm S, fixed seed). */
function drawn(total: number, sample: number | undefined): readonly number[] {
  const wanted = Math.min(total, sample ?? total);
  const rows: number[] = [];
  let state = 0x9e3779b9;
  for (let row = 0; row < total && rows.length < wanted; row++) {
    // Mulberry32.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    const chance = ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    if ((total - row) * chance < wanted - rows.length) rows.push(row);
  }
  return rows;
}
