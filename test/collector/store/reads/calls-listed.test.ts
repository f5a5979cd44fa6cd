import { randomUUID } from "node:crypto";
import type { Model } from "@tiltmeter/sdk/wire/prediction";
import { readCallPage } from "tiltmeter/reads/call-page";
import { standingProducers } from "tiltmeter/reads/producers";
import { openStore, type Store } from "tiltmeter/store/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { batches, genAiCall, prediction, START_MS, score, telemetry } from "../telemetry.ts";
import { temporaryFolder } from "../temporary-folder.ts";

let store: Store;
const journal = randomUUID();
const SYSTEM = "assistant";
const RANGE = { fromMs: START_MS, toMs: START_MS + 60_000 };
const model = (name: string): Model => ({ name, version: name, supplier: "openai", digest: "" });

beforeAll(async () => {
  store = await openStore({ folder: await temporaryFolder() });
  const call = (id: string, at: number, fields: Parameters<typeof prediction>[1]) =>
    telemetry(
      prediction(id, { model: model("m-1"), task: "generation", timeMs: START_MS + at, ...fields }),
      { system: SYSTEM, seq: at + 1 },
    );
  const unknown = { inputTokens: null, outputTokens: null };
  await store.apply(
    batches(1, [
      call("a", 0, { call: genAiCall({ tools: { search: 2 } }) }),
      call("b", 1, { call: genAiCall({ finishReasons: ["length"], isRefused: true }) }),
      call("c", 1, { call: genAiCall(unknown), model: model("m-2") }),
      call("d", 2, { call: genAiCall(unknown), model: model(""), status: "error" }),
      call("no call", 3, {}),
      telemetry(score("a", { name: "helpful", passed: true }), { system: SYSTEM }),
      ...[false, true].map((isLater) =>
        telemetry(
          {
            kind: "heartbeat",
            timeMs: START_MS + (isLater ? 9_000 : 1_000),
            lastSeq: { prediction: 5 },
            dropped: { "prediction.queue_full": 1, "hook.features": 2 },
            queueDepth: 0,
            ...(isLater ? { uninstrumented: ["ai@7"], clockOffsetMs: 250 } : {}),
            instrumented: [isLater ? "openai@7.59.0" : "openai@6.30.1"],
          },
          { system: SYSTEM },
        ),
      ),
    ]),
    { journal, uncertain: false },
  );
});
afterAll(() => store.close());

const listed = async (of: Partial<Parameters<Store["callsListed"]>[0]>): Promise<string[]> => {
  const found = await store.callsListed({ system: SYSTEM, ...RANGE, limit: 10, ...of });
  return found.map(({ id }) => id);
};

test("calls are listed the newest first, and what is no call is not", async () => {
  expect(await listed({})).toEqual(["d", "b", "c", "a"]);
  expect(await listed({ toMs: START_MS + 1 })).toEqual(["a"]);
});

test("each filter lets through what it says, and nothing else", async () => {
  expect(await listed({ model: "m-2" })).toEqual(["c"]);
  expect(await listed({ model: "" })).toEqual(["d"]);
  expect(await listed({ finishReason: "length" })).toEqual(["b"]);
  expect(await listed({ tool: "search" })).toEqual(["a"]);
  expect(await listed({ only: "failed" })).toEqual(["d"]);
  expect(await listed({ only: "refused" })).toEqual(["b"]);
  expect(await listed({ only: "unmeasured" })).toEqual(["c"]);
});

test("pages of any size give every call once, in the same order; a cursor of somebody else begins anew", async () => {
  const all = ["d", "b", "c", "a"];
  for (const limit of [1, 2, 3, 4, 5]) {
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const query = { system: SYSTEM, range: RANGE, limit };
      const page = await readCallPage(cursor == null ? query : { ...query, cursor }, store);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toEqual(all);
  }
  const stray = { system: SYSTEM, range: RANGE, limit: 9, cursor: "bm90IG91cnM" };
  expect((await readCallPage(stray, store)).items).toHaveLength(4);
});

test("a prediction has its call and its scores, and one that was no call has none", async () => {
  const found = await store.prediction(SYSTEM, "a");
  expect(found?.call).toEqual(genAiCall({ tools: { search: 2 } }));
  expect(found?.model.supplier).toBe("openai");
  expect(found?.scores).toMatchObject([{ name: "helpful", passed: true }]);
  expect((await store.prediction(SYSTEM, "no call"))?.call).toBeNull();
});

test("a producer stands as it said last, with what it issued and what did not come", async () => {
  const applied = { journal, seq: 1 };
  const [told, completeness] = await Promise.all([
    store.producers(SYSTEM),
    store.completenessOfProducers(SYSTEM, applied),
  ]);
  expect(standingProducers(told, completeness)).toEqual([
    {
      ...{ producer: "producer-1", environment: "production", lastHeardMs: START_MS + 9_000 },
      ...{ instrumented: ["openai@7.59.0"], uninstrumented: ["ai@7"], clockOffsetMs: 250 },
      ...{ queueDepth: 0, dropped: { "prediction.queue_full": 1 }, unexplained: 0 },
      faults: { "hook.features": 2 },
    },
  ]);
  // One number is missing, and the producer says that it dropped one.
  expect(completeness.get("producer-1")).toMatchObject({
    expected: 5,
    stored: 4,
    declaredDrops: 1,
  });
});
