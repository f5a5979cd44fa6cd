import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { SeverityNumber } from "@opentelemetry/api-logs";
import { OTLPLogExporter as JsonExporter } from "@opentelemetry/exporter-logs-otlp-http";
import { OTLPLogExporter as ProtobufExporter } from "@opentelemetry/exporter-logs-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchLogRecordProcessor,
  LoggerProvider,
  type LogRecordExporter,
} from "@opentelemetry/sdk-logs";
import { type Listening, listen } from "tiltmeter/http/server";
import { afterEach, expect, test } from "vitest";
import { requestOf, toProtobuf } from "../ingest/otlp-request.ts";
import { type HttpBench, httpBench } from "./http-bench.ts";

const open: Listening[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function serve(bench: HttpBench): Promise<Listening> {
  const server = await listen({
    fetch: (request, env) => bench.app.fetch(request, env),
    host: "127.0.0.1",
    port: 0,
  });
  open.push(server);
  return server;
}

/** Sends predictions by an OpenTelemetry logs SDK that knows nothing of us. */
async function emit(exporter: LogRecordExporter, ids: readonly string[]): Promise<void> {
  const provider = new LoggerProvider({
    resource: resourceFromAttributes({ "service.name": "spam-filter", "service.version": "3" }),
    processors: [new BatchLogRecordProcessor({ exporter })],
  });
  const logger = provider.getLogger("somebody-else");
  for (const id of ids) {
    logger.emit({
      eventName: "aims.prediction",
      severityNumber: SeverityNumber.INFO,
      timestamp: new Date("2026-11-23T10:00:00.123Z"),
      attributes: {
        "aims.prediction.id": id,
        "aims.prediction.label": "spam",
        "aims.prediction.score": 0.75,
        "aims.prediction.latency": 1,
        "aims.prediction.features": { words: 120, sender: "unknown", missing: null },
        "aims.prediction.segment.language": "en",
        "aims.model.name": "bayes",
        "aims.model.version": "1",
      },
    });
  }
  await provider.forceFlush();
  await provider.shutdown();
}

test.each([
  ["protobuf", ProtobufExporter, "none"],
  ["protobuf, gzip", ProtobufExporter, "gzip"],
  ["JSON", JsonExporter, "none"],
  ["JSON, gzip", JsonExporter, "gzip"],
] as const)(
  "the stock OpenTelemetry exporter works unmodified: %s",
  async (_, Exporter, compression) => {
    const bench = httpBench();
    const { url } = await serve(bench);
    const exporter = new Exporter({
      url: `${url}/v1/logs`,
      headers: { Authorization: `Bearer ${bench.keys.ingest}` },
      compression: compression as never, // an enum of a package that the exporter does not re-export
    });
    const ids = Array.from({ length: 700 }, (_, i) => `m-${i}`);
    await emit(exporter, ids);
    expect(bench.stored.map(({ statement }) => ("id" in statement ? statement.id : ""))).toEqual(
      ids,
    );
    expect(bench.stored[0]).toMatchObject({
      origin: { system: "spam-filter", systemVersion: "3", producer: "" },
      seq: 0,
      statement: {
        kind: "prediction",
        timeMs: Date.UTC(2026, 10, 23, 10, 0, 0, 123),
        label: "spam",
        score: 0.75,
        latency: 1,
        status: "ok",
        numericFeatures: { words: 120 },
        categoricalFeatures: { sender: "unknown" },
        missingFeatures: ["missing"],
        segment: { language: "en" },
        model: { name: "bayes", version: "1" },
      },
    });
  },
);

test.each([
  ["protobuf", ProtobufExporter],
  ["JSON", JsonExporter],
] as const)(
  "what checks and people say comes through the stock exporter: %s",
  async (_, Exporter) => {
    const bench = httpBench();
    const { url } = await serve(bench);
    const exporter = new Exporter({
      url: `${url}/v1/logs`,
      headers: { Authorization: `Bearer ${bench.keys.ingest}` },
    });
    const provider = new LoggerProvider({
      resource: resourceFromAttributes({ "service.name": "chat" }),
      processors: [new BatchLogRecordProcessor({ exporter })],
    });
    const logger = provider.getLogger("a judge");
    const timestamp = new Date("2026-11-23T10:00:00.123Z");
    const said = {
      "aims.prediction.id": "p-1",
      "aims.score.name": "faithfulness",
      "aims.score.value": 1,
      "aims.score.passed": false,
    };
    logger.emit({ eventName: "aims.score", timestamp, attributes: said });
    const report = { "aims.concern.id": "c-1", "aims.concern.summary": "it's wrong\n\nüñ😀" };
    logger.emit({ eventName: "aims.concern", timestamp, attributes: report });
    await provider.forceFlush();
    await provider.shutdown();
    const timeMs = Date.UTC(2026, 10, 23, 10, 0, 0, 123);
    expect(bench.stored.map(({ statement }) => statement)).toEqual([
      {
        ...{ kind: "score", id: "p-1", timeMs, name: "faithfulness" },
        ...{ value: 1, label: "", passed: false, source: "" },
      },
      {
        ...{ kind: "concern", id: "c-1", timeMs, status: "reported" },
        ...{ concern: "", summary: "it's wrong\n\nüñ😀", by: "" },
      },
    ]);
  },
);

test("a stock exporter that is asked to come back does, and what it brings is stored once", async () => {
  const bench = httpBench();
  const { url } = await serve(bench);
  bench.failures.push(Object.assign(new Error("no space"), { name: "LogUnavailable" }));
  const exporter = new ProtobufExporter({
    url: `${url}/v1/logs`,
    headers: { Authorization: `Bearer ${bench.keys.ingest}` },
  });
  await emit(exporter, ["a", "b"]);
  expect(bench.failures).toEqual([]);
  expect(bench.stored).toHaveLength(2);
});

/** Posts raw bytes in chunks and reads the answer, however the connection ends. */
function post(
  server: Listening,
  of: {
    readonly headers: Record<string, string>;
    readonly chunks: readonly Uint8Array[];
    readonly path?: string;
  },
): Promise<{ status: number; connection: string | undefined; body: string } | { error: string }> {
  return new Promise((resolve) => {
    const { headers, chunks, path = "/v1/logs" } = of;
    const request = httpRequest({
      port: server.port,
      host: "127.0.0.1",
      path,
      method: "POST",
      headers,
    });
    request.on("response", (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("close", () => {
        resolve({
          status: answer.statusCode ?? 0,
          connection: answer.headers.connection,
          body: Buffer.concat(parts).toString(),
        });
      });
    });
    request.on("error", (error) => resolve({ error: error.message }));
    for (const chunk of chunks) request.write(chunk);
    request.end();
  });
}

test.each(["chunked", "declared"])(
  "a body of 5 MiB is 413, seen by a client that sends it all: %s",
  async (kind) => {
    const bench = httpBench();
    const server = await serve(bench);
    const chunks = Array.from({ length: 80 }, () => new Uint8Array(65_536));
    const length: Record<string, string> =
      kind === "chunked" ? {} : { "content-length": `${80 * 65_536}` };
    const headers = {
      authorization: `Bearer ${bench.keys.ingest}`,
      "content-type": "application/x-protobuf",
      ...length,
    };
    for (let i = 0; i < 5; i++) {
      expect(await post(server, { headers, chunks })).toMatchObject({
        status: 413,
        connection: "close",
      });
    }
  },
);

test("chunked bodies of many sizes arrive whole over one connection", async () => {
  const bench = httpBench();
  const server = await serve(bench);
  const headers = {
    authorization: `Bearer ${bench.keys.ingest}`,
    "content-type": "application/x-protobuf",
  };
  for (const [i, size] of [1, 1_000, 30_000].entries()) {
    const body = toProtobuf(
      requestOf([
        { attributes: { "aims.prediction.id": `${i}`, "aims.prediction.label": "x".repeat(size) } },
      ]),
    );
    const third = Math.ceil(body.length / 3);
    const chunks = [0, 1, 2].map((part) => body.subarray(part * third, (part + 1) * third));
    expect(await post(server, { headers, chunks })).toMatchObject({ status: 200, body: "" });
  }
  expect(bench.stored).toHaveLength(3);
});

test("a gzip bomb over the wire is 413, and the next request is served", async () => {
  const bench = httpBench();
  const server = await serve(bench);
  const headers = {
    authorization: `Bearer ${bench.keys.ingest}`,
    "content-type": "application/x-protobuf",
    "content-encoding": "gzip",
  };
  const bomb = gzipSync(Buffer.alloc(100_000_000));
  expect(await post(server, { headers, chunks: [bomb] })).toMatchObject({ status: 413 });
  const good = gzipSync(toProtobuf(requestOf([{ attributes: { "aims.prediction.id": "a" } }])));
  expect(await post(server, { headers, chunks: [good] })).toMatchObject({ status: 200 });
});

test("a client that hangs up half way stores nothing and holds nothing", async () => {
  const bench = httpBench();
  const server = await serve(bench);
  await new Promise<void>((resolve) => {
    const socket = connect(server.port, "127.0.0.1", () => {
      socket.write(
        `POST /v1/logs HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${bench.keys.ingest}\r\ncontent-type: application/x-protobuf\r\ncontent-length: 1000\r\n\r\nhalf`,
        () => socket.destroy(),
      );
    });
    socket.on("close", () => resolve());
  });
  const headers = {
    authorization: `Bearer ${bench.keys.ingest}`,
    "content-type": "application/x-protobuf",
  };
  expect(await post(server, { headers, chunks: [] })).toMatchObject({ status: 200 });
  expect(bench.stored).toEqual([]);
  expect(bench.reported).toEqual([]);
});

test("requests that two parsers could read in two ways are refused by the connection", async () => {
  const server = await serve(httpBench());
  const answers = (head: string): Promise<string> =>
    new Promise((resolve) => {
      let text = "";
      const socket = connect(server.port, "127.0.0.1", () => socket.write(head));
      socket.on("data", (data) => {
        text += data.toString();
        socket.destroy();
      });
      socket.on("close", () => resolve(text.split("\r\n")[0] ?? ""));
    });
  const start = "POST /v1/logs HTTP/1.1\r\nhost: localhost\r\n";
  for (const head of [
    `${start}content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    `${start}content-length: 3\r\ncontent-length: 4\r\n\r\nabc`,
    `${start}content-length: -1\r\n\r\n`,
    "POST /v1/logs HTTP/1.1\nhost: localhost\n\n",
    `${start}x-folded: a\r\n b: c\r\n\r\n`,
  ]) {
    expect(await answers(head)).toContain("400");
  }
});

test("a taken port is named, with what to try", async () => {
  const server = await serve(httpBench());
  await expect(
    listen({ fetch: () => new Response(), host: "127.0.0.1", port: server.port }),
  ).rejects.toThrow(
    `port ${server.port} on 127.0.0.1 is taken: stop what holds it, or choose another with --port`,
  );
});

test("closing lets the request in hand end and takes no other", async () => {
  const bench = httpBench();
  let let_go = (): void => {};
  const held = new Promise<void>((resolve) => {
    let_go = resolve;
  });
  let reached = (): void => {};
  const arrival = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const server = await listen({
    fetch: async (request, env) => {
      reached();
      await held;
      return bench.app.fetch(request, env);
    },
    host: "127.0.0.1",
    port: 0,
  });
  const answer = fetch(`${server.url}/healthz`);
  await arrival;
  const closing = server.close();
  let_go();
  expect((await answer).status).toBe(200);
  await closing;
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
});
