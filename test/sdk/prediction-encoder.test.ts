import fc from "fast-check";
import { decodeLogs } from "tiltmeter/ingest/decode";
import { expect, test } from "vitest";
import { type Observation, toPrediction } from "../../sdk/observation.ts";
import { NO_MODEL } from "../../sdk/readers.ts";
import { Recorder } from "../../sdk/recorder.ts";
import { type Scalars, trimScalars } from "../../sdk/scalars.ts";
import type { GenAiCall } from "../../sdk/wire/genai-call.ts";
import { encodeLogs, joinLogs } from "../../sdk/wire/otlp-logs.ts";
import { ProtobufWriter } from "../../sdk/wire/protobuf-writer.ts";
import { toWire } from "../../sdk/wire/to-wire.ts";
import { madeObservation } from "./made-observation.ts";
import { decodeRequest } from "./wire/otlp-proto.ts";

const RUNS = Number(process.env["TILTMETER_ENCODER_RUNS"] ?? 400);
const RESOURCE = { "aims.system.id": "credit", "aims.producer.id": "p" };

const text = fc.oneof(
  fc.constantFrom(
    "",
    "car",
    "decline",
    "zażółć",
    "🙂",
    "a\ud800b",
    "\udfff",
    "\u0000",
    "x".repeat(127),
  ),
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.string({ unit: "grapheme-ascii", maxLength: 200 }),
  fc.constantFrom("é".repeat(90), "y".repeat(20_000), "語".repeat(9_000)),
);
const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(0, -0, Number.NaN, Infinity, -Infinity, Number.MIN_VALUE, 2 ** 53),
);
const scalar = fc.oneof(
  { weight: 6, arbitrary: number },
  { weight: 6, arbitrary: text },
  fc.boolean(),
  fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }),
  fc.constantFrom(null, undefined),
);
/** What is no feature, and must be refused by both alike. */
const stranger = fc.constantFrom<unknown>({ nested: 1 }, [1], () => 1, Symbol("s"));
const name = fc.oneof(
  fc.constantFrom("age", "income", "1", "__proto__", "constructor", "input", "output", "zażółć"),
  text.filter((value) => value.length < 300),
);
const scalarsOf = (names: readonly string[]): fc.Arbitrary<Scalars> =>
  fc
    .array(fc.oneof({ weight: 20, arbitrary: scalar as fc.Arbitrary<unknown> }, stranger), {
      minLength: names.length,
      maxLength: names.length,
    })
    .map((values) => named(names, values));
const nullable = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.option(arbitrary, { nil: null });
const count = nullable(fc.oneof(fc.nat(), fc.constantFrom(0, -1, 1.5, 2 ** 53, Number.NaN)));
const hex = (digits: number): fc.Arbitrary<string> =>
  fc
    .uint8Array({ minLength: digits / 2, maxLength: digits / 2 })
    .map((bytes) => Buffer.from(bytes).toString("hex"));
const trace = fc.oneof(
  fc.constant({ traceId: "", spanId: "" }),
  fc.record({ traceId: hex(32), spanId: hex(16) }),
);
const model = fc.oneof(
  fc.constant(NO_MODEL),
  fc.record({ name: text, version: text, supplier: text, digest: text }),
);
const call: fc.Arbitrary<GenAiCall> = fc.record({
  operation: text,
  requestModel: text,
  modelSource: fc.constantFrom("provider", "copied", "unknown"),
  responseId: text,
  conversationId: text,
  inputTokens: count,
  cachedTokens: count,
  cacheWriteTokens: count,
  outputTokens: count,
  reasoningTokens: count,
  finishReasons: fc.array(text, { maxLength: 3 }),
  tools: fc
    .array(fc.tuple(text, fc.nat()), { maxLength: 3 })
    .map((entries) => Object.fromEntries(entries)),
  isRefused: nullable(fc.boolean()),
  isStreamed: nullable(fc.boolean()),
  firstChunk: nullable(fc.double({ noNaN: true })),
  source: fc.constant({
    dialect: "tiltmeter",
    scope: "",
    scopeVersion: "",
    schemaUrl: "",
    seenBy: [],
  }),
});
// A score that is not finite never comes this far: see `readNumber`.
const measure = nullable(fc.double({ noNaN: true, noDefaultInfinity: true }));

const observationOf = (names: readonly string[]): fc.Arbitrary<Observation> =>
  fc.record({
    kind: fc.constant("observation" as const),
    id: text,
    timeMs: fc.oneof(
      fc.constantFrom(0, -1, 1e20),
      fc.double({ min: 1e12, max: 4e12, noNaN: true }),
    ),
    model,
    task: fc.constantFrom("", "classification", "generation"),
    label: text,
    score: measure,
    value: measure,
    latency: measure,
    status: fc.constantFrom("ok", "error"),
    errorType: text,
    features: nullable(scalarsOf(names)),
    segment: nullable(fc.oneof(scalarsOf(names.slice(0, 2)), fc.constant({ band: "a" }))),
    subject: text,
    call: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, call),
  });

interface Run {
  readonly observation: Observation;
  readonly trace: { readonly traceId: string; readonly spanId: string };
}

/** Records of one process: most have the same names, and some come again and again as they are. */
const runs: fc.Arbitrary<readonly Run[]> = fc
  .uniqueArray(name, { maxLength: 6 })
  .chain((names) =>
    fc.array(
      fc.tuple(
        fc.record({ observation: observationOf(names), trace }),
        fc.integer({ min: 1, max: 5 }),
      ),
      { maxLength: 6 },
    ),
  )
  .map((each) => each.flatMap(([run, times]) => Array.from({ length: times }, () => run)));

test("what the ring writes means what the other encoder writes, byte count and all", async () => {
  await fc.assert(
    fc.asyncProperty(runs, async (given) => {
      const recorder = new Recorder({ bytesMax: 1e9, onFirstLoss: () => undefined });
      for (const { observation, trace: at } of given) {
        recorder.predict(copied(observation), at, () => undefined);
      }
      const { slices, records } = await recorder.take({ recordsMax: 1e6, bytesMax: 1e9 });
      const bodies = slices.map((slice) => slice.body);
      const bytes = joinLogs(new ProtobufWriter(), RESOURCE, bodies);
      const expected = encodeLogs(
        RESOURCE,
        given.map(({ observation, trace: at }, index) => {
          const trimmed = copied(observation);
          for (const map of [trimmed.features, trimmed.segment]) {
            if (map !== null) trimScalars(map, () => undefined);
          }
          return toWire({ ...at, seq: index + 1, statement: toPrediction(trimmed) });
        }),
      );
      expect(records).toBe(given.length);
      expect(recorder.bytes).toBe(0);
      // By protobuf's own reader, and by the one that receives it.
      expect(decodeRequest(bytes)).toEqual(decodeRequest(expected));
      expect(decodeLogs(bytes, "protobuf")).toEqual(decodeLogs(expected, "protobuf"));
      // Both are the shortest encoding: they differ in order alone.
      expect(bytes.length).toBe(expected.length);
    }),
    { numRuns: RUNS },
  );
});

test("records keep their order over many pieces of memory, and memory is used again", async () => {
  const recorder = new Recorder({ bytesMax: 1e9, onFirstLoss: () => undefined });
  const wide = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`f${i}`, i]));
  const text = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`t${i}`, `v${i % 7}`]));
  let next = 0;
  for (let round = 0; round < 6; round += 1) {
    const expected: unknown[] = [];
    for (let i = 0; i < 200; i += 1) {
      const features = [wide, text, { f0: i }, null][(i + round) % 4] ?? null;
      recorder.predict(
        { ...BARE, id: `id-${next}`, features: features && { ...features } },
        { traceId: "", spanId: "" },
        () => undefined,
      );
      expected.push([`id-${next}`, features ?? undefined]);
      next += 1;
    }
    const { slices } = await recorder.take({ recordsMax: 1e6, bytesMax: 1e9 });
    const bodies = slices.map((slice) => slice.body);
    const { records } = decodeRequest(joinLogs(new ProtobufWriter(), {}, bodies));
    const got = records.map(({ attributes }) => {
      const features = attributes["aims.prediction.features"];
      return [attributes["aims.prediction.id"], features && { ...(features as object) }];
    });
    expect(got).toEqual(expected);
  }
});

const BARE = madeObservation();

/** As `readScalars` copies them. */
function copied(observation: Observation): Observation {
  const { features, segment } = observation;
  return {
    ...observation,
    features: features && { ...features },
    segment: segment && { ...segment },
  };
}

function named(names: readonly string[], values: readonly unknown[]): Scalars {
  const map: Record<string, unknown> = {};
  names.forEach((each, index) => {
    Object.defineProperty(map, each, {
      value: values[index],
      enumerable: true,
      configurable: true,
      writable: true,
    });
  });
  // Strangers among the values are what a caller without types may hand over.
  return map as Scalars;
}
