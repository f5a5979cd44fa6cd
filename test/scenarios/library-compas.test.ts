import { expect, test } from "vitest";
import { countOutputs, createBaseline, type EvidenceRecord } from "../../rules/index.ts";
import { compasRows, dataSet } from "../data.ts";
import { sha256 } from "../rules/hash.ts";
import { libraryControls, raisedBy, type World } from "./data-replay.ts";

// COMPAS scores of Broward County as ProPublica published them: black defendants who did not offend again were called
// a risk twice as often as white ones. A library that is worth having says exactly that.

const data = dataSet("compas.csv");
const DAY = 86_400_000;
const START = 735 * 28 * DAY;
/** Two years of screenings are told as four weeks, so that a window of 28 days holds all of them. */
const DAYS = 28;

test.skipIf(data.absent)(
  `on COMPAS exactly the fairness controls fire${data.note}`,
  { timeout: 120_000 },
  async () => {
    const rows = compasRows();
    const origin = { system: "compas", environment: "production" };
    const records = rows.flatMap((row, i): readonly EvidenceRecord[] => {
      const id = row["id"] ?? "";
      const timeMs = START + Math.floor((i * DAYS * DAY) / rows.length);
      const prediction = {
        kind: "prediction",
        status: "ok",
        ...{ id, timeMs, task: "classification", value: null, latency: 0.1 },
        model: { name: "compas", version: "1", supplier: "northpointe" },
        label: row["score_text"] === "Low" ? "low" : "not_low",
        score: Number(row["decile_score"]) / 10,
        numericFeatures: { age: Number(row["age"]), priors_count: Number(row["priors_count"]) },
        categoricalFeatures: { sex: row["sex"] ?? "" },
        segment: { group: row["race"] ?? "" },
      } as const;
      const label = row["two_year_recid"] === "1" ? "not_low" : "low";
      // A clerk confirms what the outcome will bear out, and overrides every tenth.
      const isOverridden = i % 10 === 0;
      const review = {
        kind: "oversight",
        ...{ id, timeMs: timeMs + 600_000, role: "judge", by: "ana", reviewSeconds: 60 },
        ...{ action: isOverridden ? "override" : "confirm", from: prediction.label },
        to: isOverridden ? label : prediction.label,
      } as const;
      return [
        { origin, statement: prediction },
        { origin, statement: review },
        { origin, statement: { kind: "outcome", id, timeMs: timeMs + DAY, label, value: null } },
      ];
    });
    const world: World = {
      system: "compas",
      riskTier: "high",
      positiveLabel: "not_low",
      lists: {
        ...{ approved_models: ["compas"], approved_versions: ["1"], suppliers: ["northpointe"] },
        reviewers: ["ana"],
      },
      records,
      baseline: baselineOf(rows),
      fromMs: START,
      toMs: START + (DAYS + 31) * DAY,
    };
    const controls = libraryControls();
    const [daily, quick] = [
      controls.filter(({ everyMs }) => everyMs >= DAY),
      controls.filter(({ everyMs }) => everyMs < DAY),
    ];
    expect(await raisedBy(daily, world)).toEqual(["error-disparity", "selection-disparity"]);
    expect(await raisedBy(quick, { ...world, toMs: START + 2 * DAY })).toEqual([]);
  },
);

/** What was approved is what it is: the same people, and the accuracy that was published for them. */
function baselineOf(rows: ReturnType<typeof compasRows>): World["baseline"] {
  const labels = rows.map((row) => (row["score_text"] === "Low" ? "low" : "not_low"));
  const right = rows.filter(
    (row, i) => (row["two_year_recid"] === "1" ? "not_low" : "low") === labels[i],
  );
  return createBaseline(
    {
      ...{
        system: "compas",
        name: "published",
        version: 1,
        createdMs: START,
        origin: "ProPublica",
      },
      columns: {
        age: rows.map((row) => Number(row["age"])),
        priors_count: rows.map((row) => Number(row["priors_count"])),
        sex: rows.map((row) => row["sex"] ?? ""),
      },
      outputs: countOutputs(labels),
      rates: { accuracy: right.length / rows.length, overrideRate: 0.1 },
    },
    sha256,
  );
}
