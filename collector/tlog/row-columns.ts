/** How a value of a column is written: see `encodeRow`. */
export type ColumnType =
  | "text"
  | "bool"
  | "u16"
  | "u32"
  | "u64"
  | "i32"
  | "i64"
  | "f64"
  /** Instants as counts since 1970, whole. */
  | "micros"
  | "millis"
  | "uuid"
  | { readonly nullable: ColumnType }
  | { readonly list: ColumnType }
  | { readonly map: readonly [ColumnType, ColumnType] };

/** Names and types of the columns of one table, in the order in which they are encoded. */
export type Columns = readonly (readonly [name: string, type: ColumnType])[];

/** Version of the encoding: the order and the types below. An old version stays as it is for ever. */
export const ENCODER = 2;

const perhaps = (nullable: ColumnType): ColumnType => ({ nullable });
const map = (key: ColumnType, value: ColumnType): ColumnType => ({ map: [key, value] });

/** Who sent a record, and as what. */
const SENT: Columns = [
  ["environment", "text"],
  ["system_version", "text"],
  ["producer", "text"],
  ["seq", "u64"],
  ["trace_id", "text"],
  ["span_id", "text"],
];

/** What every row of evidence ends with: its name for ever. */
const PLACE: Columns = [
  ["received_at", "millis"],
  ["_journal", "uuid"],
  ["_seq", "u64"],
  ["_row", "u32"],
];

const NAMED: Columns = [
  ["system", "text"],
  ["id", "text"],
  ["identity", "u64"],
  ["digest", "uuid"],
  ["time", "micros"],
];

/** The tables of evidence. */
export const SEALED_TABLES = [
  "calls_v1",
  "changes_v1",
  "client_metrics_v1",
  "concerns_v1",
  "corrections_v1",
  "features_v1",
  "heartbeats_v1",
  "outcomes_v1",
  "oversight_v1",
  "predictions_v1",
  "profiles_v1",
  "quarantine_v1",
  "scores_v1",
] as const;
export type SealedTableName = (typeof SEALED_TABLES)[number];

/** Every stored column of every table of evidence that there was, as version 1 encodes it. */
const COLUMNS_1 = {
  changes_v1: [
    ["system", "text"],
    ["time", "micros"],
    ...SENT,
    ["change", "text"],
    ["summary", "text"],
    ["from_value", "text"],
    ["to_value", "text"],
    ...PLACE,
  ],
  concerns_v1: [
    ...NAMED,
    ["window_time", "micros"],
    ...SENT,
    ["status", "text"],
    ["concern", "text"],
    ["summary", "text"],
    ["actor", "text"],
    ...PLACE,
  ],
  corrections_v1: [
    ["system", "text"],
    ["kind", "text"],
    ["id", "text"],
    ["relation", "text"],
    ["window_time", "micros"],
    ...SENT,
    ["content", "text"],
    ["first_journal", "uuid"],
    ["first_seq", "u64"],
    ["first_row", "u32"],
    ...PLACE,
  ],
  features_v1: [
    ["system", "text"],
    ["model_version", "text"],
    ["environment", "text"],
    ["id", "text"],
    ["window_time", "micros"],
    ["segment", map("text", "text")],
    ["num", map("text", "f64")],
    ["cat", map("text", "text")],
    ["missing", { list: "text" }],
    ...PLACE,
  ],
  heartbeats_v1: [
    ["system", "text"],
    ["time", "micros"],
    ["window_time", "micros"],
    ...SENT,
    ["last_seq", map("text", "u64")],
    ["dropped", map("text", "u64")],
    ["queue_depth", "u64"],
    ...PLACE,
  ],
  outcomes_v1: [
    ...NAMED,
    ...SENT,
    ["label", "text"],
    ["value", perhaps("f64")],
    ["source", "text"],
    ...PLACE,
  ],
  oversight_v1: [
    ...NAMED,
    ["window_time", "micros"],
    ...SENT,
    ["action", "text"],
    ["from_label", "text"],
    ["to_label", "text"],
    ["actor", "text"],
    ["role", "text"],
    ["reason", "text"],
    ["review_seconds", perhaps("f64")],
    ...PLACE,
  ],
  predictions_v1: [
    ...NAMED,
    ["window_time", "micros"],
    ...SENT,
    ["model_name", "text"],
    ["model_version", "text"],
    ["model_supplier", "text"],
    ["model_digest", "text"],
    ["task", "text"],
    ["label", "text"],
    ["score", perhaps("f64")],
    ["value", perhaps("f64")],
    ["latency", perhaps("f64")],
    ["latency_cell", perhaps("i32")],
    ["status", "text"],
    ["error_type", "text"],
    ["segment", map("text", "text")],
    ["subject", "text"],
    ...PLACE,
  ],
  profiles_v1: [
    ["system", "text"],
    ["model_name", "text"],
    ["model_version", "text"],
    ["feature", "text"],
    ["baseline", "text"],
    ["time", "micros"],
    ["window_time", "micros"],
    ["window_ms", "u32"],
    ...SENT,
    ["segment", map("text", "text")],
    ["predictions", "u64"],
    ["missing", "u64"],
    ["not_a_number", "u64"],
    ["wrong_type", "u64"],
    ["infinite", "u64"],
    ["min", perhaps("f64")],
    ["max", perhaps("f64")],
    ["cells", map("u16", "i64")],
    ["magnitudes", map("u16", "u64")],
    ["sum", "text"],
    ["sum_of_squares", "text"],
    ...PLACE,
  ],
  quarantine_v1: [
    ["key_id", "text"],
    ["event", "text"],
    ["target", "text"],
    ["reason", "text"],
    ["record", "text"],
    ...PLACE,
  ],
  scores_v1: [
    ...NAMED,
    ...SENT,
    ["name", "text"],
    ["value", perhaps("f64")],
    ["label", "text"],
    ["passed", perhaps("bool")],
    ["source", "text"],
    ...PLACE,
  ],
} as const satisfies Readonly<Partial<Record<SealedTableName, Columns>>>;

/** Version 2: calls of generative models, what heartbeats say of them, and metrics of clients about them. */
const COLUMNS_2: Readonly<Record<SealedTableName, Columns>> = {
  ...COLUMNS_1,
  calls_v1: [
    ["system", "text"],
    ["model_version", "text"],
    ["environment", "text"],
    ["id", "text"],
    ["window_time", "micros"],
    ["segment", map("text", "text")],
    ["supplier", "text"],
    ["status", "text"],
    ["operation", "text"],
    ["request_model", "text"],
    ["model_source", "text"],
    ["response_id", "text"],
    ["conversation_id", "text"],
    ["input_tokens", perhaps("u64")],
    ["cached_tokens", perhaps("u64")],
    ["cache_write_tokens", perhaps("u64")],
    ["output_tokens", perhaps("u64")],
    ["reasoning_tokens", perhaps("u64")],
    ["finish_reasons", { list: "text" }],
    ["tools", map("text", "u64")],
    ["is_refused", perhaps("bool")],
    ["is_streamed", perhaps("bool")],
    ["first_chunk", perhaps("f64")],
    ["first_chunk_cell", perhaps("i32")],
    ["dialect", "text"],
    ["scope", "text"],
    ["scope_version", "text"],
    ["schema_url", "text"],
    ["seen_by", { list: "text" }],
    ...PLACE,
  ],
  client_metrics_v1: [
    ["system", "text"],
    ["time", "micros"],
    ["start_time", "micros"],
    ...SENT,
    ["temporality", "text"],
    ["series", "text"],
    ["metric", "text"],
    ["unit", "text"],
    ["supplier", "text"],
    ["request_model", "text"],
    ["response_model", "text"],
    ["operation", "text"],
    ["token_type", "text"],
    ["error_type", "text"],
    ["count", perhaps("f64")],
    ["sum", perhaps("f64")],
    ...PLACE,
  ],
  heartbeats_v1: [
    ["system", "text"],
    ["time", "micros"],
    ["window_time", "micros"],
    ...SENT,
    ["last_seq", map("text", "u64")],
    ["dropped", map("text", "u64")],
    ["queue_depth", "u64"],
    ["instrumented", { list: "text" }],
    ["uninstrumented", { list: "text" }],
    ["clock_offset", perhaps("f64")],
    ...PLACE,
  ],
};

const COLUMNS: readonly Readonly<Partial<Record<string, Columns>>>[] = [COLUMNS_1, COLUMNS_2];

/** The columns that a version encodes of each table; null: the version is unknown, which is not tampered with. */
export function columnsOf(encoder: number): Readonly<Partial<Record<string, Columns>>> | null {
  return COLUMNS[encoder - 1] ?? null;
}
