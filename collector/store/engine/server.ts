import { Agent } from "node:https";
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from "@clickhouse/client";
import { once } from "./once.ts";
import { Reloads } from "./reloads.ts";

/** A ClickHouse server, and as whom it is asked. */
export interface ServerOptions {
  /** `http://host:8123` or `https://host:8443`. */
  readonly url: string;
  /** Who writes; `default` where left out. Without a password it is proven by `tls.cert`, or needs none. */
  readonly username?: string;
  readonly password?: string;
  /** Who reads for pages, the API and controls; the same user where left out. */
  readonly reader?: { readonly username: string; readonly password?: string };
  readonly database?: string;
  readonly tls?: TlsOptions;
  /** What is compressed with gzip on the way; nothing where left out. */
  readonly compress?: { readonly requests: boolean; readonly answers: boolean };
  /** Sockets of each of the two clients. */
  readonly connectionsMax?: number;
  /** A request that hears nothing for so long has failed. */
  readonly timeoutMs?: number;
}

/** Texts in PEM; what is left out is the system's. */
export interface TlsOptions {
  /** Who vouches for the server. */
  readonly ca?: string;
  /** What proves us to the server. */
  readonly cert?: string;
  readonly key?: string;
  /** The name that the server's certificate must have, where it is not the host of the URL. */
  readonly serverName?: string;
}

/** An `Engine` on a server. */
interface ServerEngine {
  readonly kind: "server";
  readonly place: string;
  readonly database: string;
  readonly client: ClickHouseClient;
  readonly outside: ClickHouseClient;
  readonly reader: ClickHouseClient;
  readonly reloads: Reloads;
  readonly close: () => Promise<void>;
}

const DATABASE = "tiltmeter";
/** Errors are thrown to those who can act on them; a log of them beside that would be a second voice. */
export const SILENT: { readonly level: ClickHouseLogLevel } = { level: ClickHouseLogLevel.OFF };
/** Longer than any statement of ours may take, so that the server's own limit speaks first. */
const TIMEOUT_MS = 120_000;
/** Of each client: an apply writes some tables side by side, and a page asks some questions at once. */
const CONNECTIONS_MAX = 10;
/** Servers close an idle socket after three seconds at the earliest: a request must not meet its end. */
const IDLE_SOCKET_MS = 2_500;

/**
 * Connects to a server, as one user who writes and one who reads, each with sockets of its own: long
 * questions never hold an insert up. Nothing is asked yet.
 */
export function connectServer(options: ServerOptions): ServerEngine {
  const { url, database = DATABASE } = options;
  const agent = tlsAgent(options);
  const connect = (
    name: string,
    user: { readonly username?: string; readonly password?: string },
    settings: Readonly<Record<string, number>>,
  ): ClickHouseClient =>
    createClient({
      url,
      database: name,
      ...credentials(user, options.tls),
      application: "tiltmeter",
      log: SILENT,
      request_timeout: options.timeoutMs ?? TIMEOUT_MS,
      max_open_connections: options.connectionsMax ?? CONNECTIONS_MAX,
      keep_alive: { idle_socket_ttl: IDLE_SOCKET_MS, eagerly_destroy_stale_sockets: true },
      compression: {
        request: options.compress?.requests ?? false,
        response: options.compress?.answers ?? false,
      },
      use_multipart_params_auto: true,
      ...(agent === null ? {} : { http_agent: agent() }),
      clickhouse_settings: settings,
    });
  const writer = { ...options };
  const client = connect(database, writer, WRITING);
  const outside = connect("default", writer, WRITING);
  const reader = connect(database, options.reader ?? writer, READING);
  const close = once(async () => {
    await Promise.all([client.close(), outside.close(), reader.close()]);
  });
  // A server's tables are its own to load.
  const reloads = new Reloads();
  return {
    ...{ kind: "server", place: new URL(url).origin, database },
    ...{ client, outside, reader, reloads, close },
  };
}

/** A statement that fails at its end is then answered with a status that says so, not with 200. */
const WRITING = { wait_end_of_query: 1 };
/** What is aborted here ends there too. */
const READING = { cancel_http_readonly_queries_on_client_close: 1 };

/**
 * Null for plain HTTP. The client's own agent knows neither a server's name nor a certificate of ours
 * beside a password: it would take the one for the other.
 */
function tlsAgent({ url, tls = {}, connectionsMax }: ServerOptions): (() => Agent) | null {
  if (new URL(url).protocol !== "https:") return null;
  const { ca, cert, key, serverName } = tls;
  return () =>
    new Agent({
      keepAlive: true,
      maxSockets: connectionsMax ?? CONNECTIONS_MAX,
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      ...(serverName === undefined ? {} : { servername: serverName }),
    });
}

function credentials(
  { username, password }: { readonly username?: string; readonly password?: string },
  tls: TlsOptions | undefined,
): Parameters<typeof createClient>[0] {
  if (username !== undefined && password === undefined && tls?.cert !== undefined) {
    return {
      set_basic_auth_header: false,
      http_headers: { "X-ClickHouse-User": username, "X-ClickHouse-SSL-Certificate-Auth": "on" },
    };
  }
  return {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  };
}
