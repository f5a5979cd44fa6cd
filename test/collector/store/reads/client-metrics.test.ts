import { randomUUID } from "node:crypto";
import type { ClientMetric } from "@tiltmeter/sdk/wire/client-metric";
import fc from "fast-check";
import { openStore, type Store } from "tiltmeter/store/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { batches, clientMetric, genAiCall, prediction, START_MS, telemetry } from "../telemetry.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const MINUTE_MS = 60_000;
const WINDOW = { fromMs: START_MS, toMs: START_MS + 60 * MINUTE_MS };

let store: Store;
beforeAll(async () => {
  store = await openStore({ folder: await temporaryFolder() });
});
afterAll(() => store.close());

const point = (system: string, of: Partial<ClientMetric>) =>
  telemetry(clientMetric({ timeMs: START_MS + MINUTE_MS, startMs: START_MS, ...of }), { system });

async function apply(...records: readonly ReturnType<typeof telemetry>[]): Promise<void> {
  await store.apply(batches(1, records), { journal: randomUUID(), uncertain: false });
}

test("calls and tokens that clients counted stand beside those that were told of, whatever the conventions", async () => {
  const system = `counted ${randomUUID()}`;
  const duration = { metric: "gen_ai.client.operation.duration", tokenType: "", unit: "s" };
  const newer = { metric: "gen_ai.client.inference.duration", tokenType: "", unit: "s" };
  await apply(
    point(system, { ...duration, series: "a", count: 9, sum: 4.5 }),
    point(system, { ...duration, series: "b", count: 1, sum: 1, errorType: "timeout" }),
    // The same calls in the newer words.
    point(system, { ...newer, series: "c", count: 10, sum: 5.5 }),
    point(system, { series: "d", count: 9, sum: 108 }),
    point(system, { series: "e", tokenType: "output", count: 9, sum: 27 }),
    point(system, {
      ...{ metric: "gen_ai.client.inference.usage.input_tokens", tokenType: "", series: "f" },
      ...{ requestModel: "gpt-5", count: null, sum: 7 },
    }),
    telemetry(prediction("told", { call: genAiCall({ inputTokens: 12, outputTokens: null }) }), {
      system,
    }),
  );
  const [told] = await store.clientMetrics(system, WINDOW);
  expect(
    (await store.clientMetrics(system, WINDOW)).map(({ requestModel }) => requestModel),
  ).toEqual(expect.arrayContaining(["gpt-4o", "gpt-5"]));
  expect(told?.counted).toEqual({ calls: 10, errors: 1, inputTokens: 108, outputTokens: 27 });
  const all = await store.clientMetrics(system, WINDOW);
  expect(all.find(({ requestModel }) => requestModel === "gpt-5")?.counted).toEqual({
    ...{ calls: null, errors: null, inputTokens: 7, outputTokens: null },
  });
  expect(all.reduce((sum, each) => sum + (each.told.calls ?? 0), 0)).toBe(1);
});

test("windows beside each other add up to what was counted in all, over restarts, in any order of points", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ more: fc.nat(20), restarts: fc.boolean() }), {
        minLength: 1,
        maxLength: 12,
      }),
      fc.nat(60),
      fc.boolean(),
      async (steps, cut, isDelta) => {
        const system = `sums ${randomUUID()}`;
        let [total, startMs, whole] = [0, START_MS, 0];
        const points = steps.map(({ more, restarts }, i) => {
          const timeMs = START_MS + (i + 1) * 5 * MINUTE_MS;
          if (restarts || isDelta) {
            total = 0;
            startMs = timeMs - 5 * MINUTE_MS;
          }
          total += more;
          whole += more;
          const temporality = isDelta ? ("delta" as const) : ("cumulative" as const);
          return point(system, { timeMs, startMs, temporality, count: total, sum: total });
        });
        await apply(...points.toReversed());
        const at = START_MS + cut * MINUTE_MS;
        const tokens = async (fromMs: number, toMs: number): Promise<number> => {
          const [found] = await store.clientMetrics(system, { fromMs, toMs });
          return found?.counted.inputTokens ?? 0;
        };
        const end = START_MS + 70 * MINUTE_MS;
        expect((await tokens(START_MS, at)) + (await tokens(at, end))).toBe(whole);
      },
    ),
    { numRuns: 15 },
  );
});
