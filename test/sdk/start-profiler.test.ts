import { createMonitor, type MonitorOptions } from "@tiltmeter/sdk";
import type { WireRecord } from "@tiltmeter/sdk/wire/attribute-value";
import { expect, test } from "vitest";
import { BASELINE } from "./made-baseline.ts";
import { eventually, FAST, type Receiver, startReceiver } from "./receiver.ts";

const monitorFor = (receiver: Receiver, options: MonitorOptions = {}) => {
  const told: string[] = [];
  const ai = createMonitor({
    system: "credit",
    model: { name: "xgb", version: "7" },
    url: receiver.url,
    compression: "none",
    baseline: BASELINE,
    limits: FAST,
    log: (message) => told.push(message),
    ...options,
  });
  return { ai, told };
};

const ofEvent = (receiver: Receiver, event: string): readonly WireRecord[] =>
  receiver.records().filter((record) => record.eventName === event);

/** Numbers and words that stand nowhere else, as the bytes that would carry them. */
const SECRET_NUMBER = 48_613.706_251;
const SECRET_WORD = "szentjánoskenyér";
function carries(receiver: Receiver, value: number | string): boolean {
  const bytes = Buffer.concat(receiver.received.map(({ body }) => body));
  if (typeof value === "string") return bytes.includes(value) || bytes.includes(value.slice(0, 6));
  const double = Buffer.alloc(8);
  double.writeDoubleLE(value);
  return bytes.includes(double) || bytes.includes(String(value));
}

async function send(receiver: Receiver, capture: MonitorOptions["capture"]): Promise<void> {
  const { ai } = monitorFor(receiver, capture === undefined ? {} : { capture });
  const features = { income: SECRET_NUMBER, purpose: SECRET_WORD, [SECRET_WORD]: null };
  ai.record({ id: "r", label: "approve", features });
  const watched = ai.watch((_: unknown) => "approve", { features: () => features });
  watched(1);
  await expect(
    ai.watch(() => Promise.reject(new Error("x")), { features: () => features })(),
  ).rejects.toThrow();
  // A fault of the selector's, and a value that is none: both are told by name, never by value.
  ai.record({
    features: { income: { nested: SECRET_NUMBER } as never, purpose: [SECRET_WORD] as never },
  });
  await ai.close();
}

test("the search would find values that leave", async () => {
  await using receiver = await startReceiver();
  await send(receiver, "values");
  expect([SECRET_NUMBER, SECRET_WORD].map((value) => carries(receiver, value))).toEqual([
    true,
    true,
  ]);
});

test("no value of a feature that is counted is in any byte that leaves, alone in its minute or not", async () => {
  await using receiver = await startReceiver();
  await send(receiver, { default: "none", features: { income: "profiles", purpose: "profiles" } });
  expect(ofEvent(receiver, "aims.profile")).toHaveLength(2);
  expect([SECRET_NUMBER, SECRET_WORD].map((value) => carries(receiver, value))).toEqual([
    false,
    false,
  ]);
});

test("with capture none no feature leaves, nor any count of it", async () => {
  await using receiver = await startReceiver();
  await send(receiver, "none");
  expect(ofEvent(receiver, "aims.prediction")).toHaveLength(4);
  expect(ofEvent(receiver, "aims.profile")).toEqual([]);
  expect([SECRET_NUMBER, SECRET_WORD].map((value) => carries(receiver, value))).toEqual([
    false,
    false,
  ]);
});

test("a word that is no mode captures nothing, and is told once", async () => {
  await using receiver = await startReceiver();
  const { ai, told } = monitorFor(receiver, { capture: "profile" as never });
  ai.record({ features: { income: SECRET_NUMBER } });
  await ai.close();
  expect(carries(receiver, SECRET_NUMBER)).toBe(false);
  expect(told).toEqual([
    "tiltmeter: capture of features must be values, profiles, none; it is taken as none",
  ]);
});

test("predictions are recorded without what is counted, which is not missing from them", async () => {
  await using receiver = await startReceiver();
  const { ai } = monitorFor(receiver, { capture: { features: { income: "profiles" } } });
  const heard: unknown[] = [];
  ai.onPrediction(({ numericFeatures, missingFeatures }) => {
    heard.push([numericFeatures, missingFeatures]);
  });
  ai.record({ id: "a", features: { income: null, age: null, debt: 3 } });
  ai.record({ id: "b", features: { income: 7 } });
  await ai.flush();
  const [first, second] = ofEvent(receiver, "aims.prediction");
  expect(first?.attributes["aims.prediction.features"]).toEqual({ age: null, debt: 3 });
  expect(second?.attributes).not.toHaveProperty("aims.prediction.features");
  expect(heard[0]).toEqual([{ debt: 3 }, ["age"]]);
  expect(ofEvent(receiver, "aims.profile").map(({ attributes }) => attributes)).toMatchObject([
    { "aims.seq": 1, "aims.profile.predictions": 2, "aims.profile.missing": 1 },
  ]);
  await ai.close();
});

test("one call that makes many predictions counts the features that they share for each of them", async () => {
  await using receiver = await startReceiver();
  const { ai } = monitorFor(receiver, { capture: "profiles" });
  const score = ai.watch((_: number) => ["a", "b", "c"], {
    features: (income) => ({ income }),
    output: (labels) => labels,
  });
  score(15_000);
  await ai.flush();
  expect(ofEvent(receiver, "aims.prediction")).toHaveLength(3);
  expect(ofEvent(receiver, "aims.profile")[0]?.attributes).toMatchObject({
    "aims.profile.predictions": 3,
    "aims.profile.cells": [2],
    "aims.profile.cell_counts": [3],
  });
  await ai.close();
});

test("a minute of the past is told by itself, a few seconds later", async () => {
  await using receiver = await startReceiver();
  const { ai } = monitorFor(receiver, { capture: "profiles" });
  ai.record({ features: { income: 1 }, time: Date.UTC(2026, 0, 5) });
  await eventually("a profile", () => ofEvent(receiver, "aims.profile").length === 1, 15_000);
  await ai.close();
}, 20_000);

test("profiles that find no room are counted as lost under their own name, and the predictions go first", async () => {
  await using receiver = await startReceiver(() => ({ status: 503 }));
  const { ai } = monitorFor(receiver, {
    capture: "profiles",
    limits: { ...FAST, queueBytesMax: 2_000, profilesOpenMax: 1 },
  });
  for (let i = 0; i < 50; i += 1) ai.record({ id: i, features: { income: i }, segment: { i } });
  await ai.close({ timeoutMs: 50 });
  const { dropped } = ai.status();
  expect(Object.keys(dropped).sort()).toEqual(
    expect.arrayContaining(["prediction.queue_full", "profile.queue_full"]),
  );
  const lost = Object.entries(dropped).filter(([name]) => name.startsWith("profile."));
  expect(lost.reduce((sum, [, count]) => sum + count, 0)).toBe(50);
});

test("a profile's segments are part of the memory that it takes in the queue", async () => {
  await using receiver = await startReceiver(() => ({ status: 503 }));
  const { ai } = monitorFor(receiver, {
    capture: "profiles",
    limits: { ...FAST, queueBytesMax: 2 ** 20, profilesOpenMax: 1 },
  });
  // Predictions go first, so what is left are profiles: 30,000 characters each.
  for (let i = 0; i < 100; i += 1) {
    ai.record({ features: { income: i }, segment: { region: `${i}`.padEnd(30_000, "x") } });
  }
  // Once what counts is loaded; some 70 predictions find room to wait for it.
  await eventually("profiles", () => (ai.status().dropped["profile.queue_full"] ?? 0) > 40);
  expect(ai.status().queuedBytes).toBeGreaterThan(2 ** 18);
  await ai.close({ timeoutMs: 50 });
});

test("the heartbeat says how many profiles were issued", async () => {
  await using receiver = await startReceiver();
  const { ai } = monitorFor(receiver, { capture: "profiles" });
  ai.record({ features: { income: 1, purpose: "car" } });
  await ai.close();
  const last = ofEvent(receiver, "aims.heartbeat").at(-1);
  expect(last?.attributes["aims.seq.last"]).toEqual({ prediction: 1, profile: 2 });
});

test("what comes after the monitor closed is lost and said to be, and counted in no profile", async () => {
  await using receiver = await startReceiver();
  const { ai } = monitorFor(receiver, { capture: "profiles" });
  await ai.close();
  ai.record({ features: { age: 1 } });
  expect(ai.status()).toMatchObject({ unprofiled: [], dropped: { "prediction.closed": 1 } });
});

test("whatever is given as baseline and capture, the host sees nothing of it", async () => {
  await using receiver = await startReceiver();
  const thrower = new Proxy(
    {},
    {
      get() {
        throw new Error("by the host's object");
      },
    },
  );
  for (const baseline of [
    thrower,
    () => thrower,
    () => Promise.reject(thrower),
    () => Promise.reject(Object.assign(new Error(), { message: Symbol("no text") })),
    5,
    null,
    () => 5,
  ]) {
    const { ai, told } = monitorFor(receiver, { capture: "profiles", baseline: baseline as never });
    const watched = ai.watch((income: number) => income + 1, {
      features: (income) => ({ income }),
    });
    expect(watched(1)).toBe(2);
    expect(await ai.flush()).toBe(true);
    expect(ai.status().unprofiled).toEqual(["income"]);
    expect(told.length).toBeGreaterThan(0);
    await ai.close();
  }
});
