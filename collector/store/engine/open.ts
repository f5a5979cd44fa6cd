import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from "@clickhouse/client";
import { type Chdb, loadChdb } from "./chdb.ts";
import { engineConfiguration } from "./configuration.ts";
import { EmbeddedConnection } from "./connection.ts";
import { Scratch } from "./scratch.ts";
import { Sessions } from "./sessions.ts";

/** Where the store keeps its data: a folder of this process, or a ClickHouse server. */
export type EngineOptions =
  | { readonly folder: string; readonly sessionsMax?: number }
  | {
      readonly url: string;
      readonly username?: string;
      readonly password?: string;
      readonly database?: string;
    };

/** One engine, reached through one client, wherever it runs. */
export interface Engine {
  readonly kind: "embedded" | "server";
  /** Folder or address, for messages: without user and password. */
  readonly place: string;
  readonly database: string;
  /** Statements of this client find the tables without naming the database. */
  readonly client: ClickHouseClient;
  /** As `client`, before the database exists. */
  readonly outside: ClickHouseClient;
  readonly close: () => Promise<void>;
}

/** The engine's folder cannot be opened, or the server does not answer. The message says what to look at. */
export class EngineUnavailable extends Error {
  override readonly name = "EngineUnavailable";
}

const DATABASE = "tiltmeter";
/** Errors are thrown to those who can act on them; a log of them beside that would be a second voice. */
const SILENT = { level: ClickHouseLogLevel.OFF };

/**
 * Opens the embedded engine in a folder, or connects to a server.
 *
 * A process can open one folder at a time, and a folder belongs to one process at a time. Throws
 * `EngineMissing` and `EngineUnavailable`.
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  return "folder" in options ? embedded(options) : server(options);
}

async function embedded(options: {
  readonly folder: string;
  readonly sessionsMax?: number;
}): Promise<Engine> {
  const chdb = await loadChdb();
  const folder = resolve(options.folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const configuration = join(folder, "engine.xml");
  await writeFile(configuration, engineConfiguration(), { mode: 0o600 });
  const data = join(folder, "engine");
  const connectionArgs = [`--config-file=${configuration}`];
  const openSession = () => new chdb.Session(data, { connectionArgs });
  const root = openRoot(openSession, data);
  // Only now is the folder ours, and what lies in its scratch folder nobody's.
  const scratch = await Scratch.open(folder);
  const sessions = new Sessions(openSession, options.sessionsMax);
  const close = once(async () => {
    await sessions.close();
    root.close();
    await chdb.drainPending();
    await scratch.close();
  });
  const connect = (database: string | null): ClickHouseClient =>
    createClient({
      connection: new EmbeddedConnection({ sessions, scratch, database, end: close }),
      log: SILENT,
    });
  return {
    kind: "embedded",
    place: folder,
    database: DATABASE,
    client: connect(DATABASE),
    outside: connect(null),
    close,
  };
}

/** The first session starts the engine; it stays open so that the engine stays. */
function openRoot(openSession: () => InstanceType<Chdb["Session"]>, data: string) {
  try {
    return openSession();
  } catch (cause) {
    throw new EngineUnavailable(
      `the engine cannot open ${data}: another process may have it open, this process may have another ` +
        "folder open, or its files are damaged; the engine wrote its reason to stderr just above",
      { cause },
    );
  }
}

function server(options: Extract<EngineOptions, { url: string }>): Engine {
  const { url, username, password, database = DATABASE } = options;
  const connect = (name: string): ClickHouseClient =>
    createClient({
      url,
      database: name,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      application: "tiltmeter",
      log: SILENT,
      /** Longer than any statement of ours may take, so that the server's own limit speaks first. */
      request_timeout: 120_000,
      use_multipart_params_auto: true,
      /** What is aborted here ends there too. */
      clickhouse_settings: { cancel_http_readonly_queries_on_client_close: 1 },
    });
  const client = connect(database);
  const outside = connect("default");
  const close = once(async () => {
    await Promise.all([client.close(), outside.close()]);
  });
  const { origin } = new URL(url);
  return { kind: "server", place: origin, database, client, outside, close };
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => {
    done ??= work();
    return done;
  };
}
