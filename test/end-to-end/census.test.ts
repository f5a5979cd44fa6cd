import { createMonitor } from "@tiltmeter/sdk";
import { expect, test } from "vitest";
import { censusOutcomes, censusRows, dataSet } from "../data.ts";
import { startCollector } from "./collector.ts";

const data = dataSet("acs-employment-ma");
const YEAR_MS = 365 * 86_400_000;
/** Rows between flushes: well inside the queue's budget. */
const CHUNK = 4_000;

const startOf = (year: number): number => Date.UTC(year, 0, 1);

// US Census employment, 208,892 predictions with outcomes: if a record were lost, stored twice or joined to the
// wrong outcome on its way from the SDK to the API, these published accuracies would not come out.
test.skipIf(data.absent)(
  `the Census years come through the whole pipeline: none lost, none twice, accuracy as published${data.note}`,
  { timeout: 300_000 },
  async () => {
    const [reference, analysis, truth] = [
      await censusRows("reference"),
      await censusRows("analysis"),
      await censusOutcomes(),
    ];
    await using collector = await startCollector({ nowMs: startOf(2019) });
    const names = Object.keys(reference[0]?.features ?? {});
    const baseline = await collector.api("/baselines", {
      system: "acs-employment",
      name: "census-2015",
      columns: Object.fromEntries(
        names.map((name) => [name, reference.map((row) => row.features[name] ?? null)]),
      ),
    });
    expect(baseline["rows"]).toBe(68_785);
    await collector.api(`/baselines/${baseline["digest"]}/approve`, {});

    await using ai = createMonitor({
      system: "acs-employment",
      model: { name: "employment", version: "1" },
      url: collector.url,
      key: collector.ingest,
    });
    const perYear = new Map<number, number>();
    for (const row of analysis) perYear.set(row.year, (perYear.get(row.year) ?? 0) + 1);
    const seen = new Map<number, number>();
    for (const [i, row] of analysis.entries()) {
      const nth = seen.get(row.year) ?? 0;
      seen.set(row.year, nth + 1);
      const time = startOf(row.year) + Math.floor((nth / (perYear.get(row.year) ?? 1)) * YEAR_MS);
      ai.record({
        id: row.id,
        time,
        label: String(row.prediction),
        score: row.probability,
        features: row.features,
        task: "classification",
      });
      ai.outcome(row.id, { label: String(truth.get(row.id)), time: time + 1000 });
      if ((i + 1) % CHUNK === 0) await ai.flush({ timeoutMs: 60_000 });
    }
    await ai.flush({ timeoutMs: 60_000 });
    await collector.app.settled();

    expect(ai.status()).toMatchObject({ state: "ok", queued: 0, rejected: 0 });
    const system = await collector.api("/systems/acs-employment");
    expect(system["predictions"]).toBe(208_892);
    expect(system["outcomes"]).toBe(208_892);
    expect(system["unexplainedLoss"]).toBe(0);
    const published = { 2016: 0.825333, 2017: 0.829166, 2018: 0.828221 };
    for (const [year, accuracy] of Object.entries(published)) {
      const from = new Date(startOf(Number(year))).toISOString();
      const to = new Date(startOf(Number(year) + 1)).toISOString();
      const series = await collector.api(
        `/systems/acs-employment/series?metric=accuracy&from=${from}&to=${to}&step=all`,
      );
      expect(series["points"]).toMatchObject([{ value: expect.closeTo(accuracy, 6) }]);
    }
  },
);
