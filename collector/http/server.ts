import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { guardSockets } from "./socket-guard.ts";

/** A server that listens. */
export interface Listening {
  /** `http://127.0.0.1:4318`, with the port that was given or found. */
  readonly url: string;
  readonly port: number;
  /** Stops taking requests and lets those in hand end, five seconds at most. */
  readonly close: () => Promise<void>;
}

type Fetch = (request: Request, env: object) => Response | Promise<Response>;

/** What a client may take of a server without giving anything. */
export interface Connections {
  readonly max: number;
  /** Until the head of a request has come. */
  readonly headersMs: number;
  /** Until all of a request has come. */
  readonly requestMs: number;
  /** How long a client may take less than a kibibyte a second of its answer. */
  readonly stalledMs: number;
}

const CLOSE_MS_MAX = 5_000;
/** Each costs some ten kibibytes. A head comes in one packet, and 4 MiB in 30 s over a megabit. */
const CONNECTIONS: Connections = {
  ...{ max: 512, headersMs: 10_000, requestMs: 30_000, stalledMs: 30_000 },
};
const CHECK_MS_MAX = 5_000;
const HEADERS_MAX = 64;
/** A client that stays for ever would never be led to another collector. */
const REQUESTS_PER_SOCKET_MAX = 10_000;

/**
 * Serves an app over HTTP/1.1.
 *
 * Node's own limits are too loose for a port that strangers reach (60 s for headers, 300 s for a
 * request, any number of connections, any time for an answer): here 10 s, 30 s, 512 and 30 s without a
 * kibibyte a second. Rejects where the address cannot
 * be listened on, with the port and the way out; `cause` is the system's error.
 */
export async function listen(of: {
  readonly fetch: Fetch;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly connections?: Connections;
}): Promise<Listening> {
  const { max, headersMs, requestMs, stalledMs } = of.connections ?? CONNECTIONS;
  const checkMs = Math.ceil(Math.min(CHECK_MS_MAX, headersMs / 2, requestMs / 2, stalledMs / 2));
  const server = createServer(
    {
      // Node wants a head to end no later than its request.
      headersTimeout: Math.min(headersMs, requestMs),
      requestTimeout: requestMs,
      connectionsCheckingInterval: checkMs,
    },
    listener(of.fetch),
  );
  server.maxHeadersCount = HEADERS_MAX;
  server.maxConnections = max;
  server.maxRequestsPerSocket = REQUESTS_PER_SOCKET_MAX;
  const unguard = guardSockets(server, { max, stalledMs, checkMs });
  const lastAnswers = closingAnswers(server);
  await bound(server, of);
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  const closing = async (): Promise<void> => {
    lastAnswers();
    await close(server);
    unguard();
  };
  return { url: `http://${shown(of.host)}:${port}`, port, close: closing };
}

/**
 * Answers that are the last of their connection, and say so: those to a request of which not all has come, since
 * what would come next on it is the rest of a body; and, once what it returns was called, every one.
 */
function closingAnswers(server: Server): () => void {
  const open = new Set<ServerResponse>();
  let isClosing = false;
  server.prependListener("request", (request, response) => {
    open.add(response);
    response.once("close", () => open.delete(response));
    const keeps = response.shouldKeepAlive;
    if (isClosing || hasBody(request)) response.shouldKeepAlive = false;
    request.once("end", () => {
      if (!response.headersSent) response.shouldKeepAlive = keeps && !isClosing;
    });
  });
  return () => {
    isClosing = true;
    for (const response of open) response.shouldKeepAlive = false;
  };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

function listener(fetch: Fetch): ReturnType<typeof getRequestListener> {
  // Our fetch is called as it is; the global Request and Response stay the platform's own.
  return getRequestListener((request, env) => fetch(request, env), {
    overrideGlobalObjects: false,
  });
}

function bound(
  server: Server,
  of: { readonly host: string; readonly port: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => {
      const code = "code" in cause ? cause.code : "";
      const what =
        code === "EADDRINUSE"
          ? `port ${of.port} on ${of.host} is taken`
          : `cannot listen on ${of.host}:${of.port} (${code})`;
      const next = "stop what holds it, or choose another with --port (--port 0 picks a free one)";
      reject(new Error(`${what}: ${next}`, { cause }));
    });
    server.listen(of.port, of.host, resolve);
  });
}

function shown(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const late = setTimeout(() => server.closeAllConnections(), CLOSE_MS_MAX);
  await closed;
  clearTimeout(late);
}
