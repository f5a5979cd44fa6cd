import fc from "fast-check";
import { decodeMetrics, decodeSpans, type Encoding } from "tiltmeter/ingest/decode";
import { receive } from "tiltmeter/ingest/receive";
import { expect, test } from "vitest";
import { keyValues, toJson, toProtobuf } from "./otlp-request.ts";
import { metricRequests, metricsOf, spanRequests, spansOf } from "./otlp-signals.ts";

const RUNS = Number(process.env["TILTMETER_FUZZ_RUNS"] ?? 600);

const SIGNALS = [
  ["traces", "Traces", spanRequests, decodeSpans],
  ["metrics", "Metrics", metricRequests, decodeMetrics],
] as const;

test.each(SIGNALS)(
  "protobuf and JSON of the same request of %s decode to the same",
  (_, message, requests, decode) => {
    fc.assert(
      fc.property(requests, (request) => {
        expect(decode(toProtobuf(request, message), "protobuf")).toEqual(
          decode(toJson(request), "json"),
        );
      }),
      { numRuns: RUNS / 2 },
    );
  },
);

const mutations = fc.array(
  fc.record({
    at: fc.nat(),
    kind: fc.constantFrom("flip", "set", "cut", "repeat", "insert"),
    byte: fc.nat(255),
    length: fc.nat(12),
  }),
  { maxLength: 4 },
);

test.each(SIGNALS)(
  "bytes of %s, whole or broken anywhere, are taken in or refused, and nothing else",
  async (signal, message, requests) => {
    await fc.assert(
      fc.asyncProperty(requests, mutations, async (request, changes) => {
        for (const encoding of ["protobuf", "json"] as const) {
          const whole = encoding === "json" ? toJson(request) : toProtobuf(request, message);
          let bytes = Buffer.from(whole);
          for (const { at, kind, byte, length } of changes) {
            const place = at % (bytes.length + 1);
            const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
            if (kind === "cut") bytes = Buffer.concat([before, after.subarray(length)]);
            else if (kind === "repeat")
              bytes = Buffer.concat([before, after.subarray(0, length), after]);
            else if (kind === "insert") bytes = Buffer.concat([before, Buffer.from([byte]), after]);
            else if (place < bytes.length) {
              bytes = Buffer.from(bytes);
              bytes[place] = kind === "flip" ? (bytes[place] ?? 0) ^ (1 << (byte % 8)) : byte;
            }
          }
          await taken(bytes, encoding, signal);
        }
      }),
      { numRuns: RUNS },
    );
  },
);

async function taken(body: Uint8Array, otlp: Encoding, signal: "traces" | "metrics") {
  const take = receive({
    append: async ({ reply }) => ({ journal: "j", seq: 1, reply }),
    now: () => 1,
    quarantine: (entries) =>
      entries.forEach(({ record }) => void expect(record).toBeTypeOf("string")),
  });
  try {
    await take({ key: { id: "k", systems: ["a"] }, batchId: null, form: { otlp, signal }, body });
  } catch (error) {
    expect(["Undecodable", "TooMuch"]).toContain(error instanceof Error ? error.name : error);
  }
}

test("of a span only what dialects read is kept: prompts, answers and what is too long never are", () => {
  const span = {
    traceId: "0a".repeat(16),
    spanId: "0b".repeat(8),
    name: "chat",
    attributes: keyValues({
      "gen_ai.input.messages": "a secret",
      "gen_ai.prompt.0.content": "a secret",
      "llm.input_messages.0.message.content": "a secret",
      "ai.prompt.messages": "a secret",
      "gen_ai.response.id": "x".repeat(40_000),
      "gen_ai.request.model": "gpt-4o",
      ...Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`a${i}`, i])),
    }),
    events: [{ name: "exception", attributes: keyValues({ "exception.message": "a secret" }) }],
  };
  for (const decoded of [
    decodeSpans(toProtobuf(spansOf([span]), "Traces"), "protobuf"),
    decodeSpans(toJson(spansOf([span])), "json"),
  ]) {
    expect(JSON.stringify(decoded)).not.toContain("a secret");
    expect(decoded.groups[0]?.records[0]?.attributes).toEqual({
      "gen_ai.response.id": "",
      "gen_ai.request.model": "gpt-4o",
    });
  }
});

test("data points of other metrics are counted and cost nothing, however many they are", () => {
  const point = { asInt: "1", attributes: keyValues({ a: 1 }) };
  const dataPoints = Array.from({ length: 20_000 }, () => point);
  const sum = { dataPoints, aggregationTemporality: 2 };
  const request = metricsOf([{ name: "http.requests", sum }]);
  for (const decoded of [
    decodeMetrics(toProtobuf(request, "Metrics"), "protobuf"),
    decodeMetrics(toJson(request), "json"),
  ]) {
    expect(decoded.foreign).toBe(20_000);
    expect(decoded.groups[0]?.records).toEqual([]);
  }
  const own = metricsOf([{ name: "gen_ai.client.token.usage", sum }]);
  expect(() => decodeMetrics(toProtobuf(own, "Metrics"), "protobuf")).toThrow("at most 10000");
});
