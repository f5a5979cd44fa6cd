import { createMonitor, type Limits, type MonitorOptions } from "@tiltmeter/sdk";
import { expect, test } from "vitest";
import { eventually, FAST, type Receiver, startReceiver } from "./receiver.ts";
import { encodeResponse, encodeStatus } from "./wire/otlp-proto.ts";

const monitorFor = (
  receiver: Pick<Receiver, "url">,
  options: MonitorOptions = {},
  limits: Partial<Limits> = {},
) => {
  const told: string[] = [];
  const ai = createMonitor({
    system: "credit",
    url: receiver.url,
    key: "tm_ing_secret",
    limits: { ...FAST, ...limits },
    log: (message) => told.push(message),
    // What is watched would be told in a request of its own, in its time.
    findClients: false,
    ...options,
  });
  return { ai, told };
};

test.each([429, 502, 503, 504])(
  "after a %i the same bytes go out again under the same batch id, until they are taken",
  async (status) => {
    await using receiver = await startReceiver((_, n) => (n < 3 ? { status } : {}));
    const { ai } = monitorFor(receiver);
    ai.record({ label: "x" });
    expect(await ai.flush()).toBe(true);
    const [first, ...repeats] = receiver.received;
    expect(repeats).toHaveLength(3);
    for (const repeat of repeats) {
      expect(repeat.headers["tiltmeter-batch-id"]).toBe(first?.headers["tiltmeter-batch-id"]);
      expect(repeat.body.equals(first?.body ?? Buffer.alloc(0))).toBe(true);
    }
    ai.record({ label: "y" });
    await ai.flush();
    expect(receiver.received.at(-1)?.headers["tiltmeter-batch-id"]).not.toBe(
      first?.headers["tiltmeter-batch-id"],
    );
    expect(ai.status()).toMatchObject({ state: "ok", sent: 2, dropped: {} });
    await ai.close();
  },
);

test("a connection that is cut is a network error like another: nothing is lost", async () => {
  await using receiver = await startReceiver((_, n) => (n < 2 ? { instead: "reset" } : {}));
  const { ai, told } = monitorFor(receiver);
  for (let i = 0; i < 100; i += 1) ai.record({ id: i });
  expect(await ai.flush()).toBe(true);
  expect(ai.status()).toMatchObject({ state: "ok", sent: 100, dropped: {} });
  expect(told).toHaveLength(1);
  await ai.close();
});

test("Retry-After is waited for, even when someone flushes", async () => {
  const times: number[] = [];
  await using receiver = await startReceiver((_, n) => {
    times.push(performance.now());
    return n === 0 ? { status: 503, headers: { "retry-after": "1" } } : {};
  });
  const { ai } = monitorFor(receiver);
  ai.record({ label: "x" });
  expect(await ai.flush({ timeoutMs: 100 })).toBe(false);
  expect(await ai.flush()).toBe(true);
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(990);
  await ai.close();
});

test("a wrong key is told once, records are kept, and go out when the key is accepted", async () => {
  let isAccepted = false;
  await using receiver = await startReceiver(() =>
    isAccepted ? {} : { status: 401, body: encodeStatus("unknown key") },
  );
  const { ai, told } = monitorFor(receiver);
  for (let i = 0; i < 50; i += 1) {
    ai.record({ id: i });
    await ai.flush({ timeoutMs: 5 });
  }
  await eventually("some attempts", () => receiver.received.length > 3);
  expect(told).toEqual([
    `tiltmeter: the collector at ${receiver.url} refuses the key (HTTP 401: unknown key): set TILTMETER_KEY to a valid ingest key for this system; records wait in memory, up to 16 MiB`,
  ]);
  expect(told.join()).not.toContain("secret");
  expect(ai.status()).toMatchObject({ state: "unauthorised", queued: 50, sent: 0, dropped: {} });
  isAccepted = true;
  expect(await ai.flush()).toBe(true);
  expect(ai.status()).toMatchObject({ state: "ok", queued: 0, sent: 50 });
  await ai.close();
});

test("a missing key, a wrong path, a web page and no address at all: each told once with what to do", async () => {
  const cases: readonly [Receiver["answer"], MonitorOptions, string, string][] = [
    [() => ({ status: 403 }), { key: "" }, "unauthorised", "wants a key: set TILTMETER_KEY"],
    [() => ({ status: 404 }), {}, "wrong_url", "is not a collector (HTTP 404): set TILTMETER_URL"],
    [
      () => ({ headers: { "content-type": "text/html" }, body: "<html>" }),
      {},
      "wrong_url",
      "is not a collector (HTTP 200 with a web page)",
    ],
    [() => ({ status: 301 }), {}, "wrong_url", "is not a collector (HTTP 301)"],
    [() => ({}), { url: "collector:4318" }, "wrong_url", "not an http or https address"],
    [() => ({}), { url: "http://127.0.0.1:9" }, "unreachable", "no collector answers at"],
  ];
  for (const [answer, options, state, words] of cases) {
    await using receiver = await startReceiver(answer);
    const { ai, told } = monitorFor(receiver, options);
    ai.record({ label: "x" });
    for (let i = 0; i < 5; i += 1) await ai.flush({ timeoutMs: 10 });
    await eventually(words, () => told.length > 0);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(words);
    expect(ai.status()).toMatchObject({ state, queued: 1, dropped: {} });
    await ai.close({ timeoutMs: 1 });
    expect(ai.status()).toMatchObject({ queued: 0, dropped: { "prediction.closed": 1 } });
  }
});

test("bytes that the collector will never take are dropped, counted and told, and the next ones go on", async () => {
  await using receiver = await startReceiver((_, n) =>
    // A google.rpc.Status, whose second field is the message.
    n === 0 ? { status: 400, body: "\u0012\u000dbad\u0000 protobuf" } : {},
  );
  const { ai, told } = monitorFor(receiver);
  ai.record({ id: "bad" });
  ai.outcome("bad", { label: "x" });
  await ai.flush();
  ai.record({ id: "good" });
  await ai.flush();
  expect(ai.status()).toMatchObject({
    state: "ok",
    sent: 1,
    dropped: { "prediction.refused": 1, "outcome.refused": 1 },
  });
  expect(told[0]).toContain("refused a batch (HTTP 400: bad protobuf)");
  const beats = receiver.records().filter(({ eventName }) => eventName === "aims.heartbeat");
  expect(beats.at(-1)?.attributes["aims.dropped"]).toEqual({
    "prediction.refused": 1,
    "outcome.refused": 1,
  });
  await ai.close();
});

test("a collector that fails on the same bytes five times does not hold up the rest", async () => {
  await using receiver = await startReceiver((_, n) => (n < 5 ? { status: 500 } : {}));
  const { ai } = monitorFor(receiver);
  ai.record({ id: "poison" });
  await ai.flush();
  ai.record({ id: "next" });
  await ai.flush();
  expect(ai.status()).toMatchObject({ sent: 1, dropped: { "prediction.refused": 1 } });
  await ai.close();
});

test("partial success is read: the rejected are counted and told once, the rest is sent", async () => {
  await using receiver = await startReceiver(() => ({
    body: encodeResponse(1, "aims.prediction.id is missing"),
  }));
  const { ai, told } = monitorFor(receiver);
  for (let i = 0; i < 3; i += 1) {
    ai.record({ id: `a-${i}` });
    ai.record({ id: `b-${i}` });
    await ai.flush();
  }
  expect(ai.status()).toMatchObject({
    state: "ok",
    sent: 3,
    rejected: 3,
    lastError: "aims.prediction.id is missing",
  });
  expect(told).toEqual([
    expect.stringContaining("rejected 1 records (aims.prediction.id is missing)"),
  ]);
  await ai.close();
});

test("gzip is used when asked for, and the bytes stay the same over retries", async () => {
  await using receiver = await startReceiver((_, n) => (n === 0 ? { status: 503 } : {}));
  const { ai } = monitorFor(receiver, { compression: "gzip" });
  ai.record({ id: "a", label: "x".repeat(500) });
  await ai.flush();
  expect(receiver.received[0]?.headers["content-encoding"]).toBe("gzip");
  expect(Number(receiver.received[0]?.headers["content-length"])).toBeLessThan(500);
  expect(receiver.records()[0]?.attributes["aims.prediction.label"]).toBe("x".repeat(500));
  await ai.close();
});

test("a hung collector is given up after the timeout and tried again", async () => {
  await using receiver = await startReceiver((_, n) => (n === 0 ? { instead: "hang" } : {}));
  const { ai, told } = monitorFor(receiver, {}, { requestTimeoutMs: 50 });
  ai.record({ id: "a" });
  expect(await ai.flush()).toBe(true);
  expect(told[0]).toContain("no answer within 50 ms");
  expect(ai.status()).toMatchObject({ state: "ok", sent: 1 });
  await ai.close();
});

test("a connection that the other side has closed while it was idle is no failure: the bytes go out on a new one", async () => {
  await using receiver = await startReceiver((_, n) => (n === 1 ? { instead: "reset" } : {}));
  const { ai, told } = monitorFor(receiver);
  ai.record({ id: "a" });
  await ai.flush();
  ai.record({ id: "b" });
  expect(await ai.flush()).toBe(true);
  const [, cut, again] = receiver.received;
  expect(again?.headers["tiltmeter-batch-id"]).toBe(cut?.headers["tiltmeter-batch-id"]);
  expect(ai.status()).toMatchObject({ state: "ok", circuit: "closed", lastError: null, sent: 2 });
  expect(told).toEqual([]);
  await ai.close();
});

test("while a collector is down its circuit is open, whoever flushes; once it is back all goes out", async () => {
  let isDown = true;
  await using receiver = await startReceiver(() => (isDown ? { status: 503 } : {}));
  const { ai } = monitorFor(receiver, {}, { retryMinMs: 100, retryMaxMs: 200 });
  ai.record({ id: "a" });
  await ai.flush({ timeoutMs: 1_000 });
  expect(ai.status()).toMatchObject({ circuit: expect.stringMatching("open"), queued: 1 });
  const before = receiver.received.length;
  for (let i = 0; i < 50; i += 1) await ai.flush({ timeoutMs: 5 });
  // 250 ms and more have passed; half a second would be five attempts at a hundred milliseconds each.
  expect(receiver.received.length - before).toBeLessThanOrEqual(10);
  isDown = false;
  expect(await ai.flush()).toBe(true);
  expect(ai.status()).toMatchObject({ circuit: "closed", sent: 1, dropped: {} });
  await ai.close();
});

test("a heartbeat tells how far the clock is from the collector's, as its answers say; records keep their times", async () => {
  await using receiver = await startReceiver(() => ({
    headers: { "tiltmeter-time": `${Date.now() - 3_600_000}` },
  }));
  const { ai } = monitorFor(receiver);
  ai.record({ id: "a" });
  await ai.flush();
  const { clock } = ai.status();
  expect(Math.abs((clock?.offsetMs ?? 0) - 3_600_000)).toBeLessThanOrEqual(
    (clock?.errorMs ?? 0) + 2,
  );
  ai.record({ id: "b" });
  await ai.flush();
  const [beat] = receiver
    .records()
    .filter(({ eventName }) => eventName === "aims.heartbeat")
    .slice(-1);
  expect(Number(beat?.attributes["aims.clock.offset"])).toBeCloseTo(3_600, 0);
  const [, second] = receiver.records().filter(({ eventName }) => eventName === "aims.prediction");
  expect(Math.abs((second?.timeMs ?? 0) - Date.now())).toBeLessThan(60_000);
  await ai.close();
});
