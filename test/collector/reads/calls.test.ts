import { randomUUID } from "node:crypto";
import { type CallDimension, collectEvidence } from "@tiltmeter/rules";
import { readCalls } from "tiltmeter/reads/calls";
import { openStore, type Store } from "tiltmeter/store/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { price, priceList } from "../../rules/pricing/prices.ts";
import { batches, genAiCall, prediction, START_MS, telemetry } from "../store/telemetry.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";

const HOUR_MS = 3_600_000;
const range = { fromMs: START_MS, toMs: START_MS + 2 * HOUR_MS };
let list = priceList([price({ provider: "openai", model: "gpt-4o", input: 2, output: 10 })]);
const prices = () => list;

const CALLS = [
  { hour: 0, model: "gpt-4o-2024-08-06", of: {} },
  { hour: 0, model: "gpt-4o-2024-08-06", of: { inputTokens: null, outputTokens: null } },
  { hour: 1, model: "gpt-5", of: { requestModel: "gpt-4o" } },
  { hour: 1, model: "", of: { modelSource: "copied" as const, finishReasons: [] } },
];
const RECORDS = [
  ...CALLS.map(({ hour, model, of }, i) =>
    telemetry(
      prediction(`c-${i}`, {
        timeMs: START_MS + hour * HOUR_MS + i,
        model: { name: model, version: model, supplier: "openai", digest: "" },
        call: genAiCall({ inputTokens: 1_000_000, cachedTokens: 0, outputTokens: 100_000, ...of }),
      }),
      { system: "assistant" },
    ),
  ),
  telemetry(prediction("no call", { timeMs: START_MS }), { system: "assistant" }),
];

let store: Store;
beforeAll(async () => {
  store = await openStore({ folder: await temporaryFolder(), prices });
  await store.apply(batches(1, RECORDS), { journal: randomUUID(), uncertain: false });
});
afterAll(() => store.close());

const read = (of: { stepMs?: number; by?: string } = {}) =>
  readCalls(
    { system: "assistant", range, stepMs: of.stepMs ?? null, ...(of.by ? { by: of.by } : {}) },
    { fetchEvidence: store.fetchEvidence, prices },
  );

test("calls of a range are one series, priced by the model that answered, else by the one asked for", async () => {
  const { prices: by, series } = await read();
  expect(by).toEqual({ asOf: "2026-11-01", currency: "USD", digest: "digest" });
  expect(series).toHaveLength(1);
  const [point] = series[0]?.points ?? [];
  expect(point?.calls).toMatchObject({ calls: 4, unmeasured: 1, unfinished: 1 });
  // Two are priced, one says nothing, and gpt-5 answered in the place of gpt-4o: nobody knows its price.
  expect(point?.costs).toMatchObject({
    usd: 2 * 3,
    unmeasured: 1,
    unpriced: { "openai/gpt-5": 1 },
  });
  expect(point?.firstChunk.map(({ percent }) => percent)).toEqual([50, 90, 95, 99]);
});

test("series stand by what was asked for, and a step without calls has no point", async () => {
  const { series } = await read({ stepMs: HOUR_MS, by: "model_version,request_model" });
  expect(
    series.map(({ by, points }) => [by["model_version"], by["request_model"], points.length]),
  ).toEqual([
    ["gpt-4o-2024-08-06", "gpt-4o", 1],
    ["", "gpt-4o", 1],
    ["gpt-5", "gpt-4o", 1],
  ]);
  await expect(read({ by: "colour" })).rejects.toThrow("by must be");
});

test("a corrected price prices the past anew", async () => {
  const before = list;
  list = {
    ...priceList([price({ provider: "openai", model: "gpt-*", input: 4, output: 0 })]),
    digest: "b",
  };
  const { series } = await read();
  expect(series[0]?.points[0]?.costs).toMatchObject({ usd: 3 * 4, unpriced: {}, prices: ["b"] });
  list = before;
});

test("what calls alone have is no dimension of anything else", async () => {
  for (const dimension of ["supplier", "request_model", "operation"] satisfies CallDimension[]) {
    const request = { kind: "volume", by: ["system", dimension], ...range } as const;
    await expect(store.fetchEvidence(request)).rejects.toThrow("dimension of calls");
    expect(() => collectEvidence(request, [])).toThrow("only calls and costs");
  }
});
