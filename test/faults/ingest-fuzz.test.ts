import { setImmediate } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { type ReceiveRequest, receive } from "tiltmeter/ingest/receive";
import { encodeBatch } from "tiltmeter/journal/batch-codec";
import { expect, test } from "vitest";
import { httpBench } from "../collector/http/http-bench.ts";
import { requests, toJson, toProtobuf } from "../collector/ingest/otlp-request.ts";
import { metricRequests, spanRequests } from "../collector/ingest/otlp-signals.ts";
import { drawnRequest, mutated, type Random } from "../collector/ingest/plain/drawn-request.ts";
import { seeded } from "../collector/log/seeded.ts";
import { SEED } from "../seed.ts";

/** A million before a release. */
const RUNS = Number(process.env["TILTMETER_FUZZ_RUNS"] ?? 20_000);
/** A hundred times what it takes where nothing else runs. */
const TIMEOUT_MS = 60_000 + 10 * RUNS;
const GROWTH_BYTES_MAX = 384 * 1_048_576;

type Form = Extract<ReceiveRequest["form"], { readonly otlp: unknown }>;
interface Kind {
  readonly form: Form;
  readonly bodies: readonly Buffer[];
}

/** Whole requests of every signal in both encodings, from which broken ones are made. */
function kinds(random: Random): readonly Kind[] {
  const sampled = <Request extends object>(of: fc.Arbitrary<Request>): readonly Request[] =>
    fc.sample(of, { numRuns: 80, seed: SEED });
  const logs = sampled(requests);
  const [spans, metrics] = [sampled(spanRequests), sampled(metricRequests)];
  const json = (of: readonly object[]): readonly Buffer[] =>
    of.map((each) => Buffer.from(toJson(each)));
  const protobuf = (of: readonly object[], message: "Traces" | "Metrics"): readonly Buffer[] =>
    of.map((each) => Buffer.from(toProtobuf(each, message)));
  const drawn = Array.from({ length: 400 }, () => drawnRequest(random));
  return [
    // Twice, since most of what is sent is that.
    { form: { otlp: "protobuf" }, bodies: drawn },
    { form: { otlp: "protobuf" }, bodies: drawn },
    { form: { otlp: "json" }, bodies: json(logs) },
    { form: { otlp: "protobuf", signal: "traces" }, bodies: protobuf(spans, "Traces") },
    { form: { otlp: "json", signal: "traces" }, bodies: json(spans) },
    { form: { otlp: "protobuf", signal: "metrics" }, bodies: protobuf(metrics, "Metrics") },
    { form: { otlp: "json", signal: "metrics" }, bodies: json(metrics) },
  ];
}

const VALUES = [
  ...["null", "true", "-1", "1e999", "1e-400", '""', '"x"', "[]", "{}", '"18446744073709551616"'],
  ...[
    '"NaN"',
    '"\\ud800"',
    "[".repeat(300),
    '{"__proto__":{"x":1}}',
    '{"kvlistValue":{"values":[{}]}}',
  ],
  ...['{"arrayValue":{"values":[{"stringValue":"x"}]}}', '{"intValue":"9223372036854775807"}'],
];

/** JSON with some of its values, names or commas in another's place. */
function swapped(body: Buffer, random: Random): Buffer {
  const tokens = body.toString().split(/(?<=[[{,:])|(?=[\]},:])/);
  for (let changes = 1 + Math.floor(random() * 3); changes > 0; changes -= 1) {
    const at = Math.floor(random() * tokens.length);
    const from = Math.floor(random() * tokens.length);
    const isOther = random() < 0.5;
    tokens[at] = (isOther ? tokens[from] : VALUES[Math.floor(random() * VALUES.length)]) ?? "";
  }
  return Buffer.from(tokens.join(""));
}

/** A request that is mostly no longer whole. */
function broken(all: readonly Kind[], random: Random): { form: Form; body: Buffer } {
  const of = <Item>(items: readonly Item[]): Item =>
    items[Math.floor(random() * items.length)] as Item; // none is empty
  const { form, bodies } = of(all);
  const isJoined = random() < 0.1 && form.otlp === "protobuf";
  const whole = isJoined ? Buffer.concat([of(bodies), of(bodies)]) : of(bodies);
  const isSwapped = form.otlp === "json" && random() < 0.7;
  return { form, body: isSwapped ? swapped(whole, random) : mutated(whole, random) };
}

test(
  "requests of every signal, whole or broken anywhere, are taken, taken in part or refused; nothing else, and in bounded memory",
  async () => {
    const random = seeded(SEED);
    const all = kinds(random);
    let nowMs = 1_795_500_000_000;
    const take = receive({
      // As the journal does with what it is given.
      append: async (batch) => {
        encodeBatch(batch);
        return { journal: "j", seq: 1, reply: batch.reply };
      },
      now: () => nowMs,
      quarantine: (entries) => {
        for (const { record } of entries)
          if (typeof record !== "string") throw new Error("no text");
      },
    });
    const seen = { taken: 0, partly: 0, refused: 0 };
    const before = held();
    let peak = 0;
    for (let run = 0; run < RUNS; run += 1) {
      nowMs += 1;
      const { form, body } = broken(all, random);
      try {
        const answer = await take({
          key: { id: "k", systems: run % 2 === 0 ? null : ["credit", "spam", "a"] },
          ...{ batchId: null, form, body },
        });
        if (answer.rejectedCount > 0) seen.partly += 1;
        else seen.taken += 1;
      } catch (error) {
        const name = error instanceof Error ? error.name : String(error);
        if (name !== "Undecodable" && name !== "TooMuch") {
          const which = `input ${run} of seed ${SEED}, ${JSON.stringify(form)}`;
          throw new Error(`${which}: ${body.toString("base64")}`, { cause: error });
        }
        seen.refused += 1;
      }
      if (run % 500 > 0) continue;
      peak = Math.max(peak, held() - before);
      // Or who runs the tests takes this process for dead.
      await setImmediate();
    }
    expect(peak).toBeLessThan(GROWTH_BYTES_MAX);
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(RUNS / 50);
  },
  TIMEOUT_MS,
);

test(
  "over HTTP they are answered 200, 400 or 413, compressed or not",
  async () => {
    const random = seeded(SEED + 1);
    const all = kinds(random);
    const { app, keys, stored } = httpBench();
    const answered = new Map<number, number>();
    for (let run = 0; run < RUNS / 20; run += 1) {
      const { form, body } = broken(all, random);
      const isZipped = random() < 0.3;
      const sent = isZipped ? gzipSync(body) : body;
      const { status } = await app.request(`/v1/${form.signal ?? "logs"}`, {
        method: "POST",
        body: Uint8Array.from(isZipped && random() < 0.2 ? mutated(sent, random) : sent),
        headers: {
          authorization: `Bearer ${keys.narrow}`,
          "content-type": form.otlp === "json" ? "application/json" : "application/x-protobuf",
          ...(isZipped ? { "content-encoding": "gzip" } : {}),
        },
      });
      answered.set(status, (answered.get(status) ?? 0) + 1);
      const which = `input ${run} of seed ${SEED}: ${body.toString("base64").slice(0, 2_000)}`;
      expect([200, 400, 413], which).toContain(status);
      stored.length = 0;
      if (run % 100 === 0) await setImmediate();
    }
    expect([...answered.keys()]).toEqual(expect.arrayContaining([200, 400]));
  },
  TIMEOUT_MS,
);

/** Bytes in use, those of buffers among them. */
function held(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
