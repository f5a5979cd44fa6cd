import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";

/** A server that listens. */
export interface Listening {
  /** `http://127.0.0.1:4318`, with the port that was given or found. */
  readonly url: string;
  readonly port: number;
  /** Stops taking requests and lets those in hand end, five seconds at most. */
  readonly close: () => Promise<void>;
}

type Fetch = (request: Request, env: object) => Response | Promise<Response>;

const CLOSE_MS_MAX = 5_000;
const CONNECTIONS_MAX = 512;
const REQUESTS_PER_SOCKET_MAX = 10_000;

/**
 * Serves an app over HTTP/1.1.
 *
 * Node's own limits are too loose for a port that strangers reach (60 s for headers, 300 s for a
 * request, any number of connections): here 10 s, 30 s and 512. Rejects where the address cannot
 * be listened on, with the port and the way out; `cause` is the system's error.
 */
export async function listen(of: {
  readonly fetch: Fetch;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}): Promise<Listening> {
  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 5_000 },
    listener(of.fetch),
  );
  server.maxHeadersCount = 64;
  server.maxConnections = CONNECTIONS_MAX;
  server.maxRequestsPerSocket = REQUESTS_PER_SOCKET_MAX;
  await bound(server, of);
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return { url: `http://${shown(of.host)}:${port}`, port, close: () => close(server) };
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
