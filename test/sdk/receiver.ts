import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import type { WireRecord } from "@tiltmeter/sdk/wire/attribute-value";
import { type DecodedRequest, decodeRequest } from "./wire/otlp-proto.ts";

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** `hang` never answers, `reset` cuts the connection. */
  readonly instead?: "hang" | "reset";
}

/** A real HTTP server on loopback that keeps what it receives and answers as it is told. */
export interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly received: readonly Received[];
  /** What the n-th request (from 0) is answered; a 200 where the list has ended. */
  answer: (request: Received, n: number) => Reply;
  readonly decoded: () => readonly DecodedRequest[];
  /** Records of acknowledged requests. */
  readonly records: () => readonly WireRecord[];
}

export async function startReceiver(answer: Receiver["answer"] = () => ({})): Promise<Receiver> {
  const received: Received[] = [];
  const accepted: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("error", () => undefined);
    request.on("end", () => {
      const all = Buffer.concat(chunks);
      const isGzip = request.headers["content-encoding"] === "gzip";
      const entry: Received = {
        method: request.method ?? "",
        path: request.url ?? "",
        headers: request.headers,
        body: isGzip ? gunzipSync(all) : all,
      };
      received.push(entry);
      const reply = receiver.answer(entry, received.length - 1);
      if (reply.instead === "hang") return;
      if (reply.instead === "reset") {
        request.socket.destroy();
        return;
      }
      const status = reply.status ?? 200;
      if (status === 200) accepted.push(entry);
      response.writeHead(status, {
        "content-type": "application/x-protobuf",
        ...reply.headers,
      });
      response.end(reply.body);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  // A TCP server's address is never a pipe's name.
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}`,
    received,
    answer,
    decoded: () => accepted.map(({ body }) => decodeRequest(body)),
    records: () => accepted.flatMap(({ body }) => decodeRequest(body).records),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
  return receiver;
}

/** Polls a condition until it holds or the deadline passes; says what never came. */
export async function eventually(
  what: string,
  holds: () => boolean,
  deadlineMs = 10_000,
): Promise<void> {
  const until = performance.now() + deadlineMs;
  while (!holds()) {
    if (performance.now() > until) throw new Error(`never came: ${what}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}

/** Pauses short enough for a test; the properties of the real ones are tested by themselves. */
export const FAST = { sendEveryMs: 5, retryMinMs: 5, retryMaxMs: 20, exitFlushMs: 200 } as const;
