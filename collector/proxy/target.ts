import { Agent, type ClientRequest, request as httpRequest, type RequestOptions } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";

/** A server that requests are passed to. */
export interface Target {
  /** `http://127.0.0.1:8000/base`: without credentials, for messages. */
  readonly shown: string;
  /** As in the header `Host`. */
  readonly host: string;
  /** Begins a request; `path` is as the client gave it, and goes below the target's own. Throws where it cannot be one. */
  readonly send: (of: {
    readonly method: string;
    readonly path: string;
    readonly headers: readonly string[];
  }) => ClientRequest;
  readonly close: () => void;
}

/**
 * Model servers close connections that were idle for some seconds (uvicorn: 5, gunicorn: 2). One that is about
 * to be closed would cost somebody's request, so ours are not used again after this time.
 */
const IDLE_MS_MAX = 1_500;
/** A target that does not even take the connection within this time is down. */
const CONNECT_MS_MAX = 10_000;

/** A target at an http or https address. */
export function openTarget(url: URL): Target {
  const isTls = url.protocol === "https:";
  const options = { keepAlive: true, timeout: IDLE_MS_MAX, scheduling: "lifo" } as const;
  const agent = isTls ? new TlsAgent(options) : new Agent(options);
  const base = url.pathname.replace(/\/+$/, "");
  const hostname = url.hostname.replace(/^\[|\]$/g, "");
  return {
    shown: `${url.origin}${base}`,
    host: url.host,
    send({ method, path, headers }) {
      const asked: RequestOptions & { headers: readonly string[] } = {
        agent,
        host: hostname,
        port: url.port === "" ? (isTls ? 443 : 80) : Number(url.port),
        method,
        path: pathBelow(base, path),
        headers: [...headers],
      };
      const request = isTls ? tlsRequest(asked) : httpRequest(asked);
      request.maxHeadersCount = 0; // as many as there are: a missing one would be an altered message
      giveUpConnecting(request, isTls);
      return request;
    },
    close: () => agent.destroy(),
  };
}

/** A client's request target below the base: origin form as it stands, absolute form without its origin. */
function pathBelow(base: string, path: string): string {
  if (path === "*") return path;
  const absolute = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(path);
  const own = absolute === null ? path : path.slice(absolute[0].length);
  return `${base}${own.startsWith("/") ? "" : "/"}${own}`;
}

function giveUpConnecting(request: ClientRequest, isTls: boolean): void {
  request.once("socket", (socket) => {
    if (!socket.connecting) return;
    const timer = setTimeout(() => {
      request.destroy(
        Object.assign(new Error(`no connection within ${CONNECT_MS_MAX / 1_000} s`), {
          code: "ETIMEDOUT",
        }),
      );
    }, CONNECT_MS_MAX);
    const done = (): void => clearTimeout(timer);
    socket.once(isTls ? "secureConnect" : "connect", done);
    socket.once("close", done);
  });
}
