import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type ClickHouseClient, createClient } from "@clickhouse/client";
import { backgroundThreads } from "./background-threads.ts";
import { type Chdb, loadChdb } from "./chdb.ts";
import { engineConfiguration } from "./configuration.ts";
import { EmbeddedConnection } from "./connection.ts";
import { setCrossingPartsAside } from "./crossing-parts.ts";
import { guardExit } from "./exit-guard.ts";
import { once } from "./once.ts";
import { Reloads } from "./reloads.ts";
import { Scratch } from "./scratch.ts";
import { connectServer, type ServerOptions, SILENT } from "./server.ts";
import { Sessions } from "./sessions.ts";

/** Where the store keeps its data: a folder of this process, or a ClickHouse server. */
export type EngineOptions =
  | {
      readonly folder: string;
      readonly sessionsMax?: number;
      /** Bytes of the disk that the engine leaves to others. */
      readonly keepFreeBytes?: number;
    }
  | ServerOptions;

/** One engine, wherever it runs: reached as one who writes, and as one who reads. */
export interface Engine {
  readonly kind: "embedded" | "server";
  /** Folder or address, for messages: without user and password. */
  readonly place: string;
  readonly database: string;
  /** Statements of this client find the tables without naming the database. */
  readonly client: ClickHouseClient;
  /** As `client`, before the database exists. */
  readonly outside: ClickHouseClient;
  /** Changes nothing, and on a server may be another user; `createRead` asks through it. */
  readonly reader: ClickHouseClient;
  /** Tables that are away for a moment; `createRead` waits for them. */
  readonly reloads: Reloads;
  readonly close: () => Promise<void>;
}

/** The engine's folder cannot be opened, or the server does not answer. The message says what to look at. */
export class EngineUnavailable extends Error {
  override readonly name = "EngineUnavailable";
}

const DATABASE = "tiltmeter";

/**
 * Opens the embedded engine in a folder, or connects to a server.
 *
 * A process can open one folder at a time, and a folder belongs to one process at a time. Throws
 * `EngineMissing` and `EngineUnavailable`.
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  return "folder" in options ? embedded(options) : connectServer(options);
}

async function embedded(options: Extract<EngineOptions, { folder: string }>): Promise<Engine> {
  const chdb = await loadChdb();
  const folder = resolve(options.folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const configuration = join(folder, "engine.xml");
  const text = engineConfiguration(undefined, options.keepFreeBytes);
  await writeFile(configuration, text, { mode: 0o600 });
  const data = join(folder, "engine");
  await setCrossingPartsAside(data);
  const connectionArgs = [`--config-file=${configuration}`];
  const openSession = () => new chdb.Session(data, { connectionArgs });
  const root = openRoot(openSession, data);
  const unguard = guardExit();
  const background = backgroundThreads();
  // Only now is the folder ours, and what lies in its scratch folder nobody's.
  const scratch = await Scratch.open(folder);
  const sessions = new Sessions(openSession, options.sessionsMax);
  const close = once(async () => {
    await sessions.close();
    root.close();
    await chdb.drainPending();
    unguard();
    background.end();
    await scratch.close();
  });
  const connect = (database: string | null): ClickHouseClient =>
    createClient({
      connection: new EmbeddedConnection({ sessions, scratch, database, end: close }),
      log: SILENT,
    });
  const client = connect(DATABASE);
  return {
    ...{ kind: "embedded", place: folder, database: DATABASE, close },
    ...{ client, outside: connect(null), reader: client, reloads: new Reloads() },
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
