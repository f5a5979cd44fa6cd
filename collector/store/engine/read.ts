import { randomBytes, randomUUID } from "node:crypto";
import type { ClickHouseClient } from "@clickhouse/client";
import { wholeAnswer } from "./answer.ts";
import { MEANING } from "./meaning.ts";
import type { Engine } from "./open.ts";
import type { Parameters as Bound } from "./parameters.ts";
import { retried } from "./retried.ts";

/** Answers a named question. Rows are arrays in the order of the columns. */
export type Read = (
  /** Reaches the engine's process list and logs: `evidence.cells`. */
  name: string,
  /** Starts with SELECT. Values are bound: `{name:Type}`. */
  sql: string,
  parameters?: Bound,
  options?: ReadOptions,
) => Promise<readonly (readonly unknown[])[]>;

export interface ReadOptions {
  readonly signal?: AbortSignal;
  readonly maxSeconds?: number;
  /** Rows that the question may look at, whatever it answers; absent: as many as there are. */
  readonly maxRowsRead?: number;
  /** Threads that the engine may use; absent: as it likes. What nobody waits for takes one, beside the inserts. */
  readonly threads?: number;
}

/** The engine or the server did not answer a question; `cause` says why. */
export class ReadFailed extends Error {
  override readonly name = "ReadFailed";

  constructor(name: string, cause: unknown) {
    super(`the store could not answer ${name}: try again, and check that it works`, { cause });
  }
}

/** The answer is not the answer to our question. Nothing of it may be used. */
export class ForeignAnswer extends Error {
  override readonly name = "ForeignAnswer";
}

/** A page waits no longer for its figures, and a tick has others to ask. */
const SECONDS_MAX = 30;
/** 1,000 systems × 1,000 groups. */
const ROWS_MAX = 1_000_000;
const RESULT_BYTES_MAX = 256 * 1_048_576;
const MEMORY_BYTES_MAX = 2_048 * 1_048_576;

/**
 * Makes the only way to read.
 *
 * Every read is read-only and bounded in time, memory and rows, carries its name into the engine's
 * process list, and has a random mark in each row that is checked before a row is handed out:
 * another query's leftovers (a fault of the embedded engine) can never be taken for an answer. An
 * answer is handed out whole or not at all. What fails on the way to a server is asked again, twice, and what
 * asks the embedded engine for a table that is being loaded anew waits for it.
 * What the engine throws comes as `ReadFailed`.
 *
 * What decides about writing is asked as the writer: nobody's row policy or lagging rights may hide
 * a row that is there.
 */
export function createRead(engine: Engine, as: "reader" | "writer" = "reader"): Read {
  const client = as === "reader" ? engine.reader : engine.client;
  // A reader's profile on a server has 2, which keeps its limits changeable; what has it must not be told 1.
  const readonly = engine.kind === "embedded" ? "1" : "2";
  return async (name, sql, parameters = {}, options = {}) => {
    const ask = (): Promise<readonly (readonly unknown[])[]> => {
      const mark = randomBytes(4).toString("hex");
      return answer(client, mark, {
        query: sql.replace(/^\s*SELECT\b/, `SELECT '${mark}' AS _mark,`),
        query_params: { ...parameters },
        query_id: randomUUID(),
        format: "JSONCompact",
        ...(options.signal === undefined ? {} : { abort_signal: options.signal }),
        clickhouse_settings: {
          ...MEANING,
          log_comment: name,
          max_execution_time: options.maxSeconds ?? SECONDS_MAX,
          max_result_rows: String(ROWS_MAX),
          max_result_bytes: String(RESULT_BYTES_MAX),
          result_overflow_mode: "throw",
          max_memory_usage: String(MEMORY_BYTES_MAX),
          output_format_json_quote_64bit_integers: 0,
          output_format_json_quote_denormals: 1,
          output_format_write_statistics: 0,
          ...(options.maxRowsRead === undefined
            ? {}
            : { max_rows_to_read: String(options.maxRowsRead) }),
          ...(options.threads === undefined ? {} : { max_threads: options.threads }),
          readonly,
        },
      });
    };
    const asked =
      engine.kind === "server" ? retried(ask, options.signal) : engine.reloads.beside(ask);
    const rows = await asked.catch((cause: unknown) => {
      throw cause instanceof ForeignAnswer ? foreign(name) : new ReadFailed(name, cause);
    });
    return rows;
  };
}

async function answer(
  client: ClickHouseClient,
  mark: string,
  question: Parameters<ClickHouseClient["query"]>[0],
): Promise<readonly (readonly unknown[])[]> {
  const result = await client.query(question);
  const rows = wholeAnswer(await result.text());
  return rows.map((row) => {
    if (row[0] !== mark) throw foreign("a question");
    return row.slice(1);
  });
}

function foreign(name: string): ForeignAnswer {
  return new ForeignAnswer(`the answer to ${name} holds a row that does not belong to it`);
}
