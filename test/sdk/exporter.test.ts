import { createMonitor, type Limits } from "@tiltmeter/sdk";
import { expect, test } from "vitest";
import { eventually, FAST, type Receiver, startReceiver } from "./receiver.ts";

const monitorFor = (receiver: Pick<Receiver, "url">, limits: Partial<Limits> = {}) =>
  createMonitor({
    system: "credit",
    url: receiver.url,
    limits: { ...FAST, ...limits },
    log: () => undefined,
  });

const beats = (receiver: Receiver) =>
  receiver.records().filter(({ eventName }) => eventName === "aims.heartbeat");

test("records go out by themselves, soon, and without a flush", async () => {
  await using receiver = await startReceiver();
  const ai = monitorFor(receiver);
  ai.record({ id: "a" });
  await eventually("the record", () => ai.status().sent === 1);
  for (let i = 0; i < 5_000; i += 1) ai.record({ id: i });
  await eventually("the burst", () => ai.status().sent === 5_001);
  await ai.close();
});

test("flush resolves false at its deadline, true once all is answered, and never rejects", async () => {
  let isHanging = true;
  await using receiver = await startReceiver(() => (isHanging ? { instead: "hang" } : {}));
  const ai = monitorFor(receiver, { requestTimeoutMs: 200 });
  expect(await ai.flush()).toBe(true);
  ai.record({ id: "a" });
  const before = performance.now();
  expect(await ai.flush({ timeoutMs: 30 })).toBe(false);
  expect(performance.now() - before).toBeLessThan(20_000);
  expect(ai.status()).toMatchObject({ queued: 1 });
  isHanging = false;
  const flushes = Array.from({ length: 5 }, () => ai.flush());
  expect(await Promise.all(flushes)).toEqual([true, true, true, true, true]);
  await ai.close();
});

test("a flush waits for what was recorded before it, not for what comes after", async () => {
  await using receiver = await startReceiver();
  const ai = monitorFor(receiver, { batchRecordsMax: 10 });
  let isRecording = true;
  const recording = (async () => {
    for (let i = 0; isRecording; i += 1) {
      for (let n = 0; n < 20; n += 1) ai.record({ id: `${i}-${n}` });
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  ai.outcome("first", { label: "x" });
  expect(await ai.flush()).toBe(true);
  isRecording = false;
  await recording;
  expect(receiver.records().some(({ eventName }) => eventName === "aims.outcome")).toBe(true);
  await ai.close();
});

test("memory stays within the budget while no collector answers, and the losses are told when one does", async () => {
  let isDown = true;
  await using receiver = await startReceiver(() => (isDown ? { status: 503 } : {}));
  const ai = monitorFor(receiver, { queueBytesMax: 200_000, heartbeatEveryMs: 10 });
  for (let i = 0; i < 3_000; i += 1) {
    ai.record({ id: `p-${i}`, label: "x" });
    if (i % 100 === 0) ai.review(`p-${i}`, { action: "confirm" });
    expect(ai.status().queuedBytes).toBeLessThanOrEqual(200_000);
  }
  await eventually("an attempt", () => receiver.received.length > 0);
  isDown = false;
  expect(await ai.flush()).toBe(true);
  const { sent, dropped } = ai.status();
  const lost = dropped["prediction.queue_full"] ?? 0;
  expect(lost).toBeGreaterThan(1_000);
  expect(sent).toBe(3_030 - lost);
  expect(Object.keys(dropped)).toEqual(["prediction.queue_full"]);
  expect(beats(receiver).at(-1)?.attributes).toMatchObject({
    "aims.seq.last": { prediction: 3_000, oversight: 30 },
    "aims.dropped": { "prediction.queue_full": lost },
  });
  await ai.close();
});

test("heartbeats have numbers of their own, and come only while something happens", async () => {
  await using receiver = await startReceiver();
  const ai = monitorFor(receiver, { heartbeatEveryMs: 5 });
  for (let i = 0; i < 3; i += 1) {
    ai.record({ id: i });
    await ai.flush();
  }
  await ai.flush();
  await ai.close();
  const seqs = beats(receiver).map(({ attributes }) => attributes["aims.seq"]);
  expect(seqs).toEqual(seqs.map((_, i) => i + 1));
  expect(seqs.length).toBeLessThanOrEqual(4);
  expect(beats(receiver).at(-1)?.attributes["aims.seq.last"]).toEqual({ prediction: 3 });
});

test("a loss after the last record is told by a heartbeat of its own", async () => {
  await using receiver = await startReceiver();
  const ai = monitorFor(receiver, { heartbeatEveryMs: 20 });
  ai.record({ id: "a" });
  await ai.flush();
  ai.outcome("a", {});
  ai.record({ id: "b" });
  await eventually("the account", () =>
    beats(receiver).some(({ attributes }) => attributes["aims.dropped"] !== undefined),
  );
  await ai.close();
});
