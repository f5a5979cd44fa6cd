import type { Prediction } from "@tiltmeter/sdk/wire/prediction";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import { admit } from "tiltmeter/ingest/admit";
import { expect, test } from "vitest";

const NOW = 1_795_428_000_000;
const predicted = (of: Partial<Prediction> = {}, system = "credit"): Telemetry => ({
  origin: { system, systemVersion: "", environment: "", producer: "" },
  seq: 0,
  traceId: "",
  spanId: "",
  statement: {
    kind: "prediction",
    id: "a",
    timeMs: NOW,
    model: { name: "", version: "", supplier: "", digest: "" },
    task: "",
    label: "",
    score: null,
    value: null,
    latency: null,
    status: "ok",
    errorType: "",
    numericFeatures: {},
    categoricalFeatures: {},
    missingFeatures: [],
    segment: {},
    subject: "",
    ...of,
  },
});

test("a record within the limits passes unchanged, whatever its time; only an absent time is filled in", () => {
  for (const timeMs of [1, NOW, NOW + 365 * 86_400_000]) {
    const record = predicted({ timeMs, numericFeatures: { a: Number.NaN, b: -Infinity } });
    expect(admit(record, NOW)).toBe(record);
  }
  expect(admit(predicted({ timeMs: 0 }), NOW)).toEqual(predicted({ timeMs: NOW }));
});

const features = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, i]));

test.each([
  [predicted({ id: "x".repeat(257) }), "id must have 1–256 characters, got 257"],
  [predicted({ id: "\ud800" }), "id must be well-formed text"],
  [predicted({}, ""), "system must have 1–256 characters, got 0"],
  [predicted({}, "__proto__"), 'system must not be the reserved name "__proto__"'],
  [predicted({ label: "é".repeat(16_385) }), "label must have at most 32768 bytes, got 32770"],
  [
    predicted({ numericFeatures: { constructor: 1 } }),
    "the name of a feature must not be the reserved name",
  ],
  [
    predicted({ missingFeatures: ["__proto__"] }),
    "the name of a feature must not be the reserved name",
  ],
  [
    predicted({ segment: { ["s".repeat(257)]: "x" } }),
    "the name of a segment must have 1–256 bytes, got 257",
  ],
  [
    predicted({ categoricalFeatures: { a: "v".repeat(32_769) } }),
    'feature "a" must have at most 32768 bytes',
  ],
  [predicted({ numericFeatures: features(1_025) }), "at most 1024 features and segments, got 1025"],
  [predicted({ timeMs: -1 }), "time must lie between 1970 and 2254, got 1969"],
  [predicted({ timeMs: 1e14 }), "time must lie between 1970 and 2254, got 5138"],
  [predicted({ timeMs: Number.NaN }), "time must lie between 1970 and 2254, got NaN"],
])("a record over a limit is refused with the limit and the value (%#)", (record, why) => {
  expect(admit(record, NOW)).toEqual({ kind: "rejected", reason: expect.stringContaining(why) });
});

test("a check and a concern have names that every table can hold and tell apart", () => {
  const { origin } = predicted();
  const said = (statement: Telemetry["statement"]): unknown =>
    admit({ origin, seq: 0, traceId: "", spanId: "", statement }, NOW);
  const rejected = (why: string): unknown => ({
    kind: "rejected",
    reason: expect.stringContaining(why),
  });
  const score = { kind: "score", id: "a", timeMs: NOW, value: 1, label: "", source: "" } as const;
  expect(said({ ...score, passed: true, name: "\ud800" })).toEqual(
    rejected("check must be well-formed text"),
  );
  expect(said({ ...score, passed: true, name: "constructor" })).toEqual(
    rejected("check must not be the reserved name"),
  );
  const concern = { kind: "concern", timeMs: NOW, concern: "", by: "" } as const;
  const status = "reported";
  expect(said({ ...concern, status, id: "", summary: "" })).toEqual(
    rejected("id must have 1–256 characters, got 0"),
  );
  expect(said({ ...concern, status, id: "c", summary: "x".repeat(32_769) })).toEqual(
    rejected("summary must have at most 32768 bytes, got 32769"),
  );
});

test("the limits themselves are within the limits", () => {
  const record = predicted({
    id: "x".repeat(256),
    label: "x".repeat(32_768),
    numericFeatures: features(1_024),
  });
  expect(admit(record, NOW)).toBe(record);
});

test("a call is held to limits of its own, and so is what a heartbeat names", () => {
  const call = {
    ...{ operation: "chat", requestModel: "", modelSource: "unknown" as const, responseId: "" },
    ...{ conversationId: "", inputTokens: null, cachedTokens: null, cacheWriteTokens: null },
    ...{ outputTokens: null, reasoningTokens: null, finishReasons: [], tools: {} },
    ...{ isRefused: null, isStreamed: null, firstChunk: null },
    source: { dialect: "json", scope: "", scopeVersion: "", schemaUrl: "", seenBy: [] },
  };
  const reasonOf = (of: object): unknown => {
    const found = admit(predicted({ call: { ...call, ...of } }), NOW);
    return "kind" in found ? found.reason : "";
  };
  expect(reasonOf({})).toBe("");
  expect(reasonOf({ responseId: "x".repeat(40_000) })).toContain("call.responseId must have");
  expect(reasonOf({ finishReasons: new Array(129).fill("stop") })).toContain("at most 128");
  expect(reasonOf({ tools: { constructor: 1 } })).toContain("reserved name");
  const heartbeat = {
    ...predicted(),
    statement: {
      ...{ kind: "heartbeat" as const, timeMs: NOW, lastSeq: {}, dropped: {}, queueDepth: 0 },
      uninstrumented: new Array(257).fill("openai@7.59.0"),
    },
  };
  expect(admit(heartbeat, NOW)).toMatchObject({
    reason: "a heartbeat names at most 256 of uninstrumented, got 257",
  });
});
