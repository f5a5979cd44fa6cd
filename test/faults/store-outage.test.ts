import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeLogs } from "@tiltmeter/sdk/wire/otlp-logs";
import { toWire } from "@tiltmeter/sdk/wire/to-wire";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type HttpFront, startHttpFront } from "../collector/store/http-front.ts";
import { prediction, telemetry } from "../collector/store/telemetry.ts";
import { type Collector, startCollector } from "../end-to-end/collector.ts";
import { tellFigures } from "./figures.ts";

// The ClickHouse server is away for hours while telemetry comes at 200 records a second; the clock is moved, so
// the hours take minutes. Each request is kept or refused, never answered and dropped, and what was kept is
// stored once when the server is back.

/** 72 writes the real number of records, 52 million, through the real quota; minutes of traffic in CI. */
const HOURS = Number(process.env["TILTMETER_OUTAGE_HOURS"] ?? 0.05);
const RECORDS_A_SECOND = 200;
/** Ten seconds of everything, as a gateway gathers it. */
const BATCH = 10 * RECORDS_A_SECOND;
const isWhole = HOURS >= 72;
/** The usual 2 GiB, or what three minutes do not fit into. */
const QUOTA_BYTES =
  Number(process.env["TILTMETER_OUTAGE_QUOTA_MIB"] ?? (isWhole ? 2_048 : 2)) * 1024 ** 2;
const START_MS = Date.UTC(2026, 10, 27);

let folder: string;
let front: HttpFront;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltmeter-outage-"));
  front = await startHttpFront(join(folder, "server"));
});
afterAll(async () => {
  await front.close();
  await rm(folder, { recursive: true, force: true });
});

test(`${HOURS} hours without the store at ${RECORDS_A_SECOND} records a second: refused or kept, never dropped`, {
  timeout: 120_000 + HOURS * 120_000,
}, async () => {
  const data = join(folder, "data");
  await using collector = await startCollector({
    ...{ nowMs: START_MS, store: front.url, data },
    limits: { journalBytesMax: QUOTA_BYTES },
  });
  const seconds = Math.round(HOURS * 3_600);
  const first = await send(collector, 0, randomBytes(16).toString("hex"));
  expect(first.status).toBe(200);
  await collector.app.settled();

  await front.setAway(true);
  const refused: { readonly at: number; readonly id: string }[] = [];
  let kept = BATCH;
  for (let at = 10; at < seconds; at += 10) {
    collector.clock.nowMs = START_MS + at * 1_000;
    const id = randomBytes(16).toString("hex");
    const answer = await send(collector, at, id);
    if (answer.status === 200) {
      kept += BATCH;
      continue;
    }
    expect([answer.status, answer.retryAfter]).toEqual([503, expect.stringMatching(/^[123]$/)]);
    refused.push({ at, id });
  }
  const waiting = await bytesOf(join(data, "journal"));
  // A quota that is full refuses; it never makes room by forgetting.
  expect(refused.length).toBeGreaterThan(0);
  expect(waiting).toBeLessThan(QUOTA_BYTES * 1.1);

  const startedMs = performance.now();
  await front.setAway(false);
  await collector.app.settled();
  const tookS = (performance.now() - startedMs) / 1_000;
  expect(await stored()).toEqual([kept, kept]);
  const rate = (kept - BATCH) / tookS;
  expect(rate).toBeGreaterThan(5 * RECORDS_A_SECOND);

  // Who was refused comes again, as a sender does, and is taken.
  const again = isWhole ? refused.slice(-10) : refused;
  for (const { at, id } of again) expect((await send(collector, at, id)).status).toBe(200);
  await collector.app.settled();
  const all = kept + again.length * BATCH;
  expect(await stored()).toEqual([all, all]);
  tellFigures({
    ...{ kept, refused: refused.length * BATCH, "bytes a record": Math.round(waiting / kept) },
    "caught up, records a second": Math.round(rate),
  });
});

/** Ten seconds of traffic from a point of time on, seconds after the start. */
async function send(collector: Collector, at: number, id: string) {
  const response = await fetch(`${collector.url}/v1/logs`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${collector.ingest}`,
      "content-type": "application/x-protobuf",
      "tiltmeter-batch-id": id,
    },
    body: requestAt(at),
  });
  await response.arrayBuffer();
  return { status: response.status, retryAfter: response.headers.get("retry-after") };
}

/** Encoded once; each request has other ids and times in the same places, so that a day's worth is made in seconds. */
const request = template();

function template() {
  const nanos = (i: number): Buffer => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(START_MS + i * 5) * 1_000_000n);
    return bytes;
  };
  const records = Array.from({ length: BATCH }, (_, i) =>
    toWire(telemetry(prediction(idOf(0, i), { timeMs: START_MS + i * 5 }), { seq: i + 1 })),
  );
  const body = Buffer.from(encodeLogs({ "aims.system.id": "credit-scoring" }, records));
  const places = records.map((_, i) => ({
    id: body.indexOf(idOf(0, i)),
    time: body.indexOf(nanos(i)),
  }));
  return { body, places };
}

function requestAt(at: number): Buffer<ArrayBuffer> {
  for (const [i, { id, time }] of request.places.entries()) {
    request.body.write(idOf(at, i), id, "latin1");
    request.body.writeBigUInt64LE(BigInt(START_MS + at * 1_000 + i * 5) * 1_000_000n, time);
  }
  return Buffer.from(request.body);
}

function idOf(at: number, i: number): string {
  return `id-${String(at).padStart(8, "0")}-${String(i).padStart(6, "0")}`;
}

/** How many rows and how many ids: asked of the stand-in itself. */
async function stored(): Promise<readonly number[]> {
  const sql = "SELECT count(), uniqExact(id) FROM tiltmeter.predictions_v1";
  const answer = await fetch(front.url, { method: "POST", body: sql });
  return (await answer.text()).trim().split("\t").map(Number);
}

async function bytesOf(path: string): Promise<number> {
  let sum = 0;
  for (const name of await readdir(path)) {
    if (name.startsWith("seg-")) sum += (await stat(join(path, name))).size;
  }
  return sum;
}
