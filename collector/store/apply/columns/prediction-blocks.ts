import { latencyCell } from "@tiltmeter/rules";
import type { Arena } from "../../../columns/arena.ts";
import { GIVEN } from "../../../columns/prediction-columns.ts";
import { beginnings, lengthsOf } from "../../../columns/telemetry-of.ts";
import { windowTimeMs } from "../window-time.ts";
import { BlockColumns, type Numbered, numbered } from "./block-columns.ts";
import { NativeBlock } from "./native-block.ts";
import { type Part, rowsOfParts } from "./part.ts";
import { plain } from "./plain.ts";
import { Turns } from "./turns.ts";
import { DICTIONARY_VERSION, WordColumn } from "./word-column.ts";
import { Words } from "./words.ts";

/** The predictions of some batches as blocks of their two tables: row for row what `predictionValues` and `featuresValues` say. */
export interface PredictionBlocks {
  readonly predictions: readonly Uint8Array[];
  /** Empty where no prediction has features. */
  readonly features: readonly Uint8Array[];
  readonly featuresRows: number;
}

const TIME = "DateTime64(6, 'UTC')";

/**
 * `journal` is a UUID as text. Half a microsecond to one a prediction of twenty features; requests have their turn in
 * between.
 */
export async function predictionBlocks(
  parts: readonly Part[],
  journal: string,
  memory: Arena,
): Promise<PredictionBlocks> {
  const id = Buffer.from(journal.replaceAll("-", ""), "hex");
  const words = new Words();
  const turns = new Turns();
  const coded = numbered(parts, words);
  const block = new NativeBlock(rowsOfParts(parts), memory);
  const columns = new BlockColumns({ block, parts: coded, words, turns });
  await columns.words("system", "system");
  await columns.texts("id", "id");
  await columns.int64s("identity", "UInt64", identity);
  await columns.uuids("digest", ({ names }) => names.digests);
  await columns.int64s("window_time", TIME, windowMicros);
  await writeCells(block, turns.each(parts));
  await columns.words("environment", "environment");
  await columns.words("system_version", "systemVersion");
  await columns.words("producer", "producer");
  await columns.int64s("seq", "UInt64", senderSeq);
  await columns.texts("trace_id", "traceId");
  await columns.texts("span_id", "spanId");
  await columns.int64s("time", TIME, timeMicros);
  await columns.words("model_name", "modelName");
  await columns.words("model_version", "modelVersion");
  await columns.words("model_supplier", "modelSupplier");
  await columns.words("model_digest", "modelDigest");
  await columns.words("task", "task");
  await columns.words("label", "label");
  await columns.numbers("score", "score", GIVEN.score);
  await columns.numbers("value", "value", GIVEN.value);
  await columns.numbers("latency", "latency", GIVEN.latency);
  await columns.words("status", "status");
  await columns.words("error_type", "errorType");
  await columns.segments("segment");
  await columns.texts("subject", "subject");
  await writeIdentity(columns, id);
  return {
    predictions: block.done(),
    ...(await featuresBlock(parts, { words, turns, memory, journal: id, predictions: block })),
  };
}

/** The columns that are the same in both tables, where both have the same rows. */
const SHARED = ["system", "model_version", "environment", "id", "window_time", "segment"] as const;
const IDENTITY = ["received_at", "_journal", "_seq", "_row"] as const;

/** The last columns of both tables: a record's name for ever. */
async function writeIdentity(columns: BlockColumns, journal: Uint8Array): Promise<void> {
  await columns.int64s("received_at", "DateTime64(3, 'UTC')", receivedMs);
  columns.sameUuid("_journal", journal);
  await columns.int64s("_seq", "UInt64", batchSeq);
  await columns.places("_row");
}

// Functions of the module and none made where they are used: code that is compiled for a function goes with it.
const identity = ({ names }: Part, row: number): number => names.identities[row] ?? 0;
const senderSeq = ({ columns }: Part, row: number): number => columns.seq[row] ?? 0;
const batchSeq = ({ seq }: Part): number => seq;
const receivedMs = (part: Part): number => part.receivedMs;
const timeMicros = ({ columns }: Part, row: number): number =>
  micros((columns.time[row] ?? 0) / 1000);

function micros(ms: number): number {
  return Math.round(ms * 1000);
}

function windowMicros({ columns, receivedMs }: Part, row: number): number {
  return micros(windowTimeMs((columns.time[row] ?? 0) / 1000, receivedMs));
}

async function writeCells(block: NativeBlock, parts: AsyncIterable<Part>): Promise<void> {
  const nulls = block.memory.bytes(block.rows).fill(0);
  const cells = block.memory.numbers(block.rows).fill(0);
  let at = 0;
  for await (const { columns, rows } of parts) {
    for (const row of rows) {
      if (((columns.given[row] ?? 0) & GIVEN.latency) === 0) nulls[at] = 1;
      else cells[at] = latencyCell(columns.latency[row] ?? 0);
      at += 1;
    }
  }
  block.column("latency_cell", "Nullable(Int32)");
  block.data(nulls);
  block.data(cells);
}

async function featuresBlock(
  all: readonly Part[],
  of: {
    readonly words: Words;
    readonly turns: Turns;
    readonly memory: Arena;
    readonly journal: Uint8Array;
    readonly predictions: NativeBlock;
  },
): Promise<Pick<PredictionBlocks, "features" | "featuresRows">> {
  const { words, turns, memory, journal, predictions } = of;
  const parts = all.map(withFeatures).filter(({ rows }) => rows.length > 0);
  const featuresRows = rowsOfParts(parts);
  if (featuresRows === 0) return { features: [], featuresRows };
  const block = new NativeBlock(featuresRows, memory);
  const coded = numbered(parts, words);
  const columns = new BlockColumns({ block, parts: coded, words, turns });
  const areSame = featuresRows === predictions.rows;
  if (areSame) for (const name of SHARED) block.columnOf(predictions, name);
  else {
    await columns.words("system", "system");
    await columns.words("model_version", "modelVersion");
    await columns.words("environment", "environment");
    await columns.texts("id", "id");
    await columns.int64s("window_time", TIME, windowMicros);
    await columns.segments("segment");
  }
  await columns.named("num", "Map(LowCardinality(String), Float64)", "numeric", {
    prefix: [],
    values: async (total) => {
      const values = memory.doubles(total);
      let at = 0;
      for await (const part of turns.each(parts)) at = putNumericValues(values, at, part);
      block.data(values);
    },
  });
  await columns.named("cat", "Map(LowCardinality(String), LowCardinality(String))", "categorical", {
    prefix: [DICTIONARY_VERSION],
    values: async (total) => {
      const values = new WordColumn(words, total, memory);
      for await (const part of turns.each(coded)) addCategoricalValues(values, part);
      values.writeTo(block);
    },
  });
  await columns.named("missing", "Array(LowCardinality(String))", "missing", {
    prefix: [],
    values: async () => {},
  });
  if (areSame) for (const name of IDENTITY) block.columnOf(predictions, name);
  else await writeIdentity(columns, journal);
  return { features: block.done(), featuresRows };
}

/** Without the rows that have no features at all. */
function withFeatures(part: Part): Part {
  const { lists, numeric, categorical, missing } = part.columns;
  const sizes = lengthsOf(lists);
  const rows = new Uint32Array(part.rows.length);
  let count = 0;
  for (const row of part.rows) {
    const features =
      (sizes[numeric[row] ?? 0] ?? 0) +
      (sizes[categorical[row] ?? 0] ?? 0) +
      (sizes[missing[row] ?? 0] ?? 0);
    if (features > 0) rows[count++] = row;
  }
  return count === rows.length ? part : { ...part, rows: rows.subarray(0, count) };
}

/** Puts the values of a part's rows where `at` says, and tells where they end. */
function putNumericValues(into: Float64Array, start: number, { columns, rows }: Part): number {
  const { numeric, lists, numericValues: values } = columns;
  const from = beginnings(numeric, lists);
  let at = start;
  for (const row of rows) {
    const end = from[row + 1] ?? 0;
    for (let i = from[row] ?? 0; i < end; i += 1) into[at++] = plain(values[i] ?? 0);
  }
  return at;
}

function addCategoricalValues(into: WordColumn, { columns, rows, numbers }: Numbered): void {
  const { categorical, lists, categoricalValues: values } = columns;
  const from = beginnings(categorical, lists);
  for (const row of rows) into.addRange(values, from[row] ?? 0, from[row + 1] ?? 0, numbers);
}
