import { randomUUID } from "node:crypto";
import { binsOf, collectEvidence, type EvidenceRequest, mergeIntoBins } from "@tiltmeter/rules";
import { openEngine } from "tiltmeter/store/engine/open";
import { createRead, type Read } from "tiltmeter/store/engine/read";
import { openStore } from "tiltmeter/store/store";
import { projectedFeatures } from "tiltmeter/wiring/projected";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SPAN_MS, type World } from "../../../conformance/arbitrary-world.ts";
import { type HttpFront, startHttpFront } from "../http-front.ts";
import { batchesOf, rollAll, worldOf } from "../rollups/world-questions.ts";
import { START_MS } from "../telemetry.ts";
import { temporaryFolder } from "../temporary-folder.ts";

// Whoever asks the store by itself, such as a dashboard, is told the numbers that a control judges.

const SEED = 20_261_127;
const WINDOW = { fromMs: START_MS, toMs: START_MS + SPAN_MS + 60_000 };
let front: HttpFront;

beforeAll(async () => {
  front = await startHttpFront(await temporaryFolder());
});
afterAll(() => front.close());

test("views by minute answer what the evidence is, whatever of it has been rolled", async () => {
  const engine = await openEngine({ url: front.url, username: "default", password: "" });
  const read = createRead(engine);
  const of = worldOf("views", SEED);
  const store = await openStore({ url: front.url, username: "default", password: "" });
  const approved = { isInForce: true, approvedMs: START_MS };
  const features = of.baselines.flatMap((baseline) => projectedFeatures(baseline, approved));
  await store.projection.features(features, START_MS);
  const journal = randomUUID();
  const batches = batchesOf(of.records, 25);
  const half = Math.ceil(batches.length / 2);
  await store.apply(batches.slice(0, half), { journal, uncertain: false });
  const early = of.records.slice(0, half * 25);
  await expectSame(read, of, early);
  expect(await rollAll(store, of)).toBeGreaterThan(0);
  await expectSame(read, of, early);
  await store.apply(batches.slice(half), { journal, uncertain: false });
  await expectSame(read, of, of.records);
  await rollAll(store, of);
  await expectSame(read, of, of.records);
  await store.close();
  const again = await openStore({ url: front.url, username: "default", password: "" });
  await expectSame(read, of, of.records);
  await again.close();
  await engine.close();
});

async function expectSame(read: Read, of: World, records: World["records"]): Promise<void> {
  const { systems, baselines } = of;
  const asked = { systems, baselines, by: ["system"], ...WINDOW } as const;
  const evidence = (kind: EvidenceRequest["kind"]) =>
    collectEvidence({ kind, ...asked, by: [...asked.by] }, records);
  const where = `window_time >= fromUnixTimestamp64Milli(${WINDOW.fromMs}) AND window_time < fromUnixTimestamp64Milli(${WINDOW.toMs})
     AND system IN {systems:Array(String)}`;

  const counts = await read(
    "test.predictions",
    `SELECT toString(system), sum(predictions), sum(errors) FROM predictions_by_minute_v1 WHERE ${where} GROUP BY system ORDER BY system`,
    { systems },
  );
  expect(counts).toEqual(
    evidence("volume")
      .map(({ labels, evidence }) => [
        labels["system"],
        evidence.kind === "volume" ? evidence.predictions : 0,
        evidence.kind === "volume" ? evidence.errors : 0,
      ])
      .sort(),
  );

  const decisions = await read(
    "test.decisions",
    `SELECT toString(system), toString(predicted), toString(truth), sum(count) AS total FROM decisions_by_minute_v1
     WHERE ${where} GROUP BY system, predicted, truth HAVING total != 0`,
    { systems },
  );
  const expected = evidence("decisions").flatMap(({ labels, evidence }) =>
    evidence.kind !== "decisions"
      ? []
      : [
          ...Object.entries(evidence.predicted).map(([label, n]) => [
            labels["system"],
            label,
            "",
            n,
          ]),
          ...Object.entries(evidence.pairs).flatMap(([label, row]) =>
            Object.entries(row).map(([truth, n]) => [labels["system"], label, truth, n]),
          ),
        ],
  );
  expect([...decisions].sort()).toEqual(expected.filter((row) => row[3] !== 0).sort());

  const bins = await read(
    "test.bins",
    `SELECT system, feature, bin, sum(count) AS total FROM feature_bins_v1
     WHERE ${where} GROUP BY system, feature, bin HAVING total != 0`,
    { systems },
  );
  const wanted = evidence("cells").flatMap(({ labels, evidence }) => {
    const baseline = baselines.find(({ system }) => system === labels["system"]);
    const feature = baseline?.features[labels["feature"] ?? ""];
    if (evidence.kind !== "cells" || feature === undefined || feature.kind === "sums") return [];
    return mergeIntoBins(evidence.counts, binsOf(feature))
      .map((n, bin) => [labels["system"], labels["feature"], bin + 1, n])
      .filter((row) => row[3] !== 0);
  });
  expect([...bins].sort()).toEqual(wanted.sort());
  expect(bins.length).toBeGreaterThan(0);
}
