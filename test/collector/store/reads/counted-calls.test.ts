import { randomUUID } from "node:crypto";
import { openStore, type Store } from "tiltmeter/store/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { batches, clientMetric, genAiCall, prediction, START_MS, telemetry } from "../telemetry.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const MINUTE_MS = 60_000;
const FROM = START_MS + 60 * MINUTE_MS;
const WINDOW = { fromMs: FROM, toMs: FROM + 60 * MINUTE_MS };

let store: Store;
beforeAll(async () => {
  store = await openStore({ folder: await temporaryFolder() });
});
afterAll(() => store.close());

const at = (minute: number): number => FROM + minute * MINUTE_MS;

function point(minute: number, count: number, of: Parameters<typeof clientMetric>[0] = {}) {
  return telemetry(
    clientMetric({
      ...{ metric: "gen_ai.client.operation.duration", temporality: "cumulative" },
      ...{ series: "a", timeMs: at(minute), startMs: at(-50), count, ...of },
    }),
    { system: "assistant" },
  );
}

test("running totals and changes add up to the calls of the window, restarts and disorder included", async () => {
  const told = [0, 1, 2].map((i) =>
    telemetry(prediction(`told ${i}`, { timeMs: at(i), call: genAiCall() }), {
      system: "assistant",
    }),
  );
  const [batch] = batches(1, [
    // 7 before the window, 12 at its end: 5. In any order.
    ...[point(30, 12), point(-1, 7), point(10, 9), point(70, 40)],
    // The process began anew within the window: 3 more.
    ...[point(40, 2, { startMs: at(35) }), point(50, 3, { startMs: at(35) })],
    // Of another series, as changes: 2 and 4; the one before the window is none of it.
    ...[point(5, 2, { series: "b", temporality: "delta" })],
    ...[point(15, 4, { series: "b", temporality: "delta" })],
    ...[point(-5, 9, { series: "b", temporality: "delta" })],
    // First heard of within the window, begun before: what came since.
    ...[point(20, 100, { series: "c" }), point(25, 101, { series: "c" })],
    point(5, 1000, { series: "d", metric: "gen_ai.client.token.usage" }),
    // Some of the same calls in the newer words: they count once.
    point(20, 8, { series: "e", startMs: at(1), metric: "gen_ai.client.inference.duration" }),
    ...told,
  ]);
  if (batch === undefined) throw new Error("no batch was made");
  const received = { ...batch, receivedMs: WINDOW.toMs + MINUTE_MS * 60 };
  await store.apply([received], { journal: randomUUID(), uncertain: false });
  expect(await store.countedCalls(WINDOW)).toEqual([
    { system: "assistant", counted: 5 + 3 + 6 + 1, told: 3 },
  ]);
});
