import { createMonitor } from "@tiltmeter/sdk";
import { expect, test } from "vitest";
import { compasRows, dataSet } from "../data.ts";
import { declare, items, startCollector } from "./collector.ts";

const data = dataSet("compas.csv");
const FROM = "2013-01-01T00:00:00Z";
const TO = "2015-01-01T00:00:00Z";
const DAY_MS = 86_400_000;

const CONTROLS = `
version: 1
set: compas
owner: team-justice
controls:
  - id: parity-by-race
    title: One group is labelled high risk far more often than another
    requirement: The selection rate of each group shall be at least 0.8 of the highest.
    clauses: { iso42001: [A.5.4] }
    applies_to: { system: [compas] }
    severity: high
    measure: selection_rate_ratio
    favourable: { label: not_low }
    by: [system, segment.race]
    min_sample: 200
    window: 1000d
    every: 1d
    data_delay: 1d
    limit: { min: 0.80 }
    proof: { confidence: 95%, correct_for: [segment.race] }
    group_by: [system]
    then: [{ raise: nonconformity }]
`;

// ProPublica's figures for COMPAS: were a segment, a label or an outcome mixed up on the way, they would not come out.
test.skipIf(data.absent)(
  `COMPAS: error rates by race as published, and one nonconformity that names the reference${data.note}`,
  { timeout: 120_000 },
  async () => {
    const rows = compasRows();
    await using collector = await startCollector({
      nowMs: Date.parse("2015-02-01T00:00:00Z"),
      controls: CONTROLS,
      systems: [declare("compas", { positiveLabel: "not_low" })],
    });
    await using ai = createMonitor({
      system: "compas",
      model: { name: "compas", version: "1" },
      url: collector.url,
      key: collector.ingest,
    });
    for (const row of rows) {
      const id = row["id"] ?? "";
      const time = Date.parse(`${row["screening_date"]}T00:00:00Z`);
      ai.record({
        id,
        time,
        label: row["score_text"] === "Low" ? "low" : "not_low",
        score: Number(row["decile_score"]) / 10,
        segment: { race: row["race"] ?? "", sex: row["sex"] ?? "" },
        features: { age: Number(row["age"]), priors_count: Number(row["priors_count"]) },
      });
      ai.outcome(id, {
        label: row["two_year_recid"] === "1" ? "not_low" : "low",
        time: time + DAY_MS,
      });
    }
    await ai.flush({ timeoutMs: 60_000 });
    await collector.app.settled();

    const rate = async (metric: string): Promise<Map<unknown, unknown>> => {
      const range = `from=${FROM}&to=${TO}`;
      const series = await collector.api(
        `/systems/compas/series?metric=${metric}&by=segment.race&positive=not_low&step=all&${range}`,
      );
      const points = series["points"] as { by: Record<string, string>; value: number }[]; // the shape of the API
      return new Map(points.map((point) => [point.by["segment.race"], point.value]));
    };
    const falsePositive = await rate("false_positive_rate");
    expect(falsePositive.get("African-American")).toBeCloseTo(0.44847, 4);
    expect(falsePositive.get("Caucasian")).toBeCloseTo(0.23454, 4);
    const falseNegative = await rate("false_negative_rate");
    expect(falseNegative.get("African-American")).toBeCloseTo(0.27985, 4);
    expect(falseNegative.get("Caucasian")).toBeCloseTo(0.47723, 4);

    await collector.app.tick(collector.clock.nowMs);
    await collector.app.tick(collector.clock.nowMs);
    const raised = items(await collector.api("/nonconformities"));
    expect(raised).toHaveLength(1);
    const [record] = raised;
    expect(record?.["statement"]).toContain("African-American");
    const breaching = record?.["episodes"] as { instance: Record<string, string> }[]; // the shape of the API
    expect(breaching.map((episode) => episode.instance["segment.race"]).sort()).toEqual([
      "Caucasian",
      "Hispanic",
      "Other",
    ]);
    const control = await collector.api("/controls");
    const instances = JSON.stringify(items(control)[0]);
    for (const small of ["Asian", "Native American"]) expect(instances).toContain(small);
    expect(instances).toContain("not assessable");
  },
);
