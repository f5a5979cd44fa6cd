import { createMonitor, type Monitor } from "@tiltmeter/sdk";
import { ATTRIBUTE } from "@tiltmeter/sdk/wire/attributes";
import { expect, test } from "vitest";
import { type DirectiveServer, startDirectiveServer } from "./directive-server.ts";
import { eventually, FAST } from "./receiver.ts";

function monitor(url: string, log: string[] = []): Monitor {
  return createMonitor({
    system: "credit",
    url,
    key: "tm_ing_x",
    limits: FAST,
    log: (line) => void log.push(line),
  });
}

const state = (ai: Monitor): string | undefined => ai.status().directive?.state;

/** Records of a kind, as they were sent. */
function sent(server: DirectiveServer, eventName: string): readonly Record<string, unknown>[] {
  return server
    .records()
    .flatMap((record) => (record.eventName === eventName ? [record.attributes] : []));
}

test("while the system is suspended a watched call gets the fallback's answer, and afterwards the model's again", async () => {
  await using server = await startDirectiveServer();
  await using ai = monitor(server.url);
  const modelled: number[] = [];
  const score = ai.watch(
    async (amount: number) => {
      modelled.push(amount);
      return `model ${amount}`;
    },
    { id: (amount) => `a-${amount}`, fallback: async (amount) => `human ${amount}` },
  );
  expect(await ai.ready()).toBe(true);
  expect([state(ai), await score(1)]).toEqual(["run", "model 1"]);
  server.say({
    directive: "suspend",
    since: "2026-11-23T10:00:00Z",
    reason: "approved",
    record: "NC-2026-0001",
  });
  await eventually("the suspension", () => state(ai) === "suspend");
  expect(await score(2)).toBe("human 2");
  expect(ai.lastPredictionId()).toBe("a-2");
  expect(ai.status().directive).toEqual({
    state: "suspend",
    since: "2026-11-23T10:00:00Z",
    until: null,
    reason: "approved",
    record: "NC-2026-0001",
    diverted: 1,
    lastError: null,
  });
  server.say({ directive: "run", reason: "resumed" });
  await eventually("the resumption", () => state(ai) === "run");
  expect(await score(3)).toBe("model 3");
  expect(modelled).toEqual([1, 3]);
  await ai.flush();
  expect(sent(server, "aims.prediction").map((of) => of[ATTRIBUTE.predictionId])).toEqual([
    "a-1",
    "a-3",
  ]);
  expect(sent(server, "aims.oversight.decision")).toMatchObject([
    {
      [ATTRIBUTE.predictionId]: "a-2",
      [ATTRIBUTE.oversightAction]: "stop",
      [ATTRIBUTE.oversightActorRole]: "directive",
      [ATTRIBUTE.oversightReasonCode]: "suspended",
    },
  ]);
});

test("each asking names the process, its key and what it knows, which acknowledges it", async () => {
  await using server = await startDirectiveServer();
  await using ai = monitor(server.url);
  ai.watch(() => 1, { fallback: () => 2 });
  ai.watch(() => 1, { fallback: () => 3 });
  await eventually("a second asking", () => server.asked.length >= 2);
  const [first, second] = server.asked;
  expect(first?.path).toBe("/api/v1/directives/credit?wait=25");
  expect(first?.headers).toMatchObject({
    authorization: "Bearer tm_ing_x",
    "tiltmeter-producer": expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(first?.headers["if-none-match"]).toBeUndefined();
  expect(second?.headers["if-none-match"]).toBe('"v0"');
  expect(server.asked).toHaveLength(2); // one source for all functions of a monitor
});

test("nobody asks where no function has a fallback", async () => {
  await using server = await startDirectiveServer();
  await using ai = monitor(server.url);
  const score = ai.watch(() => 1, { shadow: true });
  score();
  await ai.flush();
  expect(ai.status().directive).toBeNull();
  expect(await ai.ready({ timeoutMs: 0 })).toBe(false);
  expect(server.asked).toEqual([]);
});

async function suspended(server: DirectiveServer, ai: Monitor, of = {}): Promise<void> {
  server.say({ directive: "suspend", ...of });
  await eventually("the suspension", () => state(ai) === "suspend");
}

test("in shadow the model runs after the fallback has answered, and is measured and heard by nobody", async () => {
  await using server = await startDirectiveServer();
  await using ai = monitor(server.url);
  const order: string[] = [];
  const score = ai.watch(
    (id: string, how: "well" | "throws" | "rejects") => {
      order.push(`model ${id}`);
      if (how === "throws") throw new RangeError("of the model");
      return how === "rejects"
        ? Promise.reject(new TypeError("of the model, late"))
        : Promise.resolve(`approve ${id}`);
    },
    {
      id: (id) => id,
      features: (id) => ({ length: id.length }),
      output: (label) => label,
      shadow: true,
      fallback: (id) => {
        order.push(`fallback ${id}`);
        return Promise.resolve(`human ${id}`);
      },
    },
  );
  await suspended(server, ai);
  expect(await score("a", "well")).toBe("human a");
  expect(await score("b", "throws")).toBe("human b");
  expect(await score("c", "rejects")).toBe("human c");
  await eventually("the model", () => order.length === 6);
  expect(order.indexOf("fallback a")).toBeLessThan(order.indexOf("model a"));
  await new Promise((resolve) => setImmediate(resolve));
  await ai.flush();
  const predictions = sent(server, "aims.prediction");
  expect(predictions).toMatchObject([
    { [ATTRIBUTE.predictionId]: "a", [ATTRIBUTE.label]: "approve a", [ATTRIBUTE.status]: "ok" },
    { [ATTRIBUTE.predictionId]: "b", [ATTRIBUTE.status]: "error", "error.type": "RangeError" },
    { [ATTRIBUTE.predictionId]: "c", [ATTRIBUTE.status]: "error", "error.type": "TypeError" },
  ]);
  expect(predictions[0]?.[ATTRIBUTE.features]).toEqual({ length: 1 });
  expect(sent(server, "aims.oversight.decision").map((of) => of[ATTRIBUTE.predictionId])).toEqual([
    "a",
    "b",
    "c",
  ]);
});

test("a stream that the model answers with in shadow is ended, not left waiting for a reader", async () => {
  await using server = await startDirectiveServer();
  await using ai = monitor(server.url);
  let ended = 0;
  const stream = ai.watch(
    () =>
      new ReadableStream<string>({
        cancel: () => {
          ended += 1;
        },
      }),
    { shadow: true, fallback: () => new ReadableStream<string>() },
  );
  await suspended(server, ai);
  const answer = stream();
  expect(answer.locked).toBe(false);
  await eventually("the end of the model's stream", () => ended === 1);
  await ai.flush();
  expect(sent(server, "aims.prediction")).toHaveLength(1);
});

test("a batch is stopped case by case, under the ids that its predictions would have had", async () => {
  await using server = await startDirectiveServer();
  await using ai = monitor(server.url);
  const score = ai.watch((rows: readonly { id: string }[]) => rows.map(() => "model"), {
    id: (rows) => rows.map(({ id }) => id),
    fallback: (rows) => rows.map(() => "human"),
  });
  await suspended(server, ai);
  expect(score([{ id: "a" }, { id: "b" }])).toEqual(["human", "human"]);
  await ai.flush();
  expect(sent(server, "aims.oversight.decision").map((of) => of[ATTRIBUTE.predictionId])).toEqual([
    "a",
    "b",
  ]);
});

test("the fallback's this, arguments and error are the caller's own, and its fault is not the model's", async () => {
  await using server = await startDirectiveServer();
  await using ai = monitor(server.url);
  const failure = new Error("the queue is full");
  const desk = {
    name: "desk",
    score: ai.watch((_case: object): string => "model", {
      fallback(this: unknown, given) {
        expect(this).toBe(desk);
        expect(given).toBe(input);
        throw failure;
      },
    }),
  };
  const input = {};
  await suspended(server, ai);
  expect(() => desk.score(input)).toThrow(failure);
});

test("a suspension holds while the collector is away, up to its end and no longer", async () => {
  await using server = await startDirectiveServer();
  const log: string[] = [];
  const ai = monitor(server.url, log);
  const score = ai.watch(() => "model", { fallback: () => "human" });
  const until = new Date(Date.now() + 600).toISOString();
  await suspended(server, ai, { until });
  await server.away();
  await eventually("a failed asking", () => ai.status().directive?.lastError !== null);
  expect(score()).toBe("human");
  await eventually("the end of the suspension", () => score() === "model");
  expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(until));
  expect(log.filter((line) => line.includes("suspended"))).toHaveLength(1);
  await ai.close({ timeoutMs: 0 });
});

test("without an end it holds for as long as nobody says otherwise", async () => {
  await using server = await startDirectiveServer();
  await using ai = monitor(server.url);
  const score = ai.watch(() => "model", { fallback: () => "human" });
  await suspended(server, ai);
  for (const status of [500, 401, 404, 503]) {
    server.fail(status);
    const before = server.asked.length;
    await eventually("another asking", () => server.asked.length > before + 1);
    expect(score()).toBe("human");
  }
  server.fail(null);
  server.say({ directive: "run" });
  await eventually("the resumption", () => score() === "model");
});

test("what is no directive changes nothing and is told once", async () => {
  await using server = await startDirectiveServer();
  const log: string[] = [];
  await using ai = monitor(server.url, log);
  const score = ai.watch(() => "model", { fallback: () => "human" });
  await ai.ready();
  for (const odd of [{ directive: "stop" }, { until: "soon" }, { until: 7 }]) {
    server.say({ directive: "suspend", ...odd } as object);
    await eventually("its refusal", () => ai.status().directive?.lastError !== null);
    expect([state(ai), score()]).toEqual(["run", "model"]);
    server.say({ directive: "run", until: null });
    await eventually("a good answer", () => ai.status().directive?.lastError === null);
  }
  expect(log).toHaveLength(1);
});

test("a program that diverts calls itself asks for the directive, and nothing is asked before it does", async () => {
  await using server = await startDirectiveServer();
  await using ai = monitor(server.url);
  expect(ai.status().directive).toBeNull();
  expect(ai.directive().state).toBe("unknown");
  expect(await ai.ready()).toBe(true);
  expect(ai.directive().state).toBe("run");
  server.say({ directive: "suspend", reason: "person" });
  await eventually("the suspension", () => ai.directive().state === "suspend");
  expect(ai.directive().reason).toBe("person");
});
