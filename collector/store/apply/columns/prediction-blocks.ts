import { latencyCell } from "@tiltmeter/rules";
import type { Arena } from "../../../columns/arena.ts";
import { GIVEN } from "../../../columns/prediction-columns.ts";
import { beginnings } from "../../../columns/telemetry-of.ts";
import { windowTimeMs } from "../window-time.ts";
import { BlockColumns, numbered } from "./block-columns.ts";
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
  await columns.int64s("identity", "UInt64", ({ names }, row) => names.identities[row] ?? 0);
  await columns.uuids("digest", ({ names }) => names.digests);
  await columns.int64s("window_time", TIME, windowMicros);
  await writeCells(block, turns.each(parts));
  await columns.words("environment", "environment");
  await columns.words("system_version", "systemVersion");
  await columns.words("producer", "producer");
  await columns.int64s("seq", "UInt64", ({ columns: { seq } }, row) => seq[row] ?? 0);
  await columns.texts("trace_id", "traceId");
  await columns.texts("span_id", "spanId");
  await columns.int64s("time", TIME, ({ columns: { time } }, row) =>
    micros((time[row] ?? 0) / 1000),
  );
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
  await columns.int64s("received_at", "DateTime64(3, 'UTC')", ({ receivedMs }) => receivedMs);
  columns.sameUuid("_journal", journal);
  await columns.int64s("_seq", "UInt64", ({ seq }) => seq);
  await columns.places("_row");
}

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
    values: async (total) =>
      block.data(await numericValues(turns.each(parts), memory.doubles(total))),
  });
  await columns.named("cat", "Map(LowCardinality(String), LowCardinality(String))", "categorical", {
    prefix: [DICTIONARY_VERSION],
    values: async (total) => {
      const values = new WordColumn(words, total, memory);
      for await (const { columns: own, rows, numbers } of turns.each(coded)) {
        const from = beginnings(own.categorical, own.lists);
        for (const row of rows) {
          const start = from[row] ?? 0;
          const count = own.lists[own.categorical[row] ?? 0]?.length ?? 0;
          values.addRange(own.categoricalValues, start, start + count, numbers);
        }
      }
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
  const sizes = Uint32Array.from(lists, ({ length }) => length);
  const has = (list: number | undefined): boolean => (sizes[list ?? 0] ?? 0) > 0;
  const hasSome = (row: number): boolean =>
    has(numeric[row]) || has(categorical[row]) || has(missing[row]);
  return part.rows.every(hasSome) ? part : { ...part, rows: part.rows.filter(hasSome) };
}

async function numericValues(
  parts: AsyncIterable<Part>,
  into: Float64Array,
): Promise<Float64Array> {
  let at = 0;
  for await (const { columns, rows } of parts) {
    const { numeric, lists, numericValues: values } = columns;
    const from = beginnings(numeric, lists);
    for (const row of rows) {
      const start = from[row] ?? 0;
      const end = start + (lists[numeric[row] ?? 0]?.length ?? 0);
      for (let i = start; i < end; i += 1) into[at++] = plain(values[i] ?? 0);
    }
  }
  return into;
}
