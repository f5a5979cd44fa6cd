import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createMonitor, type Prediction } from "@tiltmeter/sdk";
import { expect, test } from "vitest";
import { eventually } from "./receiver.ts";

/** A monitor without a collector, and what it heard. */
function listening(): { ai: ReturnType<typeof createMonitor>; heard: Prediction[] } {
  const ai = createMonitor({ url: "nonsense", log: () => undefined });
  const heard: Prediction[] = [];
  ai.onPrediction((prediction) => heard.push(prediction));
  return { ai, heard };
}

async function* tokens(): AsyncGenerator<string, { finish: string }> {
  yield "Hel";
  yield "lo";
  return { finish: "stop" };
}

test("a stream is one prediction, recorded when it ends, with its return value", async () => {
  const { ai, heard } = listening();
  const stream = ai.watch(tokens, {
    output: (end) => (typeof end === "string" ? end : { label: end.finish }),
  })();
  const got: string[] = [];
  for await (const token of stream) {
    expect(heard).toEqual([]);
    got.push(token);
  }
  expect(got).toEqual(["Hel", "lo"]);
  expect(heard).toMatchObject([{ label: "stop", status: "ok" }]);
  expect(Object.getOwnPropertyNames(stream)).toEqual([]);
  await ai.close({ timeoutMs: 0 });
});

test("the last item speaks for a stream that returns nothing, also for an async iterable behind a promise", async () => {
  const { ai, heard } = listening();
  class Stream {
    readonly #items = ["a", "b"];
    async *[Symbol.asyncIterator](): AsyncGenerator<string, void> {
      yield* this.#items;
    }
  }
  const create = ai.watch(async () => new Stream(), { output: (item) => item });
  for await (const _ of await create()) expect(heard).toEqual([]);
  expect(heard).toMatchObject([{ label: "b", status: "ok" }]);
  await ai.close({ timeoutMs: 0 });
});

test("a synchronous generator is a stream; an array, a map and a string are answers", async () => {
  const { ai, heard } = listening();
  const count = ai.watch(function* (): Generator<number> {
    yield 1;
    yield 2;
  });
  expect([...count()]).toEqual([1, 2]);
  for (const answer of [[1], new Map(), "text", new Set(), { next: 1 }]) ai.watch(() => answer)();
  expect(heard).toHaveLength(6);
  await ai.close({ timeoutMs: 0 });
});

test("a stream that fails is an error of its class; one that its consumer leaves has no output", async () => {
  const { ai, heard } = listening();
  const failing = ai.watch(async function* (): AsyncGenerator<number> {
    yield 1;
    throw new RangeError("upstream");
  })();
  const drained = (async () => {
    for await (const item of failing) expect(item).toBe(1);
  })();
  await expect(drained).rejects.toThrow("upstream");
  let isCleanedUp = false;
  const left = ai.watch(
    async function* (): AsyncGenerator<string> {
      try {
        yield "first";
        yield "second";
      } finally {
        isCleanedUp = true;
      }
    },
    { output: (item) => item },
  )();
  for await (const _ of left) break;
  expect(isCleanedUp).toBe(true);
  expect(heard).toMatchObject([
    { status: "error", errorType: "RangeError" },
    { status: "ok", label: "" },
  ]);
  await ai.close({ timeoutMs: 0 });
});

test("a stream that is forgotten is recorded when its memory is reclaimed, one still open when the monitor closes", async () => {
  const { ai, heard } = listening();
  const watched = ai.watch(tokens, { id: () => `stream-${heard.length}` });
  await watched().next();
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect !== "function") throw new Error("no garbage collection");
  await eventually("a forgotten stream", () => {
    collect();
    return heard.length === 1;
  });
  const open = watched();
  await open.next();
  await ai.close({ timeoutMs: 0 });
  expect(heard.map(({ id, status }) => [id, status])).toEqual([
    ["stream-0", "ok"],
    ["stream-1", "ok"],
  ]);
  expect(await open.next()).toEqual({ done: false, value: "lo" });
});

test("web streams pass untouched and are recorded when they are handed over", async () => {
  const { ai, heard } = listening();
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue("x");
      controller.close();
    },
  });
  expect(ai.watch(() => body)()).toBe(body);
  expect(heard).toHaveLength(1);
  expect(await body.getReader().read()).toEqual({ done: false, value: "x" });
  await ai.close({ timeoutMs: 0 });
});
