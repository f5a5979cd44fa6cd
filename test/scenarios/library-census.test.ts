import { beforeAll, describe, expect, test } from "vitest";
import {
  type Baseline,
  countOutputs,
  countScores,
  createBaseline,
  type EvidenceRecord,
  type ObservedPrediction,
  type ObservedReview,
} from "../../rules/index.ts";
import { seededRandom } from "../../rules/profile/seeded-random.ts";
import { type CensusRow, censusOutcomes, censusRows, dataSet } from "../data.ts";
import { sha256 } from "../rules/hash.ts";
import { libraryControls, raisedBy, type World } from "./data-replay.ts";

// US Census employment, judged by the whole library at its strictest tier: a model approved on the people of 2015
// meets those of 2018, and clerks review what it says. Its figures hold up, so whatever were raised on the clean
// data would be a false alarm to every user; and what is broken on purpose has to be found, and nothing else.

const data = dataSet("acs-employment-ma");
const DAY = 86_400_000;
const START = 735 * 28 * DAY; // windows of 28 and of seven days begin here
const PER_DAY = 500;
const DAYS = 28;
/** Until outcomes of the last week have had their 30 days. */
const JUDGED = START + (DAYS + 31) * DAY;

describe.skipIf(data.absent)(`the library on Census employment${data.note}`, () => {
  const controls = libraryControls();
  const daily = controls.filter(({ everyMs }) => everyMs >= DAY);
  const quick = controls.filter(({ everyMs }) => everyMs < DAY);
  let people: readonly Person[] = [];
  let baseline: Baseline;

  beforeAll(async () => {
    baseline = baselineOf(await censusRows("reference"), await censusOutcomes("reference"));
    const truth = await censusOutcomes();
    const rows = (await censusRows("analysis")).filter(({ year }) => year === 2018);
    people = shuffled(rows).map((row, i) => personOf(row, String(truth.get(row.id)), i));
  });

  const world = (break_: (person: Person) => Person, toMs: number): World => ({
    system: "employment",
    riskTier: "high",
    positiveLabel: "1",
    lists: {
      ...{ approved_models: ["lgbm"], approved_versions: ["1"], suppliers: ["in-house"] },
      reviewers: ["ana"],
    },
    records: people.map(break_).flatMap(recordsOf),
    baseline,
    fromMs: START,
    toMs,
  });

  test("four weeks of clean data raise nothing", { timeout: 120_000 }, async () => {
    expect(await raisedBy(daily, world(asIs, JUDGED))).toEqual([]);
    expect(await raisedBy(quick, world(asIs, START + 2 * DAY))).toEqual([]);
  });

  test("broken inputs, calls and answers are found, each by its control", async () => {
    const raised = await raisedBy(daily, world(brokenCalls, START + (DAYS + 1) * DAY + DAY / 2));
    expect(raised).toEqual([
      "concept-drift-in-overrides", // reviewers put the answers right
      "implausible-review-time",
      "input-drift",
      "input-of-new-category",
      "input-outside-domain",
      "invalid-inputs",
      "output-drift",
      "override-rate-high",
      "reaction-too-late",
      "reviewer-not-authorised",
      "service-unreliable",
      "supplier-level-missed",
      "unassessed-supplier",
      "unreviewed-decision",
    ]);
  });

  test("a world that changed is found where outcomes come, and reviews that are none", {
    timeout: 120_000,
  }, async () => {
    expect(await raisedBy(daily, world(changedWorld, JUDGED))).toEqual([
      "concept-drift",
      "quality-below-declared",
      "rubber-stamping",
    ]);
  });

  test("silence, another model and another version are found within hours", async () => {
    const broken = { ...world(otherModel, START + 2 * DAY) };
    const untilNoon = broken.records.filter(
      ({ statement }) => "timeMs" in statement && statement.timeMs < START + DAY / 2,
    );
    expect(await raisedBy(quick, { ...broken, records: untilNoon })).toEqual([
      "monitoring-gap",
      "silent-model-change",
      "version-not-on-list",
    ]);
  });
});

/** One person, what the model said, how the clerk decided, and what was true. */
interface Person {
  readonly index: number;
  readonly prediction: ObservedPrediction;
  /** Null: nobody looked. */
  readonly review: ObservedReview | null;
  readonly truth: string;
}

const asIs = (person: Person): Person => person;

function brokenCalls(person: Person): Person {
  const { index, prediction, review } = person;
  const { numericFeatures, categoricalFeatures } = prediction;
  const { SCHL: _, ...others } = categoricalFeatures;
  const isMissing = index % 10 === 0;
  const isWrongLabel = index % 2 === 0;
  const broken: ObservedPrediction = {
    ...prediction,
    status: index % 20 === 0 ? "error" : "ok",
    label: isWrongLabel ? "1" : prediction.label,
    model: { ...prediction.model, supplier: "elsewhere" },
    numericFeatures: { ...numericFeatures, AGEP: 12 * (numericFeatures["AGEP"] ?? 0) },
    categoricalFeatures: { ...(isMissing ? others : categoricalFeatures), MAR: `M${index % 5}` },
  };
  const late = index % 10 === 1 ? 5 * 3_600_000 : 0;
  return {
    ...person,
    prediction: broken,
    review:
      review === null || index % 10 === 2
        ? null
        : {
            ...review,
            action: isWrongLabel ? "override" : "confirm",
            timeMs: review.timeMs + late,
            reviewSeconds: 1,
            by: "mallory",
          },
  };
}

/** One truth in four turns out otherwise, and nobody decides otherwise any more. */
function changedWorld(person: Person): Person {
  const { index, review, truth } = person;
  return {
    ...person,
    truth: index % 4 === 0 ? (truth === "1" ? "0" : "1") : truth,
    review: review === null ? null : { ...review, action: "confirm", to: review.from },
  };
}

function otherModel(person: Person): Person {
  const { prediction } = person;
  const model = { ...prediction.model, name: "lgbm-mini", version: "2" };
  return { ...person, prediction: { ...prediction, model } };
}

/** People in random order: the file has them by household, and says no day. */
function shuffled(all: readonly CensusRow[]): readonly CensusRow[] {
  const random = seededRandom(2018);
  return all
    .map((row) => ({ row, at: random() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, DAYS * PER_DAY)
    .map(({ row }) => row);
}

function baselineOf(rows: readonly CensusRow[], truth: ReadonlyMap<string, number>): Baseline {
  const names = Object.keys(rows[0]?.features ?? {});
  const right = rows.filter(({ id, prediction }) => truth.get(id) === prediction).length;
  const accuracy = right / rows.length;
  const label = rows.map(({ prediction }) => String(prediction));
  const columns = names.map((name) => [name, rows.map((row) => row.features[name] ?? null)]);
  return createBaseline(
    {
      ...{
        system: "employment",
        name: "census-2015",
        version: 1,
        createdMs: START,
        origin: "2015",
      },
      columns: Object.fromEntries(columns),
      scores: countScores({
        label,
        score: rows.map(({ probability }) => probability),
        truth: rows.map(({ id }) => String(truth.get(id))),
      }),
      outputs: countOutputs(label),
      rates: { accuracy, overrideRate: (1 - accuracy) / 2 },
    },
    sha256,
  );
}

function personOf(row: CensusRow, truth: string, index: number): Person {
  const timeMs = START + Math.floor((index * DAY) / PER_DAY);
  const id = String(index);
  const label = String(row.prediction);
  const features = Object.entries(row.features);
  const numeric = features.flatMap(([name, value]) =>
    typeof value === "number" ? [[name, value] as const] : [],
  );
  const categorical = features.flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as const] : [],
  );
  // A clerk looks within minutes, and sees one error in two.
  const isSeen = truth !== label && index % 2 === 0;
  return {
    index,
    truth,
    prediction: {
      kind: "prediction",
      ...{ id, timeMs, task: "classification", status: "ok", label },
      model: { name: "lgbm", version: "1", supplier: "in-house" },
      ...{ score: row.probability, value: null, latency: 0.2, segment: {} },
      numericFeatures: Object.fromEntries(numeric),
      categoricalFeatures: Object.fromEntries(categorical),
    },
    review: {
      kind: "oversight",
      ...{ id, timeMs: timeMs + 300_000, role: "clerk", by: "ana", reviewSeconds: 20 },
      ...{ action: isSeen ? "override" : "confirm", from: label, to: isSeen ? truth : label },
    },
  };
}

function recordsOf({ prediction, review, truth }: Person): readonly EvidenceRecord[] {
  const origin = { system: "employment", environment: "production" };
  const { id, timeMs } = prediction;
  return [
    { origin, statement: prediction },
    ...(review === null ? [] : [{ origin, statement: review }]),
    { origin, statement: { kind: "outcome", id, timeMs: timeMs + DAY, label: truth, value: null } },
  ];
}
