import { randomUUID } from "node:crypto";
import {
  type Baseline,
  collectEvidence,
  createBaseline,
  type EvidenceRequest,
} from "@tiltmeter/rules";
import type { Profile } from "@tiltmeter/sdk/wire/profile";
import { openStore } from "tiltmeter/store/store";
import { expect, test } from "vitest";
import { readBaseline } from "../../../../sdk/read-baseline.ts";
import { tallyOf } from "../../../../sdk/tally.ts";
import { batches, prediction, profile, START_MS, telemetry } from "../telemetry.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const digest = "cd".repeat(32);
const system = "credit-scoring";
const rows = Array.from({ length: 300 }, (_, i) => ({
  income: i % 7 === 0 ? null : (i % 90) / 3 - 5,
  purpose: ["car", "home", "study"][i % 3] ?? "",
  resume: `applicant ${i} has worked with ${["horses", "numbers"][i % 2]}`,
}));
const baseline: Baseline = createBaseline(
  {
    ...{ system, name: "v", version: 1, createdMs: 0, origin: "test" },
    columns: { income: rows.map(({ income }) => income), purpose: rows.map((of) => of.purpose) },
    texts: { resume: rows.map((of) => of.resume) },
    embeddings: { face: rows.map((_, i) => [Math.sin(i), Math.cos(i)]) },
  },
  () => digest,
);
const asked: EvidenceRequest = {
  ...{ kind: "cells", by: ["system", "feature"], baselines: [baseline] },
  ...{ fromMs: START_MS, toMs: START_MS + 3_600_000 },
};

function told(minute: number, values: Readonly<Record<string, readonly unknown[]>>): Profile[] {
  return Object.entries(values).flatMap(([name, all]) => {
    const tally = tallyOf(name, readBaseline(baseline));
    for (const value of all) tally.add(value);
    return tally
      .read(true)
      .map((of) => profile(of.feature, { ...of, timeMs: START_MS + minute * 60_000 }));
  });
}

test("the store answers profiles as the reference does: their cells, the values beside them, and what neither has", async () => {
  const store = await openStore({ folder: await temporaryFolder() });
  const records = [
    ...Array.from({ length: 40 }, (_, i) =>
      telemetry(
        prediction(`p-${i}`, {
          timeMs: START_MS + i * 1_000,
          numericFeatures: i < 10 ? { income: i } : {},
          categoricalFeatures: {},
        }),
      ),
    ),
    ...[
      ...told(0, { income: [1, -3, Infinity, Number.NaN, "x", null], face: [[0, 1], null] }),
      ...told(1, {
        income: [1e9],
        purpose: ["car", "boat"],
        face: [
          [1, 0],
          [-1, 0.25],
        ],
      }),
      ...told(2, { resume: ["horses and horses", null, 7] }),
      // Of a baseline before this one: its cells mean something else.
      profile("income", { baseline: "ef".repeat(32), predictions: 5, missing: 2, cells: { 0: 3 } }),
      profile("purpose", { baseline: "", predictions: 9, missing: 1, cells: {}, magnitudes: {} }),
    ].map((statement) => telemetry(statement)),
  ];
  await store.apply(batches(1, records), { journal: randomUUID(), uncertain: false });
  const found = await store.fetchEvidence(asked);
  expect(found).toEqual(collectEvidence(asked, records));
  const income = found.find(({ labels }) => labels["feature"] === "income")?.evidence;
  // 40 predictions: 10 values, 7 counted here (3 without a cell) and 5 elsewhere (2 without a value).
  expect(income).toMatchObject({ missing: 18 + 3 + 2, notANumber: 1, wrongType: 1, infinite: 1 });
  await store.close();
});
