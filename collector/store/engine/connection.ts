import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { type ClickHouseClientConfigOptions, parseError } from "@clickhouse/client";
import type { ChdbSession } from "./chdb.ts";
import { guard, parameterNames, RefusedStatement } from "./guard.ts";
import { numberText, parameterText } from "./parameters.ts";
import type { Scratch } from "./scratch.ts";
import type { Sessions } from "./sessions.ts";

type Connection = NonNullable<ClickHouseClientConfigOptions["connection"]>;
type Query = Parameters<Connection["query"]>[0];
type QueryResult = Awaited<ReturnType<Connection["query"]>>;
type Insert = Parameters<Connection["insert"]>[0];
type InsertResult = Awaited<ReturnType<Connection["insert"]>>;
type Command = Parameters<Connection["command"]>[0];
type CommandResult = Awaited<ReturnType<Connection["command"]>>;
type Exec = Parameters<Connection["exec"]>[0];
type ExecResult = Awaited<ReturnType<Connection["exec"]>>;
type PingResult = Awaited<ReturnType<Connection["ping"]>>;
type Statement = Pick<Query, "query" | "query_params" | "clickhouse_settings" | "abort_signal">;
type Outcome = Awaited<ReturnType<ChdbSession["queryAsync"]>>;

/** The same on every session: differs by version otherwise, or by the host's time zone. */
const PINNED = {
  async_insert: 0,
  implicit_select: 0,
  session_timezone: "UTC",
} as const;

/** The engine's limit for one statement, in bytes, is 262,144; a character takes at most four. */
const QUERY_CHARACTERS = 65_536;
/** Bound values are part of a statement's text here. 64 MiB: twenty thousand ids fit many times. */
const LONGER = "SET max_query_size = 67108864";

/** Settings that only the HTTP interface of a server knows. */
const HTTP_ONLY =
  /^(wait_end_of_query|send_progress_in_http_headers|http_.*|enable_http_compression|default_format|cancel_http_readonly_queries_on_client_close)$/;

/**
 * A connection of `@clickhouse/client` to the engine in this process.
 *
 * Not the adapter of the `chdb` package, which leaks settings into later queries, reads binary
 * bodies as UTF-8, runs stacked statements and cannot cancel. Every statement runs alone on a fresh
 * session; results are handed out whole or not at all; inserted bytes travel in a file, never in the
 * statement; an abort ends the statement in the engine before the promise settles.
 */
export class EmbeddedConnection implements Connection {
  readonly #sessions: Sessions;
  readonly #scratch: Scratch;
  readonly #database: string | null;
  readonly #end: () => Promise<void>;

  constructor(of: {
    readonly sessions: Sessions;
    readonly scratch: Scratch;
    readonly database: string | null;
    readonly end: () => Promise<void>;
  }) {
    this.#sessions = of.sessions;
    this.#scratch = of.scratch;
    this.#database = of.database;
    this.#end = of.end;
  }

  async ping(): Promise<PingResult> {
    try {
      await this.#run({ query: "SELECT 1" });
      return { success: true };
    } catch (error) {
      return { success: false, error: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  async query(query: Query): Promise<QueryResult> {
    const outcome = await this.#run(query);
    return { stream: Readable.from([Buffer.from(outcome.bytes())]), ...identified(query.query_id) };
  }

  async command(command: Command): Promise<CommandResult> {
    const outcome = await this.#run(command);
    return { ...identified(command.query_id), summary: summary(outcome) };
  }

  async exec(exec: Exec): Promise<ExecResult> {
    if (exec.values !== undefined) {
      const inserted = await this.insert({ ...exec, values: exec.values });
      return { ...inserted, stream: Readable.from([]) };
    }
    const outcome = await this.#run(exec);
    const stream = Readable.from([Buffer.from(outcome.bytes())]);
    return { stream, ...identified(exec.query_id), summary: summary(outcome) };
  }

  async insert(insert: Insert): Promise<InsertResult> {
    guard(insert.query);
    const statement = /^([\s\S]*\S)\s+FORMAT\s+(\w+)\s*$/i.exec(insert.query);
    const [, into, format] = statement ?? [];
    if (into === undefined || format === undefined) {
      throw new RefusedStatement(`an insert ends with FORMAT and a name, got ${insert.query}`);
    }
    const file = await this.#scratch.write(insert.values);
    try {
      const path = literal(file.path);
      const sql = `${into} FROM INFILE ${path} COMPRESSION 'none' FORMAT ${format}`;
      const outcome = file.bytes === 0 ? null : await this.#trusted(insert, sql);
      return { ...identified(insert.query_id), summary: summary(outcome) };
    } finally {
      await file.remove();
    }
  }

  async close(): Promise<void> {
    await this.#end();
  }

  async #run(statement: Statement): Promise<Outcome> {
    guard(statement.query);
    return this.#trusted(statement, statement.query);
  }

  /** Two statements in one text: ours, and the only place where that is meant. */
  #preparation(statement: Statement, mark: string): string {
    const use = this.#database === null ? "" : `USE \`${this.#database}\`; `;
    return `${use}${settingsOf(statement, mark)}`;
  }

  async #trusted(statement: Statement, sql: string): Promise<Outcome> {
    const mark = `${statement.clickhouse_settings?.log_comment ?? ""} ${randomUUID()}`.trim();
    const { abort_signal: signal } = statement;
    if (signal?.aborted) throw aborted();
    try {
      return await this.#sessions.run(async (session) => {
        if (signal?.aborted) throw aborted();
        const preparation = this.#preparation(statement, mark);
        if (preparation.length > QUERY_CHARACTERS) await session.queryAsync(LONGER, TEXT);
        await session.queryAsync(preparation, TEXT);
        return this.#cancellable(session.queryAsync(sql, TEXT), mark, signal);
      });
    } catch (error) {
      if (signal?.aborted) throw aborted(error);
      throw engineError(error);
    }
  }

  /** Settles with the statement; an abort asks the engine to end it, again and again until it has. */
  async #cancellable(
    running: Promise<Outcome>,
    mark: string,
    signal: AbortSignal | undefined,
  ): Promise<Outcome> {
    if (signal === undefined) return running;
    let timer: NodeJS.Timeout | undefined;
    const kill = (): void => {
      const sql = `KILL QUERY WHERE Settings['log_comment'] = ${literal(mark)} ASYNC`;
      this.#sessions.aside((session) => session.queryAsync(sql, TEXT)).catch(() => {});
      timer = setTimeout(kill, KILL_AGAIN_MS);
    };
    // An abort during the preparation tells nobody again.
    if (signal.aborted) kill();
    else signal.addEventListener("abort", kill, { once: true });
    try {
      return await running;
    } finally {
      signal.removeEventListener("abort", kill);
      clearTimeout(timer);
    }
  }
}

/** A kill that arrives before its statement has started finds nothing. */
const KILL_AGAIN_MS = 50;
const TEXT = { format: "TabSeparated" } as const;

/** One SET of everything: what is pinned, what the caller asked for, the bound values. `readonly` comes last. */
function settingsOf(statement: Statement, mark: string): string {
  const settings = new Map<string, string>();
  for (const [name, value] of Object.entries({ ...PINNED, ...statement.clickhouse_settings })) {
    if (value !== undefined && !HTTP_ONLY.test(name)) settings.set(checked(name), plain(value));
  }
  settings.set("log_comment", mark);
  const parameters = statement.query_params ?? {};
  for (const name of parameterNames(statement.query)) {
    if (!Object.hasOwn(parameters, name)) {
      throw new RefusedStatement(
        `statement names {${name}}, which is not bound: ${statement.query}`,
      );
    }
  }
  for (const [name, value] of Object.entries(parameters)) {
    settings.set(`param_${checked(name)}`, parameterText(value));
  }
  const readonly = settings.get("readonly");
  settings.delete("readonly");
  if (readonly !== undefined) settings.set("readonly", readonly);
  return `SET ${[...settings].map(([name, text]) => `${name}=${literal(text)}`).join(", ")}`;
}

function plain(value: unknown): string {
  if (typeof value === "number") return numberText(value);
  if (typeof value === "boolean") return value ? "1" : "0";
  return String(value);
}

function checked(name: string): string {
  if (!/^\w{1,128}$/.test(name)) {
    throw new RefusedStatement(`a name is letters, digits and _, got ${JSON.stringify(name)}`);
  }
  return name;
}

function literal(text: string): string {
  return `'${text.replace(/\\/g, "\\\\").replace(/'/g, "\\'")}'`;
}

/** The engine repeats its prefix; the client's error carries code and type. */
function engineError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const parsed = parseError(error.message);
  if (parsed.message === error.message) return error;
  parsed.cause = error;
  return parsed;
}

function aborted(cause?: unknown): Error {
  return new Error("the statement was aborted", { cause });
}

function identified(queryId: string | undefined): {
  query_id: string;
  response_headers: Record<string, string>;
  http_status_code: number;
} {
  return { query_id: queryId || randomUUID(), response_headers: {}, http_status_code: 200 };
}

/** The engine counts inserted rows as read rows when they come from a file. */
function summary(outcome: Outcome | null): InsertResult["summary"] & object {
  const rows = String(outcome?.rowsRead ?? 0);
  return {
    read_rows: rows,
    read_bytes: "0",
    written_rows: rows,
    written_bytes: "0",
    total_rows_to_read: "0",
    result_rows: "0",
    result_bytes: "0",
    elapsed_ns: "0",
  };
}
