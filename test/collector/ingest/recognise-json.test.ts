import fc from "fast-check";
import { recogniseJson } from "tiltmeter/ingest/recognise-json";
import { expect, test } from "vitest";

const whole = {
  system: "credit-scoring",
  id: "a-1",
  time: "2026-11-23T10:00:00.123456Z",
  model: { name: "xgb", version: "7", supplier: "in-house" },
  label: "approve",
  score: 0.81,
  value: null,
  latency: 0.012,
  status: "ok",
  features: { income: 52_000, purpose: "car", age: null, owner: true },
  segment: { ageBand: "25-45", region: 3 },
};

test("the example of the documentation is a prediction", () => {
  expect(recogniseJson("predictions", whole)).toMatchObject({
    kind: "telemetry",
    telemetry: {
      origin: { system: "credit-scoring", producer: "" },
      seq: 0,
      statement: {
        kind: "prediction",
        id: "a-1",
        timeMs: 1_795_428_000_123.456,
        model: { name: "xgb", version: "7", supplier: "in-house", digest: "" },
        label: "approve",
        score: 0.81,
        value: null,
        latency: 0.012,
        status: "ok",
        errorType: "",
        numericFeatures: { income: 52_000 },
        categoricalFeatures: { purpose: "car", owner: "true" },
        missingFeatures: ["age"],
        segment: { ageBand: "25-45", region: "3" },
      },
    },
  });
});

test("a prediction may say what its call was, and what it does not say is unknown, not 0", () => {
  const callOf = (call: object, model?: object): unknown => {
    const found = recogniseJson("predictions", { system: "s", call, ...(model ? { model } : {}) });
    if (found.kind === "rejected") return found.reason;
    return found.telemetry.statement.kind === "prediction" ? found.telemetry.statement.call : found;
  };
  const unknown = {
    ...{ operation: "", requestModel: "", modelSource: "unknown", responseId: "" },
    ...{ conversationId: "", inputTokens: null, cachedTokens: null, cacheWriteTokens: null },
    ...{ outputTokens: null, reasoningTokens: null, finishReasons: [], tools: {} },
    ...{ isRefused: null, isStreamed: null, firstChunk: null },
    source: { dialect: "json", scope: "", scopeVersion: "", schemaUrl: "", seenBy: [] },
  };
  expect(callOf({})).toEqual(unknown);
  const said = {
    operation: "chat",
    inputTokens: 12,
    tools: { search: 2 },
    finishReasons: ["stop"],
  };
  expect(callOf(said, { name: "m" })).toEqual({ ...unknown, ...said, modelSource: "provider" });
  expect(callOf({ inputTokns: 12 })).toContain("did you mean call.inputTokens?");
  expect(callOf({ inputTokens: -1 })).toBe(
    "call.inputTokens must be a whole number from 0, got -1",
  );
  expect(callOf({ tools: { search: 0.5 } })).toContain("call.tools.search must be a whole number");
});

test("outcomes, oversight, scores, concerns and changes have the documented shapes", () => {
  const about = { system: "s", id: "a", time: "2026-11-23T11:00:00+01:00" };
  const timeMs = 1_795_428_000_000;
  const says = (path: Parameters<typeof recogniseJson>[0], item: object): unknown => {
    const found = recogniseJson(path, item);
    return found.kind === "telemetry" ? found.telemetry.statement : found;
  };
  expect(says("outcomes", { ...about, label: "approve", source: "ledger" })).toEqual({
    kind: "outcome",
    id: "a",
    timeMs,
    label: "approve",
    value: null,
    source: "ledger",
  });
  expect(
    says("oversight", {
      ...about,
      action: "override",
      from: "no",
      to: "yes",
      by: "r1",
      role: "clerk",
      reason: "seen",
      reviewSeconds: 4,
    }),
  ).toEqual({
    kind: "oversight",
    id: "a",
    timeMs,
    action: "override",
    from: "no",
    to: "yes",
    by: "r1",
    role: "clerk",
    reason: "seen",
    reviewSeconds: 4,
  });
  expect(says("scores", { ...about, name: "pii", passed: false, source: "scanner" })).toEqual({
    kind: "score",
    id: "a",
    timeMs,
    name: "pii",
    value: null,
    label: "",
    passed: false,
    source: "scanner",
  });
  const concern = { kind: "concern", id: "a", timeMs, concern: "", summary: "", by: "" };
  expect(says("concerns", { ...about, kind: "appeal", summary: "why?" })).toEqual({
    ...concern,
    status: "reported",
    concern: "appeal",
    summary: "why?",
  });
  expect(says("concerns", { ...about, status: "resolved", by: "ombud" })).toEqual({
    ...concern,
    status: "resolved",
    by: "ombud",
  });
  expect(says("changes", { system: "s", kind: "model", summary: "retrained", to: "8" })).toEqual({
    kind: "change",
    timeMs: 0,
    change: "model",
    summary: "retrained",
    from: "",
    to: "8",
  });
});

test.each([
  ["predictions", { ...whole, featurs: {} }, 'unknown key "featurs"; did you mean features?'],
  [
    "predictions",
    { ...whole, model: { nmae: "x" } },
    'unknown key "model.nmae"; did you mean model.name?',
  ],
  ["predictions", { ...whole, zzz: 1 }, 'unknown key "zzz"; known keys are system, time'],
  [
    "predictions",
    { sytem: "s" },
    'unknown key "sytem"; did you mean system?', // not: the system is missing
  ],
  ["changes", { system: "s" }, "kind must be deployment, prompt, configuration, model or a word"],
  ["predictions", { ...whole, system: undefined }, "system must be the system's name, got nothing"],
  ["predictions", { ...whole, score: "high" }, 'score must be a number, got "high"'],
  ["predictions", { ...whole, id: 7 }, "id must be text, got 7"],
  ["predictions", { ...whole, id: "" }, 'id must be text of 1–256 characters, got ""'],
  [
    "predictions",
    { ...whole, time: "2026-11-23T10:00:00" },
    "time must be an ISO 8601 instant with a time zone",
  ],
  ["predictions", { ...whole, time: 1_795_428_000 }, "time must be an ISO 8601 instant"],
  ["predictions", { ...whole, latency: -1 }, "latency must be seconds, 0 or more, got -1"],
  [
    "predictions",
    { ...whole, features: { a: [1] } },
    "features.a must be a number, text, true, false or null, got a list of 1",
  ],
  ["predictions", { ...whole, features: [1] }, "features must be an object, got a list of 1"],
  ["predictions", 5, "an item must be an object, got 5"],
  [
    "predictions",
    JSON.parse('{"system":"s","features":{"__proto__":1}}'),
    '"features.__proto__" is a reserved name',
  ],
  [
    "predictions",
    JSON.parse('{"system":"s","__proto__":{"a":1}}'),
    '"__proto__" is a reserved name',
  ],
  ["outcomes", { system: "s", id: "a" }, "label must be given, unless value is"],
  ["outcomes", { system: "s", label: "x" }, "id must be the prediction's id, got nothing"],
  ["scores", { system: "s", id: "a", passed: true }, "name must be the name of a check"],
  [
    "scores",
    { system: "s", id: "a", name: "pii" },
    "passed must be given, unless value or label is",
  ],
  [
    "scores",
    { system: "s", id: "a", name: "pii", passed: "yes" },
    'passed must be true or false, got "yes"',
  ],
  ["concerns", { system: "s", summary: "why?" }, "id must be the concern's id, got nothing"],
  [
    "concerns",
    { system: "s", id: "c", status: "closed" },
    "status must be one of reported, acknowledged, resolved",
  ],
  [
    "oversight",
    { system: "s", id: "a", action: "shrug" },
    "action must be one of confirm, override, escalate, abstain, stop",
  ],
] as const)("%s: %j is refused with key, rule and value", (path, item, why) => {
  expect(recogniseJson(path, item)).toEqual({
    kind: "rejected",
    reason: expect.stringContaining(why),
  });
});

test("any JSON at all is recognised or refused, and touches no prototype", () => {
  const paths = ["predictions", "outcomes", "oversight", "scores", "concerns", "changes"] as const;
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.oneof(fc.jsonValue(), fc.object()), (path, item) => {
      const found = recogniseJson(path, item);
      expect(["telemetry", "rejected"]).toContain(found.kind);
    }),
    { numRuns: 2_000 },
  );
  expect(Object.keys(Object.prototype)).toEqual([]);
});
