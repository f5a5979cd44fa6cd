import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { createByteBudget } from "tiltmeter/http/byte-budget";
import { expect, test } from "vitest";
import { keyValues, requestOf, requests, toJson, toProtobuf } from "../ingest/otlp-request.ts";
import { metricRequests, metricsOf, spanRequests, spansOf } from "../ingest/otlp-signals.ts";
import { httpBench } from "./http-bench.ts";
import { readPartialSuccess, readStatus } from "./otlp-answer.ts";

const good = { attributes: { "aims.prediction.id": "a", "aims.prediction.label": "yes" } };
const bad = { attributes: { "aims.prediction.id": 7n } };
const PROTOBUF = "application/x-protobuf";

const protobuf = (
  body: Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): RequestInit => ({
  method: "POST",
  headers: { "content-type": PROTOBUF, ...headers },
  body: Uint8Array.from(body),
});

test("complete success is an empty message in the encoding of the request, and a receipt", async () => {
  const { request, keys, stored, clock } = httpBench();
  const answer = await request("/v1/logs", {
    key: keys.ingest,
    ...protobuf(toProtobuf(requestOf([good]))),
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("tiltmeter-time")).toBe(`${clock.nowMs}`);
  expect(answer.headers.get("content-type")).toBe(PROTOBUF);
  expect(answer.headers.get("tiltmeter-receipt")).toBe("j-1/1");
  expect((await answer.arrayBuffer()).byteLength).toBe(0);
  const inJson = await request("/v1/logs", {
    key: keys.ingest,
    method: "POST",
    headers: { "content-type": "application/json; charset=utf-8" },
    body: Uint8Array.from(toJson(requestOf([{ attributes: { "aims.prediction.id": "b" } }]))),
  });
  expect([inJson.status, inJson.headers.get("content-type"), await inJson.json()]).toEqual([
    200,
    "application/json",
    {},
  ]);
  expect(stored).toHaveLength(2);
});

test("partial success counts what was refused and gives the first five reasons, in both encodings", async () => {
  const { request, keys, stored } = httpBench();
  const records = requestOf([good, bad, bad, bad, bad, bad, bad]);
  const message =
    "6 of 7 records refused: record 1: aims.prediction.id must be text, got 7; record 2: aims.prediction.id must be text, got 7; record 3: aims.prediction.id must be text, got 7; record 4: aims.prediction.id must be text, got 7; record 5: aims.prediction.id must be text, got 7; and 1 more";
  const answer = await request("/v1/logs", { key: keys.ingest, ...protobuf(toProtobuf(records)) });
  expect(readPartialSuccess(await answer.arrayBuffer())).toEqual({ rejected: 6, message });
  const inJson = await request("/v1/logs", {
    key: keys.ingest,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: Uint8Array.from(toJson(records)),
  });
  expect(await inJson.json()).toEqual({
    partialSuccess: { rejectedLogRecords: "6", errorMessage: message },
  });
  expect(stored).toHaveLength(2);
});

test("a sender of nothing that is ours is told so, and nothing is refused", async () => {
  const { request, keys, stored } = httpBench();
  const body = toProtobuf(requestOf([{ event: "gen_ai.choice", attributes: {} }]));
  const answer = await request("/v1/logs", { key: keys.ingest, ...protobuf(body) });
  expect(readPartialSuccess(await answer.arrayBuffer())).toEqual({
    rejected: 0,
    message: "none of 1 records has an event name that is stored here, such as aims.prediction",
  });
  expect(stored).toEqual([]);
});

test("a record outside the key's systems is refused in partial success", async () => {
  const { request, keys, stored } = httpBench();
  const of = (system: string): Uint8Array =>
    toProtobuf(requestOf([good], { "aims.system.id": system }));
  const answer = await request("/v1/logs", { key: keys.narrow, ...protobuf(of("spam")) });
  expect(answer.status).toBe(200);
  expect(readPartialSuccess(await answer.arrayBuffer())).toMatchObject({
    rejected: 1,
    message: expect.stringContaining('may not append to system "spam"; its systems are credit'),
  });
  await request("/v1/logs", { key: keys.narrow, ...protobuf(of("credit")) });
  expect(stored.map(({ origin }) => origin.system)).toEqual(["credit"]);
});

test("the same batch id, and the same bytes, are stored once and answered alike", async () => {
  const { request, keys, stored } = httpBench();
  const body = toProtobuf(requestOf([good, bad]));
  const named = { "tiltmeter-batch-id": "0190b5c0-0000-7000-8000-00000000000a" };
  for (const headers of [named, named, {}, {}]) {
    const answer = await request("/v1/logs", { key: keys.ingest, ...protobuf(body, headers) });
    expect(readPartialSuccess(await answer.arrayBuffer()).rejected).toBe(1);
  }
  expect(stored).toHaveLength(2);
});

test.each([
  ["truncated protobuf", protobuf(Buffer.from([0x0a, 9, 1])), 400, 3, "declares 9 bytes"],
  [
    "a batch id of the wrong form",
    protobuf(Buffer.alloc(0), { "tiltmeter-batch-id": "7" }),
    400,
    3,
    "16 bytes in hexadecimal",
  ],
  [
    "gzip that is none",
    protobuf(Buffer.from("hello"), { "content-encoding": "gzip" }),
    400,
    3,
    "not valid gzip",
  ],
  [
    "an unknown coding",
    protobuf(Buffer.alloc(0), { "content-encoding": "br" }),
    415,
    3,
    'must be gzip or absent, got \\"br\\"',
  ],
  [
    "text",
    { method: "POST", headers: { "content-type": "text/plain" }, body: "x" },
    415,
    3,
    'application/json, got \\"text/plain\\"',
  ],
  ["no content type", { method: "POST" }, 415, 3, 'got \\"none\\"'],
  [
    "more than 4 MiB",
    protobuf(Buffer.alloc(4_194_305)),
    413,
    3,
    "at most 4194304 bytes on the wire",
  ],
  [
    "a gzip bomb",
    protobuf(gzipSync(Buffer.alloc(20_000_000)), { "content-encoding": "gzip" }),
    413,
    3,
    "decompresses to at most",
  ],
  [
    "malformed JSON",
    { method: "POST", headers: { "content-type": "application/json" }, body: "{" },
    400,
    3,
    "line 1, column 2",
  ],
] as const)("%s is answered with a Status that says why", async (_, init, status, code, why) => {
  const { request, keys, stored, reported } = httpBench();
  const answer = await request("/v1/logs", { key: keys.ingest, ...init });
  expect(answer.status).toBe(status);
  const isProtobuf = answer.headers.get("content-type") === PROTOBUF;
  const said = isProtobuf
    ? readStatus(await answer.arrayBuffer())
    : ((await answer.json()) as { code: number; message: string });
  expect(said.code).toBe(code);
  expect(JSON.stringify(said.message)).toContain(why);
  expect(stored).toEqual([]);
  expect(reported).toEqual([]);
});

test("no key, a wrong key and a key of another role are 401 and 403 before the body is looked at", async () => {
  const { request, keys } = httpBench();
  const init = protobuf(Buffer.from([0x0a, 9, 1]));
  const none = await request("/v1/logs", init);
  expect([none.status, none.headers.get("www-authenticate")]).toEqual([
    401,
    'Bearer realm="tiltmeter"',
  ]);
  expect(readStatus(await none.arrayBuffer())).toMatchObject({ code: 16 });
  const viewer = await request("/v1/logs", { key: keys.viewer, ...init });
  expect(viewer.status).toBe(403);
  expect(readStatus(await viewer.arrayBuffer())).toEqual({
    code: 7,
    message: "a key with the role viewer may not do this; it takes ingest or admin",
  });
});

test.each([
  ["LogUnavailable", 503, true],
  ["JournalFull", 503, true],
  ["BatchConflict", 400, false],
  ["Surprise", 500, false],
])("a journal that rejects with %s is %i", async (name, status, retries) => {
  const { request, keys, failures, reported } = httpBench();
  failures.push(Object.assign(new Error("disk on fire"), { name }));
  const answer = await request("/v1/logs", {
    key: keys.ingest,
    ...protobuf(toProtobuf(requestOf([good]))),
  });
  expect(answer.status).toBe(status);
  const retryAfter = Number(answer.headers.get("retry-after") ?? Number.NaN);
  expect(retryAfter >= 1 && retryAfter <= 3).toBe(retries);
  expect(reported).toHaveLength(status === 500 ? 1 : 0);
});

test("whatever the bytes, the answer is 200 or 400 and the collector goes on", async () => {
  const { request, keys, reported } = httpBench();
  const whole = fc.oneof(
    requests.map((of) => toProtobuf(of)),
    spanRequests.map((of) => toProtobuf(of, "Traces")),
    metricRequests.map((of) => toProtobuf(of, "Metrics")),
  );
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.tuple(whole, fc.nat(), fc.nat(255)).map(([of, at, byte]) => {
      const bytes = Buffer.from(of);
      if (bytes.length > 0) bytes[at % bytes.length] = byte;
      return bytes;
    }),
    fc.tuple(whole, fc.nat()).map(([bytes, at]) => bytes.subarray(0, at % (bytes.length + 1))),
  );
  // Of whatever signal: what is sent to the wrong path is one of the things that happen.
  const path = fc.constantFrom("/v1/logs", "/v1/traces", "/v1/metrics");
  await fc.assert(
    fc.asyncProperty(body, path, fc.boolean(), async (bytes, to, zip) => {
      const init = zip
        ? protobuf(gzipSync(bytes), { "content-encoding": "gzip" })
        : protobuf(bytes);
      const answer = await request(to, { key: keys.ingest, ...init });
      expect([200, 400]).toContain(answer.status);
    }),
    { numRuns: 1_000 },
  );
  expect(reported).toEqual([]);
});

test.each([
  ["a key's bytes in flight", { totalMax: 1_000_000, keyMax: 100 }, 429, 8],
  ["all bytes in flight", { totalMax: 100, keyMax: 100 }, 503, 14],
])(
  "at the limit of %s the sender is asked to come back in 1 to 3 seconds",
  async (_, limits, status, code) => {
    const { request, keys, stored } = httpBench({ budget: createByteBudget(limits) });
    const body = toProtobuf(requestOf([good]));
    const declared = { "content-length": `${body.length}` };
    const answer = await request("/v1/logs", { key: keys.ingest, ...protobuf(body, declared) });
    expect(answer.status).toBe(status);
    expect(["1", "2", "3"]).toContain(answer.headers.get("retry-after"));
    expect(readStatus(await answer.arrayBuffer()).code).toBe(code);
    expect(stored).toEqual([]);
  },
);

const span = {
  traceId: "0a".repeat(16),
  spanId: "0b".repeat(8),
  name: "chat gpt-4o",
  startTimeUnixNano: "1795469025213456000",
  endTimeUnixNano: "1795469025313456000",
  attributes: keyValues({
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "gpt-4o",
    "gen_ai.response.id": "r-1",
  }),
};
const usage = (timeUnixNano: string): object => ({
  name: "gen_ai.client.token.usage",
  histogram: {
    aggregationTemporality: 2,
    dataPoints: [{ timeUnixNano, count: "1", sum: 12, attributes: [] }],
  },
});

test("spans and metrics are taken in both encodings, gzipped or not, each on its path", async () => {
  const { request, keys, stored } = httpBench();
  for (const [path, message, of] of [
    ["/v1/traces", "Traces", spansOf([span])],
    ["/v1/metrics", "Metrics", metricsOf([usage("1795469025213456000")])],
  ] as const) {
    for (const body of [toProtobuf(of, message), gzipSync(toProtobuf(of, message))]) {
      const headers: Record<string, string> =
        body[0] === 0x1f ? { "content-encoding": "gzip" } : {};
      const answer = await request(path, { key: keys.ingest, ...protobuf(body, headers) });
      expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, 0]);
    }
    const inJson = await request(path, {
      key: keys.ingest,
      method: "POST",
      headers: { "content-type": "application/json" },
      body: Uint8Array.from(toJson(of)),
    });
    expect(await inJson.json()).toEqual({});
    const viewer = await request(path, { key: keys.viewer, ...protobuf(toProtobuf(of, message)) });
    expect(viewer.status).toBe(403);
  }
  expect(new Set(stored.map(({ statement }) => statement.kind))).toEqual(
    new Set(["prediction", "client_metric"]),
  );
});

test("partial success is told of spans and data points in the words of each", async () => {
  const { request, keys } = httpBench();
  const json = (of: object): RequestInit => ({
    method: "POST",
    headers: { "content-type": "application/json" },
    body: Uint8Array.from(toJson(of)),
  });
  const spans = spansOf([span, { ...span, traceId: "" }, { ...span, attributes: [] }]);
  const traces = await request("/v1/traces", { key: keys.ingest, ...json(spans) });
  expect(await traces.json()).toEqual({
    partialSuccess: {
      rejectedSpans: "1",
      errorMessage:
        '1 of 3 records refused: record 1: span "chat gpt-4o" must have a trace id of 16 bytes and a span id of 8',
    },
  });
  const metrics = metricsOf([usage("0")]);
  const points = await request("/v1/metrics", { key: keys.ingest, ...json(metrics) });
  expect(await points.json()).toMatchObject({
    partialSuccess: { rejectedDataPoints: "1", errorMessage: expect.stringContaining("a time") },
  });
  const none = await request("/v1/traces", {
    key: keys.ingest,
    ...json(spansOf([{ ...span, attributes: [] }])),
  });
  expect(await none.json()).toEqual({
    partialSuccess: {
      rejectedSpans: "0",
      errorMessage:
        "none of 1 spans is of a call of a generative model; no other spans are stored here",
    },
  });
});

test("logs of calls in recorded traces are left to their spans, and the answer says so", async () => {
  const { request, keys, stored } = httpBench();
  const attributes = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o" };
  const record = (flags: number): object => ({
    eventName: "gen_ai.client.inference.operation.details",
    timeUnixNano: "1795469025213456000",
    traceId: "0a".repeat(16),
    spanId: "0b".repeat(8),
    flags,
    attributes: keyValues(attributes),
  });
  const logRecords = [record(1), record(0)];
  const of = { resourceLogs: [{ scopeLogs: [{ logRecords }] }] };
  const answer = await request("/v1/logs", { key: keys.ingest, ...protobuf(toProtobuf(of)) });
  expect(readPartialSuccess(await answer.arrayBuffer())).toEqual({
    rejected: 0,
    message:
      "1 records tell of calls in recorded traces and are left to the spans of those; send traces here too",
  });
  expect(stored).toMatchObject([
    { statement: { kind: "prediction", call: { source: { dialect: "otel-genai-event" } } } },
  ]);
});
