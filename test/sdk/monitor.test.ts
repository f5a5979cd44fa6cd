import { context, trace } from "@opentelemetry/api";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { createMonitor, type MonitorOptions } from "@tiltmeter/sdk";
import type { AttributeValue } from "@tiltmeter/sdk/wire/attribute-value";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FAST, type Receiver, startReceiver } from "./receiver.ts";

const provider = new NodeTracerProvider();
beforeAll(() => provider.register());
afterAll(() => provider.shutdown());

const monitorFor = (receiver: Receiver, options: MonitorOptions = {}) => {
  const told: string[] = [];
  const ai = createMonitor({
    system: "credit",
    model: { name: "xgb", version: "7" },
    url: receiver.url,
    key: "tm_ing_test",
    limits: FAST,
    log: (message) => told.push(message),
    ...options,
  });
  return { ai, told };
};

const ofEvent = (receiver: Receiver, event: string): readonly Record<string, AttributeValue>[] =>
  receiver
    .records()
    .filter((record) => record.eventName === event)
    .map((record) => ({ ...record.attributes }));

test("a watched call arrives as a prediction with what the selectors said of it", async () => {
  await using receiver = await startReceiver();
  const { ai, told } = monitorFor(receiver, { systemVersion: "2", environment: "test" });
  const score = ai.watch(
    (applicant: { id: string; income: number; purpose: string }) => ({
      approved: applicant.income > 30_000,
      probability: 0.81,
    }),
    {
      id: (applicant) => applicant.id,
      features: (applicant) => ({
        income: applicant.income,
        purpose: applicant.purpose,
        age: null,
      }),
      segment: () => ({ ageBand: "25-45" }),
      output: (result) => ({
        label: result.approved ? "approve" : "decline",
        score: result.probability,
      }),
      subject: () => "hash-1",
      task: "classification",
      time: () => new Date("2026-11-23T10:00:00Z"),
    },
  );
  expect(score({ id: "a-1", income: 52_000, purpose: "car" })).toEqual({
    approved: true,
    probability: 0.81,
  });
  expect(await ai.flush()).toBe(true);

  expect(receiver.decoded()[0]?.resource).toMatchObject({
    "service.name": "credit",
    "aims.system.id": "credit",
    "aims.system.version": "2",
    "deployment.environment.name": "test",
    "aims.producer.id": expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  const [record] = receiver.records().filter(({ eventName }) => eventName === "aims.prediction");
  expect(record?.timeMs).toBe(Date.parse("2026-11-23T10:00:00Z"));
  expect(record?.attributes).toEqual({
    "aims.seq": 1,
    "aims.prediction.id": "a-1",
    "aims.model.name": "xgb",
    "aims.model.version": "7",
    "aims.prediction.task": "classification",
    "aims.prediction.label": "approve",
    "aims.prediction.score": 0.81,
    "aims.prediction.latency": expect.any(Number),
    "aims.prediction.status": "ok",
    "aims.prediction.features": { income: 52_000, purpose: "car", age: null },
    "aims.prediction.segment": { ageBand: "25-45" },
    "aims.prediction.subject": "hash-1",
  });
  expect(receiver.received[0]).toMatchObject({
    method: "POST",
    path: "/v1/logs",
    headers: {
      authorization: "Bearer tm_ing_test",
      "content-type": "application/x-protobuf",
      "tiltmeter-batch-id": expect.stringMatching(/^[0-9a-f]{32}$/),
    },
  });
  expect(receiver.received[0]?.headers["content-encoding"]).toBeUndefined();
  expect(told).toEqual([]);
  await ai.close();
});

test("reviews, outcomes, scores, concerns, changes and recorded predictions arrive with the times they were given", async () => {
  await using receiver = await startReceiver();
  const { ai } = monitorFor(receiver);
  const time = Date.parse("2025-01-02T03:04:05Z");
  const id = ai.record({
    label: "approve",
    score: 0.7,
    features: { income: 1 },
    latency: 0.5,
    time,
  });
  ai.review(id, { action: "override", from: "approve", to: "decline", by: "r-1", time });
  ai.review("a-2", { action: "confirm", reviewSeconds: 12, time: new Date(time) });
  ai.outcome(id, { label: "defaulted", source: "ledger", time });
  ai.outcome(42, { value: 3.5, time });
  ai.score(id, { name: "faithfulness", value: 0.4, passed: false, source: "llm-judge", time });
  const concern = ai.concern({ kind: "appeal", summary: "x".repeat(40_000), time });
  ai.concern({ id: concern, status: "acknowledged", by: "ombud", time });
  ai.change({ kind: "deployment", summary: "v8", from: "7", to: "8", time });
  await ai.flush();
  expect(
    receiver
      .records()
      .filter(({ eventName }) => eventName !== "aims.heartbeat")
      .every((record) => record.timeMs === time),
  ).toBe(true);
  expect(ofEvent(receiver, "aims.prediction")).toMatchObject([{ "aims.prediction.id": id }]);
  expect(ofEvent(receiver, "aims.oversight.decision")).toMatchObject([
    { "aims.prediction.id": id, "aims.oversight.action": "override", "aims.seq": 1 },
    { "aims.prediction.id": "a-2", "aims.oversight.review.duration": 12, "aims.seq": 2 },
  ]);
  expect(ofEvent(receiver, "aims.outcome")).toMatchObject([
    { "aims.prediction.id": id, "aims.outcome.label": "defaulted" },
    { "aims.prediction.id": "42", "aims.outcome.value": 3.5 },
  ]);
  expect(ofEvent(receiver, "aims.score")).toMatchObject([
    {
      "aims.prediction.id": id,
      "aims.score.name": "faithfulness",
      "aims.score.value": 0.4,
      "aims.score.passed": false,
      "aims.score.source": "llm-judge",
    },
  ]);
  // A complaint is not lost for being long: it is cut to what a collector takes.
  expect(ofEvent(receiver, "aims.concern")).toMatchObject([
    {
      "aims.concern.id": concern,
      "aims.concern.status": "reported",
      "aims.concern.kind": "appeal",
      "aims.concern.summary": "x".repeat(32_256),
    },
    {
      "aims.concern.id": concern,
      "aims.concern.status": "acknowledged",
      "aims.concern.by": "ombud",
    },
  ]);
  expect(concern).not.toBe(ai.concern({ time }));
  expect(ofEvent(receiver, "aims.change")).toMatchObject([{ "aims.change.to": "8" }]);
  await ai.close();
});

test("what is said of the arguments is what they were at the call, whatever the function does to them", async () => {
  await using receiver = await startReceiver();
  const { ai } = monitorFor(receiver);
  const features = { income: 1, purpose: "car" };
  const clobber = ai.watch(
    async (input: typeof features) => {
      input.income = 99;
      await Promise.resolve();
      input.purpose = "changed";
    },
    { features: (input) => input },
  );
  await clobber(features);
  features.income = 100;
  await ai.flush();
  expect(ofEvent(receiver, "aims.prediction")[0]?.["aims.prediction.features"]).toEqual({
    income: 1,
    purpose: "car",
  });
  await ai.close();
});

test("an array of outputs makes as many predictions, each with its features and an id of its own", async () => {
  await using receiver = await startReceiver();
  const { ai } = monitorFor(receiver);
  const rank = ai.watch(async (rows: number[]) => rows.map((row) => row * 2), {
    features: (rows) => rows.map((row) => ({ row })),
    output: (results) => results,
  });
  await rank([1, 2, 3]);
  const base = ai.lastPredictionId();
  const named = ai.watch((rows: string[]) => rows, {
    id: (rows) => rows.map((row) => `id-${row}`),
    output: (results) => results,
  });
  named(["x", "y"]);
  await ai.flush();
  expect(
    ofEvent(receiver, "aims.prediction").map((prediction) => [
      prediction["aims.prediction.id"],
      prediction["aims.prediction.value"] ?? prediction["aims.prediction.label"],
      prediction["aims.prediction.features"],
    ]),
  ).toEqual([
    [`${base}/0`, 2, { row: 1 }],
    [`${base}/1`, 4, { row: 2 }],
    [`${base}/2`, 6, { row: 3 }],
    ["id-x", "x", undefined],
    ["id-y", "y", undefined],
  ]);
  await ai.close();
});

test("the model may be a function of the call, for routers and canaries", async () => {
  await using receiver = await startReceiver();
  const { ai } = monitorFor(receiver);
  const score = ai.watch((canary: boolean) => canary, {
    model: (canary) => (canary ? { name: "xgb", version: "8", supplier: "in-house" } : undefined),
  });
  score(true);
  score(false);
  await ai.flush();
  expect(ofEvent(receiver, "aims.prediction")).toMatchObject([
    { "aims.model.version": "8", "aims.model.supplier": "in-house" },
    { "aims.model.version": "7" },
  ]);
  await ai.close();
});

test("a failure is recorded with its class and reaches the caller as it was", async () => {
  await using receiver = await startReceiver();
  const { ai } = monitorFor(receiver);
  class Overloaded extends Error {}
  const failure = new Overloaded("busy");
  const sync = ai.watch(() => {
    throw failure;
  });
  const late = ai.watch(() => Promise.reject(failure));
  expect(() => sync()).toThrow(failure);
  await expect(late()).rejects.toBe(failure);
  await ai.flush();
  expect(ofEvent(receiver, "aims.prediction")).toMatchObject([
    { "aims.prediction.status": "error", "error.type": "Overloaded" },
    { "aims.prediction.status": "error", "error.type": "Overloaded" },
  ]);
  await ai.close();
});

test("records carry the active span's trace and span id, and sending makes no span", async () => {
  await using receiver = await startReceiver();
  const { ai } = monitorFor(receiver);
  const tracer = trace.getTracer("test");
  const span = tracer.startSpan("request");
  const { traceId, spanId } = span.spanContext();
  await context.with(trace.setSpan(context.active(), span), async () => {
    await ai.watch(async () => 1)();
    ai.outcome("a", { label: "x" });
  });
  span.end();
  ai.outcome("b", { label: "x" });
  await ai.flush();
  const sent = receiver.records().filter(({ eventName }) => eventName !== "aims.heartbeat");
  expect(sent.map((record) => [record.eventName, record.traceId, record.spanId])).toEqual([
    ["aims.outcome", traceId, spanId],
    ["aims.outcome", "", ""],
    ["aims.prediction", traceId, spanId],
  ]);
  expect(receiver.received[0]?.headers["traceparent"]).toBeUndefined();
  await ai.close();
});

test("lastPredictionId belongs to the async context of its call", async () => {
  await using receiver = await startReceiver();
  const { ai } = monitorFor(receiver);
  const score = ai.watch(
    async (id: string) => {
      await new Promise((resolve) => setImmediate(resolve));
      return id;
    },
    { id: (id) => id },
  );
  const request = async (id: string): Promise<string | undefined> => {
    await Promise.resolve();
    await score(id);
    await new Promise((resolve) => setImmediate(resolve));
    return ai.lastPredictionId();
  };
  expect(await Promise.all([request("a"), request("b"), request("c")])).toEqual(["a", "b", "c"]);
  const made = ai.watch(() => 1);
  made();
  expect(ai.lastPredictionId()).toMatch(/^[\w-]{14,}-\w+$/);
  await ai.close();
});

test("onPrediction hears of each prediction before its caller goes on", async () => {
  await using receiver = await startReceiver();
  const { ai } = monitorFor(receiver);
  const heard: string[] = [];
  const stop = ai.onPrediction((prediction) => heard.push(`all ${prediction.label}`));
  const score = ai.watch(async () => "yes", {
    output: (label) => label,
    onPrediction: (prediction) => {
      heard.push(`own ${prediction.label}`);
    },
  });
  await score();
  expect(heard).toEqual(["own yes", "all yes"]);
  stop();
  ai.record({ label: "no" });
  expect(heard).toHaveLength(2);
  await ai.close();
});

test("sequence numbers are consecutive per class, and the heartbeat accounts for every record", async () => {
  await using receiver = await startReceiver();
  const { ai } = monitorFor(receiver);
  for (let i = 0; i < 1_500; i += 1) {
    ai.record({ id: `p-${i}`, label: "x" });
    if (i % 3 === 0) ai.outcome(`p-${i}`, { label: "x" });
  }
  // Not an outcome: it has its number and is declared lost, so that it leaves no unexplained gap.
  ai.outcome("p-1", {});
  await ai.flush();
  const seqs = (event: string): unknown[] =>
    ofEvent(receiver, event).map((attributes) => attributes["aims.seq"]);
  expect(seqs("aims.prediction")).toEqual(Array.from({ length: 1_500 }, (_, i) => i + 1));
  expect(seqs("aims.outcome")).toEqual(Array.from({ length: 500 }, (_, i) => i + 1));
  expect(ofEvent(receiver, "aims.heartbeat").at(-1)).toMatchObject({
    "aims.seq.last": { prediction: 1_500, outcome: 501 },
    "aims.dropped": { "outcome.invalid": 1 },
    "aims.queue.depth": 0,
  });
  expect(ai.status()).toMatchObject({ state: "ok", sent: 2_000, queued: 0 });
  await ai.close();
});

test("what is no such thing is dropped, counted and told once with the rule it broke", async () => {
  await using receiver = await startReceiver();
  const { ai, told } = monitorFor(receiver);
  const hostile = {
    get label(): string {
      throw new Error("boom");
    },
  };
  const untyped: { record(of: unknown): string; review(id: unknown, of: unknown): void } = {
    record: (of) => ai.record(of as object), // a caller without types
    review: (id, of) => ai.review(id as string, of as { action: "confirm" }), // a caller without types
  };
  untyped.record(hostile);
  untyped.record(null);
  untyped.record({ id: "" });
  untyped.record({ id: "x".repeat(300) });
  untyped.record({ id: "ok", time: Number.NaN });
  untyped.review("a", { action: "approve" });
  untyped.review({}, { action: "confirm" });
  expect(ai.status().dropped).toEqual({ "prediction.invalid": 5, "oversight.invalid": 2 });
  expect(told.filter((line) => line.includes("must"))).toEqual([
    "tiltmeter: action must be one of confirm, override, escalate, abstain, stop, got a string of 7 characters: the oversight is dropped and counted",
  ]);
  // What the host's own error says may be a value.
  expect(told).toContain("tiltmeter: it threw Error: the prediction is dropped and counted");
  expect(told.join()).not.toContain("boom");
  await ai.close();
});

test("a score that says nothing and a concern that nobody can find are dropped, counted and told", async () => {
  await using receiver = await startReceiver();
  const { ai, told } = monitorFor(receiver);
  ai.score("a", { name: "pii" });
  ai.score("a", { name: "", passed: true });
  ai.score("a", { name: "x".repeat(257), passed: true });
  ai.score("a", { name: "pii", passed: "yes" as never }); // a caller without types
  ai.score("", { name: "pii", passed: true });
  expect(ai.concern({ status: "resolved" })).toBe("");
  expect(ai.concern({ id: "c", status: "closed" as never })).toBe(""); // a caller without types
  ai.concern(null as never); // a caller without types
  expect(ai.status().dropped).toEqual({ "score.invalid": 5, "concern.invalid": 3 });
  expect(told.filter((line) => line.includes("is dropped"))).toEqual([
    "tiltmeter: a score needs a finite value, a label, or passed: the score is dropped and counted",
    "tiltmeter: a concern is resolved by its id, and none is given: the concern is dropped and counted",
  ]);
  await ai.close();
});

test("a hook that fails a hundred times in a row is switched off, told and counted; the calls go on", async () => {
  await using receiver = await startReceiver();
  const { ai, told } = monitorFor(receiver);
  let runs = 0;
  const score = ai.watch((x: number) => x, {
    id: (x) => `id-${x}`,
    features: () => {
      runs += 1;
      throw new Error("no such column");
    },
    output: (result) => result,
  });
  for (let i = 0; i < 150; i += 1) expect(score(i)).toBe(i);
  expect(runs).toBe(100);
  expect(ai.status()).toMatchObject({
    dropped: { "hook.features": 150 },
    disabledHooks: ["features"],
  });
  await ai.flush();
  expect(ofEvent(receiver, "aims.prediction")).toHaveLength(150);
  expect(ofEvent(receiver, "aims.heartbeat").at(-1)?.["aims.dropped"]).toEqual({
    "hook.features": 150,
  });
  expect(told.filter((line) => line.includes("features"))).toHaveLength(3);
  await ai.close();
});

test("close is idempotent, sends what is left, and leaves watched functions working", async () => {
  await using receiver = await startReceiver();
  const { ai } = monitorFor(receiver);
  const score = ai.watch((x: number) => x + 1);
  score(1);
  const closing = ai.close();
  expect(ai.close()).toBe(closing);
  await closing;
  await ai.close();
  expect(ofEvent(receiver, "aims.prediction")).toHaveLength(1);
  expect(score(1)).toBe(2);
  ai.outcome("a", { label: "late" });
  expect(await ai.flush()).toBe(true);
  expect(ai.status()).toMatchObject({ state: "closed", sent: 1, dropped: { "outcome.closed": 1 } });
});

test("await using closes", async () => {
  await using receiver = await startReceiver();
  {
    await using ai = monitorFor(receiver).ai;
    ai.record({ label: "x" });
  }
  expect(ofEvent(receiver, "aims.prediction")).toHaveLength(1);
});

test("switched off, watch gives the very function back and nothing is sent", async () => {
  await using receiver = await startReceiver();
  const { ai } = monitorFor(receiver, { enabled: false });
  const original = (x: number): number => x;
  expect(ai.watch(original)).toBe(original);
  expect(ai.record({ id: "a" })).toBe("a");
  expect(await ai.flush()).toBe(true);
  await ai.close();
  expect(ai.status().state).toBe("disabled");
  expect(receiver.received).toEqual([]);
});

test("what is changed during a call or after it changes nothing that was recorded", async () => {
  await using receiver = await startReceiver();
  const { ai } = monitorFor(receiver);
  const features: Record<string, unknown> = { income: 0, purpose: "car", nested: { a: 1 } };
  const segment: Record<string, string> = { band: "a" };
  const result = { label: "approve" };
  const score = ai.watch(
    () => {
      features["income"] = -1;
      features["added"] = "during";
      segment["band"] = "during";
      return result;
    },
    { features: () => features as never, segment: () => segment, output: () => result },
  );
  // Several, of which the later ones are of names that are known by then.
  for (let i = 0; i < 6; i += 1) {
    for (const name of Object.keys(features)) delete features[name];
    Object.assign(features, { income: i, purpose: "car", nested: { a: 1 } });
    segment["band"] = "a";
    result.label = "approve";
    score();
    result.label = "after";
    features["purpose"] = "after";
  }
  await ai.close();
  const sent = ofEvent(receiver, "aims.prediction");
  sent.forEach((prediction, i) => {
    expect({ ...(prediction["aims.prediction.features"] as object) }).toEqual({
      income: i,
      purpose: "car",
    });
    expect({ ...(prediction["aims.prediction.segment"] as object) }).toEqual({ band: "a" });
    expect(prediction["aims.prediction.label"]).toBe("approve");
  });
  expect(sent).toHaveLength(6);
  expect(ai.status().dropped["hook.value"]).toBe(6);
});
