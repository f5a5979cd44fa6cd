import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { LIMITS_DEFAULTS, type LimitsConfig } from "tiltmeter/limits-config";
import { afterEach, expect, test } from "vitest";
import { readPartialSuccess, readStatus } from "../collector/http/otlp-answer.ts";
import { requestOf, toProtobuf } from "../collector/ingest/otlp-request.ts";
import { startHttpFront } from "../collector/store/http-front.ts";
import { type Collector, startCollector } from "./collector.ts";

// What OTLP senders are answered, over real sockets, with each condition really brought about.

const START_MS = Date.UTC(2026, 0, 5);
const MIB = 2 ** 20;
const PROTOBUF = "application/x-protobuf";
/** Of a machine with other tests to run. */
const PATIENCE = { timeout: 25_000 };
const TIMEOUT_MS = 240_000;

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each[Symbol.asyncDispose]();
});

async function start(of: Partial<LimitsConfig>, store?: string): Promise<Collector> {
  const collector = await startCollector({
    nowMs: START_MS,
    limits: { ...LIMITS_DEFAULTS, loopDelayMsMax: null, ...of },
    ...(store === undefined ? {} : { store }),
  });
  open.push(collector);
  return collector;
}

async function keyOf(collector: Collector, role: string, more: object = {}): Promise<string> {
  return String((await collector.api("/keys", { role, name: role, ...more }))["key"]);
}

/** Posts logs. */
function send(
  collector: Collector,
  of: {
    readonly key: string;
    readonly body: Uint8Array;
    readonly headers?: Record<string, string>;
  },
): Promise<Response> {
  return fetch(`${collector.url}/v1/logs`, {
    method: "POST",
    headers: { authorization: `Bearer ${of.key}`, "content-type": PROTOBUF, ...of.headers },
    body: of.body as Uint8Array<ArrayBuffer>,
  });
}

/** Predictions, as many as asked for. */
function batch(count: number, attributes: Record<string, unknown> = {}): Uint8Array {
  return toProtobuf(
    requestOf(
      Array.from({ length: count }, () => ({
        attributes: { "aims.prediction.id": randomUUID(), "aims.system.id": "s", ...attributes },
      })),
    ),
  );
}

async function refusedWith(answer: Response, status: number, code: number): Promise<string> {
  expect([answer.status, answer.headers.get("content-type")]).toEqual([status, PROTOBUF]);
  const said = readStatus(await answer.arrayBuffer());
  expect(said.code).toBe(code);
  return said.message;
}

/** Come again in one to three seconds. */
async function busy(answer: Response, status: 429 | 503): Promise<string> {
  expect(answer.headers.get("retry-after")).toMatch(/^[123]$/);
  return refusedWith(answer, status, status === 429 ? 8 : 14);
}

test(
  "keys, forms and sizes: 401, 403, 415, 413, 400 and partial success, each with its Status",
  async () => {
    const collector = await start({});
    const key = collector.ingest;
    const body = batch(1);
    expect(await refusedWith(await send(collector, { key: "tm_ing_x", body }), 401, 16)).toContain(
      "key",
    );
    const viewer = await keyOf(collector, "viewer");
    await refusedWith(await send(collector, { key: viewer, body }), 403, 7);
    const brotli = { "content-encoding": "br" };
    expect(
      await refusedWith(await send(collector, { key, body, headers: brotli }), 415, 3),
    ).toContain('"br"');
    const text = await send(collector, { key, body, headers: { "content-type": "text/plain" } });
    expect([text.status, await text.json()]).toEqual([
      415,
      { code: 3, message: expect.any(String) },
    ]);

    const large = await send(collector, { key, body: new Uint8Array(4 * MIB + 1) });
    expect(large.headers.get("connection")).toBe("close");
    expect(await refusedWith(large, 413, 3)).toContain("at most 4194304 bytes on the wire");
    const wire = gzipSync(Buffer.alloc(17 * MIB), { level: 1 });
    const gzip = { "content-encoding": "gzip" };
    expect(
      await refusedWith(await send(collector, { key, body: wire, headers: gzip }), 413, 3),
    ).toContain("decompresses to at most");

    expect(
      await refusedWith(await send(collector, { key, body: Buffer.from("no") }), 400, 3),
    ).not.toBe("");
    const mixed = toProtobuf(
      requestOf([
        { attributes: { "aims.prediction.id": "well", "aims.system.id": "s" } },
        { attributes: { "aims.prediction.id": "x".repeat(257), "aims.system.id": "s" } },
      ]),
    );
    const partial = await send(collector, { key, body: mixed });
    expect(partial.status).toBe(200);
    expect(readPartialSuccess(await partial.arrayBuffer())).toEqual({
      rejected: 1,
      message: expect.stringMatching(/^1 of 2 records refused: record 1: id must have/),
    });
  },
  TIMEOUT_MS,
);

test(
  "a batch id that is durable or on its way is answered as the first time, and stored once",
  async () => {
    const collector = await start({});
    const headers = { "tiltmeter-batch-id": randomUUID() };
    const of = { key: collector.ingest, body: batch(50), headers };
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(collector, of)));
    answers.push(await send(collector, of));
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(bodies)).toEqual(new Set([""]));
    expect(new Set(answers.map((answer) => answer.headers.get("tiltmeter-receipt"))).size).toBe(1);
    expect(answers.at(-1)?.headers.get("tiltmeter-repeated")).toBe("true");
    await collector.app.settled();
    expect(await collector.api("/systems/s")).toMatchObject({ predictions: 50 });
  },
  TIMEOUT_MS,
);

test(
  "a key over its rate gets 429 and the others notice nothing; names without end are folded",
  async () => {
    const usual = { recordsPerSecond: 500, bytesPerSecond: null, burstSeconds: 2 };
    const collector = await start({ keys: { usual, ofKey: {} }, namesPerDayMax: 30 });
    const noisy = collector.ingest;
    const quiet = await keyOf(collector, "ingest");
    const waits = new Set<string | null>();
    let refused = 0;
    let taken = 0;
    for (let i = 0; i < 40; i += 1) {
      const answer = await send(collector, { key: noisy, body: batch(500) });
      if (answer.status === 200) taken += 500;
      else {
        refused += 1;
        waits.add(answer.headers.get("retry-after"));
        expect(await busy(answer, 429)).toContain("more records than its rate allows");
      }
      expect((await send(collector, { key: quiet, body: batch(1) })).status).toBe(200);
    }
    expect(refused).toBeGreaterThan(20);
    expect(taken).toBeGreaterThan(500);
    // By chance, so that many who are refused at once do not come again at once.
    expect(waits.size).toBeGreaterThan(1);

    const features = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`f${i}`, i]));
    const folded = await send(collector, {
      key: quiet,
      body: batch(2, { "aims.prediction.features": features }),
    });
    expect(readPartialSuccess(await folded.arrayBuffer())).toEqual({
      rejected: 0,
      message: expect.stringMatching(/^20 attributes folded into the feature _overflow/),
    });
  },
  TIMEOUT_MS,
);

test(
  "bytes in flight: 429 beyond the share of a key, 503 where all is held, and 200 once it is let go",
  async () => {
    const collector = await start({ inFlightBytesMax: 8 * MIB });
    const keys = [
      collector.ingest,
      await keyOf(collector, "ingest"),
      await keyOf(collector, "ingest"),
    ];
    /** Declares four mebibytes and brings none of them. */
    const holding = async (key: string | undefined): Promise<Socket> => {
      const socket = connect(Number(new URL(collector.url).port), "127.0.0.1");
      socket.on("error", () => undefined);
      await once(socket, "connect");
      socket.write(
        `POST /v1/logs HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${key}\r\ncontent-type: ${PROTOBUF}\r\ncontent-length: ${4 * MIB}\r\n\r\n`,
      );
      return socket;
    };
    const [a = "", b = "", c = ""] = keys;
    const body = batch(1);
    const held = async (): Promise<string | undefined> => {
      const headers = { authorization: `Bearer ${collector.admin}` };
      const metrics = await (await fetch(`${collector.url}/metrics`, { headers })).text();
      return /^tiltmeter_ingest_in_flight_bytes (\d+)$/m.exec(metrics)?.[1];
    };
    const sockets = [await holding(a)];
    await expect.poll(held, PATIENCE).toBe(`${4 * MIB}`);
    expect(await busy(await send(collector, { key: a, body }), 429)).toContain("bytes in flight");
    expect((await send(collector, { key: b, body })).status).toBe(200);
    sockets.push(await holding(b));
    await expect.poll(held, PATIENCE).toBe(`${8 * MIB}`);
    expect(await busy(await send(collector, { key: c, body }), 503)).toContain("bytes in flight");
    for (const socket of sockets) socket.destroy();
    await expect
      .poll(async () => (await send(collector, { key: c, body })).status, PATIENCE)
      .toBe(200);
  },
  TIMEOUT_MS,
);

test(
  "an event loop that is late, and memory at its limit: 503, and why is told",
  async () => {
    const residentBytes = process.memoryUsage.rss();
    const collector = await start({
      loopDelayMsMax: 250,
      // A fifth more than what is refused; the engine has some hundred of them.
      memoryBytesMax: Math.ceil((residentBytes + 700 * MIB) / 0.8),
    });
    const body = batch(1);
    const sent = async (): Promise<Response> => send(collector, { key: collector.ingest, body });
    const block = (): void => {
      const until = performance.now() + 300;
      while (performance.now() < until);
    };
    expect((await sent()).status).toBe(200);
    let answer = await sent();
    for (let i = 0; i < 200 && answer.status === 200; i += 1) {
      block();
      answer = await sent();
    }
    expect(await busy(answer, 503)).toContain("more to do than it can");
    expect((await fetch(`${collector.url}/readyz`)).status).toBe(503);
    expect(await collector.api("/status")).toMatchObject({
      problems: [
        expect.stringMatching(/no telemetry is taken since .*the event loop is \d+ ms late/),
      ],
    });
    await expect
      .poll(async () => (await sent()).status, { timeout: 45_000, interval: 500 })
      .toBe(200);

    const held: Buffer[] = [];
    answer = await sent();
    for (let i = 0; i < 40 && answer.status === 200; i += 1) {
      held.push(Buffer.alloc(64 * MIB, i + 1));
      // Memory is looked at once a second.
      for (let wait = 0; wait < 12 && answer.status === 200; wait += 1) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        if (i >= 8) answer = await sent();
      }
    }
    expect(held.length).toBeGreaterThan(0);
    expect(await busy(answer, 503)).toMatch(/short of memory|more to do/);
  },
  TIMEOUT_MS,
);

test(
  "a journal at its quota, and a disk at its mark: 503 before anything is read",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "tiltmeter-pressure-"));
    const front = await startHttpFront(join(folder, "server"));
    open.push({
      [Symbol.asyncDispose]: async () => {
        await front.close();
        await rm(folder, { recursive: true, force: true });
      },
    });
    const full = await start({ journalBytesMax: 20_000 }, front.url);
    front.setFault((sql) => (sql.startsWith("INSERT") ? { when: "before", how: "500" } : null));
    const key = full.ingest;
    let answer = await send(full, { key, body: batch(20) });
    for (let i = 0; i < 100 && answer.status === 200; i += 1) {
      answer = await send(full, { key, body: batch(20) });
    }
    expect(await busy(answer, 503)).not.toBe("");
    expect((await full.api("/status"))["problems"]).not.toEqual([]);
    front.setFault(() => null);
    const again = async (): Promise<number> => (await send(full, { key, body: batch(1) })).status;
    await expect.poll(again, { timeout: 45_000, interval: 200 }).toBe(200);

    const disk = { ...LIMITS_DEFAULTS.disk, ballastBytes: 0, freeBytesMin: 2 ** 60 };
    const low = await start({ disk }, front.url);
    expect(await busy(await send(low, { key: low.ingest, body: batch(1) }), 503)).toContain(
      "disk is nearly full",
    );
    // Only of what is sent in: people go on reading and acting.
    await keyOf(low, "viewer");
    const page = await fetch(`${low.url}/`, { headers: { authorization: `Bearer ${low.admin}` } });
    expect(page.status).toBe(200);
  },
  TIMEOUT_MS,
);
