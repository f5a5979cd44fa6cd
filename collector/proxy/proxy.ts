import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Gateway, type ProxyStatus } from "./gateway.ts";
import type { ProxyDeps, ProxyOptions } from "./proxy-options.ts";

/** A proxy that listens. */
export interface RunningProxy {
  readonly url: string;
  readonly status: () => ProxyStatus;
  /** Resolves once every exchange that was watched so far has ended and is recorded. */
  readonly settled: () => Promise<void>;
  /** Takes no more requests, lets those in hand end for up to `graceMs`, and what they were be recorded. */
  readonly close: (of?: { readonly graceMs?: number }) => Promise<void>;
}

const GRACE_MS = 7_000;
/** For models that still answer in shadow, to nobody. */
const SHADOW_GRACE_MS = 500;

/** Starts a reverse proxy. Rejects where it cannot listen; `cause` is the system's error. */
export async function startProxy(options: ProxyOptions, deps: ProxyDeps): Promise<RunningProxy> {
  const gateway = new Gateway(options, deps);
  // A model server's clients upload for as long as it takes; slow headers are an attack's.
  const server = createServer({
    requestTimeout: 0,
    headersTimeout: 30_000,
    keepAliveTimeout: 65_000,
  });
  server.maxHeadersCount = 0;
  server.on("request", (incoming, outgoing) => gateway.take(incoming, outgoing, false));
  server.on("checkContinue", (incoming, outgoing) => gateway.take(incoming, outgoing, true));
  server.on("checkExpectation", (incoming, outgoing) => gateway.take(incoming, outgoing, false));
  await bound(server, options);
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  const host = options.host.includes(":") ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}`,
    status: () => gateway.status(),
    settled: () => gateway.settled(null),
    close: async (of) => {
      await ended(server, gateway, of?.graceMs ?? GRACE_MS);
      await gateway.settled(SHADOW_GRACE_MS);
      options.target.close();
      options.fallback?.close();
      await gateway.settled(SHADOW_GRACE_MS);
    },
  };
}

function bound(server: Server, { host, port }: ProxyOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => {
      const code = "code" in cause ? String(cause.code) : "";
      const what =
        code === "EADDRINUSE"
          ? `port ${port} on ${host} is taken`
          : `cannot listen on ${host}:${port} (${code})`;
      reject(
        new Error(`${what}; choose another with --listen HOST:PORT (port 0 picks a free one)`, {
          cause,
        }),
      );
    });
    server.listen(port, host, resolve);
  });
}

async function ended(server: Server, gateway: Gateway, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  gateway.leave();
  server.closeIdleConnections();
  const late = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(late);
}
