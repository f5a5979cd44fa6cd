import { encodeLogs } from "@tiltmeter/sdk/wire/otlp-logs";
import { resourceAttributes } from "@tiltmeter/sdk/wire/resource";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import { toWire } from "@tiltmeter/sdk/wire/to-wire";
import fc from "fast-check";
import { decodeLogs } from "tiltmeter/ingest/decode";
import { recognise } from "tiltmeter/ingest/recognise";
import type { Recognised } from "tiltmeter/ingest/recognised";
import { expect, test } from "vitest";
import { requestOf, toProtobuf } from "../otlp-request.ts";

const recogniseAll = (body: Uint8Array): readonly Recognised[] =>
  decodeLogs(body, "protobuf").groups.flatMap(({ resource, records }) =>
    records.map((record) => recognise(record, resource)),
  );
const recogniseOne = (
  attributes: object,
  event = "aims.prediction",
  resource: object = { "service.name": "credit" },
): Recognised => {
  const [found] = recogniseAll(toProtobuf(requestOf([{ event, attributes }], resource)));
  if (found === undefined) throw new Error("nothing was decoded");
  return found;
};

const text = fc.string({ unit: "grapheme", maxLength: 12 });
const named = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
/** Profiles know one zero. */
const extreme = fc.option(finite.map((value) => value + 0));
const seconds = fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }));
const timeMs = fc.nat(2 ** 40).map((micros) => (micros + 1) / 1000 + 1e12);
const dictionary = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Record<string, Value>> =>
  fc.dictionary(
    named.filter((name) => name !== "__proto__"),
    value,
    { maxKeys: 4 },
  );

const tokens = fc.option(fc.maxSafeNat());
const call = fc.record({
  operation: text,
  requestModel: text,
  modelSource: fc.constantFrom("provider" as const, "copied" as const, "unknown" as const),
  responseId: text,
  conversationId: text,
  inputTokens: tokens,
  cachedTokens: tokens,
  cacheWriteTokens: tokens,
  outputTokens: tokens,
  reasoningTokens: tokens,
  finishReasons: fc.array(text, { maxLength: 3 }),
  tools: dictionary(fc.integer({ min: 1 })),
  isRefused: fc.option(fc.boolean()),
  isStreamed: fc.option(fc.boolean()),
  firstChunk: seconds,
  source: fc.constant({
    dialect: "tiltmeter",
    scope: "@tiltmeter/sdk",
    scopeVersion: "",
    schemaUrl: "",
    seenBy: [],
  }),
});

const prediction = fc
  .record({
    id: named,
    timeMs,
    model: fc.record({ name: text, version: text, supplier: text, digest: text }),
    task: fc.constantFrom("classification", "regression", "ranking", "generation", "detection", ""),
    label: text,
    score: fc.option(finite),
    value: fc.option(finite),
    latency: seconds,
    status: fc.constantFrom("ok", "error"),
    errorType: text,
    features: dictionary(fc.oneof(fc.double(), text, fc.constant(null))),
    segment: dictionary(text),
    subject: text,
    call: fc.option(call, { nil: undefined }),
  })
  .map(({ features, call: said, ...rest }) => ({
    kind: "prediction" as const,
    ...rest,
    ...(said === undefined ? {} : { call: said }),
    numericFeatures: pick(features, "number"),
    categoricalFeatures: pick(features, "string"),
    missingFeatures: Object.keys(features).filter((name) => features[name] === null),
  }));

function pick(features: Record<string, unknown>, type: string): Record<string, never> {
  return Object.fromEntries(
    Object.entries(features).filter(([, value]) => typeof value === type),
  ) as Record<string, never>; // only for comparison with what comes back
}

const tallies = (
  keyMax: number,
  count: fc.Arbitrary<number>,
): fc.Arbitrary<Record<string, number>> =>
  fc.dictionary(fc.nat(keyMax).map(String), count, { maxKeys: 20 });

const statement = fc.oneof(
  prediction,
  fc.record({
    kind: fc.constant("outcome" as const),
    id: named,
    timeMs,
    label: named,
    value: fc.option(finite),
    source: text,
  }),
  fc.record({
    kind: fc.constant("oversight" as const),
    id: named,
    timeMs,
    action: fc.constantFrom("confirm", "override", "escalate", "abstain", "stop"),
    from: text,
    to: text,
    by: text,
    role: text,
    reason: text,
    reviewSeconds: seconds,
  }),
  fc.record({
    kind: fc.constant("score" as const),
    id: named,
    timeMs,
    name: named,
    value: fc.option(finite),
    label: text,
    passed: fc.boolean(),
    source: text,
  }),
  fc.record({
    kind: fc.constant("score" as const),
    id: named,
    timeMs,
    name: named,
    value: finite,
    label: named,
    passed: fc.constant(null),
    source: text,
  }),
  fc.record({
    kind: fc.constant("concern" as const),
    id: named,
    timeMs,
    status: fc.constantFrom("reported", "acknowledged", "resolved"),
    concern: text,
    summary: text,
    by: text,
  }),
  fc.record({
    kind: fc.constant("change" as const),
    timeMs,
    change: named,
    summary: text,
    from: text,
    to: text,
  }),
  fc.record({
    kind: fc.constant("heartbeat" as const),
    timeMs,
    lastSeq: dictionary(fc.nat()),
    dropped: dictionary(fc.nat()),
    queueDepth: fc.nat(),
  }),
  fc.record({
    kind: fc.constant("heartbeat" as const),
    timeMs,
    lastSeq: dictionary(fc.nat()),
    dropped: dictionary(fc.nat()),
    queueDepth: fc.nat(),
    instrumented: fc.array(named, { minLength: 1, maxLength: 3 }),
    uninstrumented: fc.array(named, { minLength: 1, maxLength: 3 }),
    clockOffsetMs: fc.integer().map((micros) => micros / 1000),
  }),
  fc.record({
    kind: fc.constant("profile" as const),
    timeMs,
    windowMs: fc.integer({ min: 1, max: 3_600_000 }),
    model: fc.record({ name: text, version: text, supplier: text, digest: text }),
    segment: dictionary(text),
    feature: named,
    baseline: fc.constantFrom("", "0f".repeat(32)),
    predictions: fc.maxSafeNat(),
    missing: fc.maxSafeNat(),
    notANumber: fc.nat(),
    wrongType: fc.nat(),
    infinite: fc.nat(),
    min: extreme,
    max: extreme,
    cells: tallies(65_535, fc.maxSafeInteger()),
    magnitudes: tallies(32_767, fc.maxSafeNat()),
    sum: text,
    sumOfSquares: text,
  }),
);
const telemetry: fc.Arbitrary<Telemetry> = fc.record({
  origin: fc.record({ system: named, systemVersion: text, environment: text, producer: text }),
  seq: fc.nat(),
  traceId: fc.constantFrom("", "0102030405060708090a0b0c0d0e0f10"),
  spanId: fc.constantFrom("", "0102030405060708"),
  statement,
});

test("what the SDK says is what the collector hears", () => {
  fc.assert(
    fc.property(telemetry, (said) => {
      const body = encodeLogs(resourceAttributes(said.origin), [toWire(said)]);
      const [heard] = recogniseAll(body);
      expect(heard).toMatchObject({ kind: "telemetry" });
      if (heard?.kind === "telemetry")
        expect(comparable(heard.telemetry)).toEqual(comparable(said));
    }),
    { numRuns: 1_000 },
  );
});

/** Order of features and null prototypes do not matter; a double carries a time to the microsecond. */
function comparable(of: Telemetry): unknown {
  const { statement: says } = of;
  const ofTime = { ...says, timeMs: Math.round(says.timeMs * 1000) };
  return {
    ...of,
    statement:
      says.kind === "prediction"
        ? { ...ofTime, missingFeatures: [...says.missingFeatures].sort() }
        : ofTime,
  };
}

test("the system is aims.system.id, else service.name, else unknown_service; a record may name its own", () => {
  const systemOf = (attributes: object, resource: object): unknown => {
    const found = recogniseOne(attributes, "aims.prediction", resource);
    return found.kind === "telemetry" ? found.telemetry.origin.system : found;
  };
  expect(systemOf({}, { "aims.system.id": "a", "service.name": "b" })).toBe("a");
  expect(systemOf({}, { "service.name": "b" })).toBe("b");
  expect(systemOf({}, {})).toBe("unknown_service");
  expect(systemOf({ "aims.system.id": "c" }, { "aims.system.id": "a" })).toBe("c");
});

test("features and segments come as a map or as dotted names, numbers and words apart, null as missing", () => {
  const found = recogniseOne({
    "aims.prediction.features": {
      income: 5n,
      purpose: "car",
      owner: true,
      age: null,
      ratio: Number.NaN,
    },
    "aims.prediction.features.debt.total": 7.5,
    "aims.prediction.segment": { ageBand: "25-45" },
    "aims.prediction.segment.region": 3n,
  });
  expect(found).toMatchObject({
    kind: "telemetry",
    telemetry: {
      statement: {
        numericFeatures: { income: 5, ratio: Number.NaN, "debt.total": 7.5 },
        categoricalFeatures: { purpose: "car", owner: "true" },
        missingFeatures: ["age"],
        segment: { ageBand: "25-45", region: "3" },
      },
    },
  });
});

test("a client without names of ours says supplier and model in those of OpenTelemetry", () => {
  const modelOf = (attributes: object): unknown => {
    const found = recogniseOne({ "gen_ai.provider.name": "openai", ...attributes });
    return found.kind === "telemetry" && found.telemetry.statement.kind === "prediction"
      ? [found.telemetry.statement.model, found.telemetry.statement.call?.modelSource]
      : found;
  };
  const model = { name: "m-2", version: "m-2", supplier: "openai", digest: "" };
  expect(modelOf({ "gen_ai.response.model": "m-2" })).toEqual([model, "provider"]);
  const unnamed = { ...model, name: "", version: "" };
  expect(modelOf({ "gen_ai.response.model": "m-2", "aims.call.model.source": "copied" })).toEqual([
    unnamed,
    "copied",
  ]);
  expect(modelOf({})).toEqual([unnamed, "unknown"]);
});

test("an event named by the attribute event.name is read, and other people's events are foreign", () => {
  expect(recogniseOne({ "event.name": "aims.prediction" }, "").kind).toBe("telemetry");
  expect(recogniseOne({ "event.name": "gen_ai.choice" }, "")).toEqual({ kind: "foreign" });
  expect(recogniseOne({}, "")).toEqual({ kind: "foreign" });
});

test.each([
  [{ "aims.prediction.id": 42n }, "aims.prediction.id must be text, got 42"],
  [{ "aims.prediction.id": "" }, 'aims.prediction.id must be text of 1–256 characters, got ""'],
  [{ "aims.prediction.label": true }, "aims.prediction.label must be text, got true"],
  [{ "aims.prediction.score": "0.9" }, 'aims.prediction.score must be a finite number, got "0.9"'],
  [
    { "aims.prediction.score": Number.NaN },
    "aims.prediction.score must be a finite number, got NaN",
  ],
  [{ "aims.prediction.latency": -1 }, "aims.prediction.latency must be seconds, 0 or more, got -1"],
  [{ "aims.prediction.task": "guessing" }, "aims.prediction.task must be one of classification"],
  [
    { "aims.prediction.status": "fine" },
    'aims.prediction.status must be one of ok, error, got "fine"',
  ],
  [{ "aims.prediction.features": "x" }, 'aims.prediction.features must be a map, got "x"'],
  [{ "aims.prediction.features": { deep: [1] } }, "aims.prediction.features.deep must be a number"],
  [{ "aims.prediction.segment": { deep: { a: 1 } } }, "aims.prediction.segment.deep must be text"],
  [{ "aims.model.name": 7n }, "aims.model.name must be text, got 7"],
  [
    { "gen_ai.usage.input_tokens": -3n },
    "gen_ai.usage.input_tokens must be a whole number from 0, got -3",
  ],
  [
    { "aims.call.model.source": "guessed" },
    'aims.call.model.source must be one of provider, copied, unknown, got "guessed"',
  ],
  [
    { "gen_ai.response.finish_reasons": "stop" },
    'gen_ai.response.finish_reasons must be a list of texts, got "stop"',
  ],
  [
    { "aims.call.tools": { search: 0n } },
    "aims.call.tools.search must be a whole number from 1, got 0",
  ],
  [{ "aims.seq": -1n }, "aims.seq must be a whole number from 0, got -1"],
  [
    {
      "aims.prediction.label": "x".repeat(100),
      "aims.prediction.id": "y".repeat(10),
      "aims.prediction.value": "z".repeat(100),
    },
    `got "${"z".repeat(63)}…`,
  ],
])(
  "a prediction of wrong types is refused with attribute, rule and value (%#)",
  (attributes, why) => {
    const found = recogniseOne(attributes);
    expect(found).toEqual({ kind: "rejected", reason: expect.stringContaining(why) });
  },
);

test.each([
  [
    "aims.outcome",
    { "aims.prediction.id": "a" },
    "aims.outcome.label or aims.outcome.value must be given",
  ],
  [
    "aims.outcome",
    { "aims.outcome.label": "x" },
    "aims.prediction.id must be the prediction's id, got nothing",
  ],
  [
    "aims.outcome",
    {
      "aims.prediction.id": "a",
      "aims.outcome.label": "x",
      "aims.outcome.observed_at": "2026-11-23T10:00",
    },
    "with a time zone",
  ],
  [
    "aims.oversight.decision",
    { "aims.prediction.id": "a" },
    "aims.oversight.action must be one of confirm",
  ],
  [
    "aims.oversight.decision",
    { "aims.prediction.id": "a", "aims.oversight.action": "shrug" },
    'got "shrug"',
  ],
  ["aims.change", {}, "aims.change.kind must be"],
  [
    "aims.heartbeat",
    { "aims.seq.last": { prediction: "x" } },
    "aims.seq.last.prediction must be a number from 0",
  ],
  ["aims.predictions", {}, "did you mean aims.prediction?"],
  ["aims.evaluation", {}, "known events are aims.prediction"],
  ["aims.score", { "aims.prediction.id": "a" }, "aims.score.name must be the name of a check"],
  [
    "aims.score",
    { "aims.prediction.id": "a", "aims.score.name": "pii" },
    "aims.score.passed or aims.score.value or aims.score.label must be given",
  ],
  [
    "aims.score",
    { "aims.prediction.id": "a", "aims.score.name": "pii", "aims.score.passed": "yes" },
    'aims.score.passed must be true or false, got "yes"',
  ],
  [
    "aims.score",
    { "aims.score.name": "pii", "aims.score.passed": true },
    "aims.prediction.id must be the prediction's id, got nothing",
  ],
  ["aims.concern", {}, "aims.concern.id must be the concern's id, got nothing"],
  [
    "aims.concern",
    { "aims.concern.id": "c", "aims.concern.status": "closed" },
    'aims.concern.status must be one of reported, acknowledged, resolved, got "closed"',
  ],
])("%s is refused with the reason (%#)", (event, attributes, why) => {
  expect(recogniseOne(attributes, event)).toEqual({
    kind: "rejected",
    reason: expect.stringContaining(why),
  });
});
