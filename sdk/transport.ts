import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { context, createContextKey, ROOT_CONTEXT } from "@opentelemetry/api";
import { wallMs } from "./clock.ts";
import type { TimedAnswer } from "./clock-offset.ts";
import { TIME_HEADER } from "./wire/attributes.ts";

/** What came back over HTTP. */
export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly retryAfter: string | undefined;
  readonly body: Uint8Array;
  /** When it was asked for, and what it says of the time. */
  readonly timed: TimedAnswer;
}

/** A collector's answer is a few bytes; more is someone else speaking. */
const ANSWER_BYTES_MAX = 65_536;

// `suppressTracing` of @opentelemetry/core, whose key is this name: our own requests make no spans, and
// the core needs no package but the API.
const untraced = ROOT_CONTEXT.setValue(
  createContextKey("OpenTelemetry SDK Context Key SUPPRESS_TRACING"),
  true,
);

/**
 * Asks one address over one kept-alive connection that never holds the process open.
 *
 * node:http, not fetch: a socket of fetch cannot be unreferenced, and a hung collector would keep a
 * finished program alive.
 */
export class Transport {
  readonly #url: URL;
  readonly #agent: HttpAgent | HttpsAgent;
  readonly #timeoutMs: number;
  readonly #open = new Set<() => void>();

  constructor(url: URL, timeoutMs: number) {
    this.#url = url;
    this.#timeoutMs = timeoutMs;
    const options = { keepAlive: true, maxSockets: 1, timeout: 30_000 };
    this.#agent = url.protocol === "https:" ? new HttpsAgent(options) : new HttpAgent(options);
  }

  /** Rejects when no whole answer came in time. */
  post(body: Uint8Array, headers: Readonly<Record<string, string>>): Promise<HttpAnswer> {
    return this.#send("POST", body, { ...headers, "content-length": String(body.length) });
  }

  /** Rejects when no whole answer came in time. */
  get(headers: Readonly<Record<string, string>>): Promise<HttpAnswer> {
    return this.#send("GET", undefined, headers);
  }

  close(): void {
    for (const abort of [...this.#open]) abort();
    this.#agent.destroy();
  }

  #send(
    method: "GET" | "POST",
    body: Uint8Array | undefined,
    headers: Readonly<Record<string, string>>,
    isSecond = false,
  ): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const send = this.#url.protocol === "https:" ? httpsRequest : httpRequest;
      const request = context.with(untraced, () =>
        send(this.#url, { method, agent: this.#agent, headers }),
      );
      const askedMs = wallMs();
      const abort = (): void => {
        request.destroy(new Error("the connection was closed"));
      };
      const timer = setTimeout(() => {
        request.destroy(new Error(`no answer within ${this.#timeoutMs} ms`));
      }, this.#timeoutMs);
      timer.unref();
      this.#open.add(abort);
      const settle = (): void => {
        clearTimeout(timer);
        this.#open.delete(abort);
      };
      request.on("socket", (socket) => socket.unref());
      request.on("error", (error) => {
        settle();
        // The other side has closed a connection that was idle, as after a freeze: no word about its health. What we
        // send can be sent twice.
        const isStale = request.reusedSocket && "code" in error && error.code === "ECONNRESET";
        if (isStale && !isSecond) resolve(this.#send(method, body, headers, true));
        else reject(error);
      });
      request.on("response", (response) => {
        readAnswer(response, { askedMs, heardMs: wallMs() }).then(
          (answer) => {
            settle();
            resolve(answer);
          },
          (error: unknown) => {
            settle();
            request.destroy();
            reject(error);
          },
        );
      });
      request.end(body);
    });
  }
}

async function readAnswer(
  response: IncomingMessage,
  at: Pick<TimedAnswer, "askedMs" | "heardMs">,
): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    // The rest is drained unread, so that the connection can be used again.
    if (bytes <= ANSWER_BYTES_MAX) chunks.push(chunk);
  }
  return {
    status: response.statusCode ?? 0,
    contentType: response.headers["content-type"] ?? "",
    retryAfter: response.headers["retry-after"],
    body: Buffer.concat(chunks),
    timed: {
      ...at,
      time: response.headers[TIME_HEADER.toLowerCase()]?.toString(),
      date: response.headers.date,
    },
  };
}
