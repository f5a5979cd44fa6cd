import fc from "fast-check";
import { expect, test } from "vitest";
import {
  collectEvidence,
  createBaseline,
  type Evidence,
  type EvidenceKind,
  type EvidenceRecord,
  type EvidenceRequest,
  labelsKey,
  mergeEvidence,
} from "../../../rules/index.ts";
import { sha256 } from "../hash.ts";

type Prediction = Extract<EvidenceRecord["statement"], { kind: "prediction" }>;

const baseline = createBaseline(
  {
    system: "credit",
    name: "training",
    version: 1,
    createdMs: 0,
    origin: "columns",
    columns: { income: [1, 2, 3, 4, 5], purpose: ["car", "car", "home"] },
  },
  sha256,
);

const unsaid = { from: "", to: "", role: "", reviewSeconds: null } as const;

function predicted(of: Partial<Prediction>, system = "credit", environment = ""): EvidenceRecord {
  return {
    origin: { system, environment },
    statement: {
      kind: "prediction",
      id: "a",
      timeMs: 10,
      model: { version: "1" },
      task: "",
      label: "approve",
      score: null,
      value: null,
      latency: 0.1,
      status: "ok",
      numericFeatures: {},
      categoricalFeatures: {},
      segment: {},
      ...of,
    },
  };
}

const label = fc.constantFrom("approve", "decline", "", "__proto__");
const outcome = fc.record({
  kind: fc.constant("outcome"),
  label,
  value: fc.option(fc.oneof(fc.integer({ min: -2, max: 1200 }), fc.constantFrom(NaN, 0.5))),
});
const review = fc.record({
  kind: fc.constant("oversight"),
  action: fc.constantFrom("confirm", "override", "escalate"),
  from: label,
  to: label,
  role: fc.constantFrom("", "analyst", "lead"),
  reviewSeconds: fc.option(fc.double({ min: -1, max: 100, noNaN: true })),
});

const check = fc.record({
  kind: fc.constant("score"),
  name: fc.constantFrom("pii", "toxic", "__proto__"),
  passed: fc.constantFrom(true, false, null),
});

const prediction: fc.Arbitrary<EvidenceRecord> = fc
  .record({
    id: fc.string({ minLength: 1, maxLength: 12 }),
    timeMs: fc.integer({ min: 0, max: 999 }),
    model: fc.record({ version: fc.constantFrom("1", "2", "") }),
    task: fc.constantFrom("classification", "ranking"),
    label,
    score: fc.option(fc.oneof(fc.double(), fc.double({ min: 0, max: 1 }))),
    value: fc.option(fc.oneof(fc.integer({ min: -99, max: 99 }), fc.constantFrom(NaN, Infinity))),
    latency: fc.option(fc.double({ min: -1, max: 10, noNaN: true })),
    status: fc.constantFrom("ok", "error"),
    numericFeatures: fc.record({ income: fc.double() }, { requiredKeys: [] }),
    categoricalFeatures: fc.record({ purpose: fc.string() }, { requiredKeys: [] }),
    segment: fc.record({ race: fc.constantFrom("x", "y") }, { requiredKeys: [] }),
  })
  .chain((of) =>
    fc.constantFrom("credit", "mail").map((system) => predicted(of as Partial<Prediction>, system)),
  );

const records = fc
  .uniqueArray(prediction, {
    selector: ({ statement }) => ("id" in statement ? statement.id : ""),
    maxLength: 40,
  })
  .chain((predictions) =>
    fc
      .tuple(
        ...predictions.map(() => fc.tuple(fc.option(outcome), fc.option(review), fc.option(check))),
      )
      .map((answers) =>
        predictions.flatMap((record, i): EvidenceRecord[] => {
          const { statement } = record;
          if (!("id" in statement)) return [record];
          const at = { id: statement.id, timeMs: 500 };
          const [truth, decision, said] = answers[i] ?? [];
          return [
            record,
            ...(truth ? [{ ...record, statement: { ...truth, ...at } }] : []),
            ...(decision ? [{ ...record, statement: { ...decision, ...at } }] : []),
            ...(said ? [{ ...record, statement: { ...said, ...at } }] : []),
          ];
        }),
      ),
  );

const kind = fc.constantFrom<EvidenceKind>(
  "volume",
  "decisions",
  "scores",
  "errors",
  "ranks",
  "reviews",
  "latencies",
  "cells",
  "presence",
  "answers",
  "names",
  "responses",
  "checks",
);

function request(of: Partial<EvidenceRequest> & { kind: EvidenceKind }): EvidenceRequest {
  const by: EvidenceRequest["by"] =
    of.kind === "presence"
      ? ["system"]
      : [
          "system",
          "model_version",
          "segment.race",
          ...(of.kind === "cells" ? ["feature" as const] : []),
          ...(of.kind === "reviews" ? ["role" as const] : []),
        ];
  const good = { status: "ok", latencyMax: 1 } as const;
  const asked = { baselines: [baseline], good, names: "model", withinMs: 100 } as const;
  return { by, fromMs: 0, toMs: 1000, ...asked, ...of };
}

function byLabels(groups: readonly { labels: Record<string, string>; evidence: Evidence }[]) {
  const merged = new Map<string, Evidence>();
  for (const { labels, evidence } of groups) {
    const before = merged.get(labelsKey(labels));
    merged.set(
      labelsKey(labels),
      before === undefined ? evidence : mergeEvidence(before, evidence),
    );
  }
  return merged;
}

test("the order of the records changes nothing", () => {
  fc.assert(
    fc.property(records, kind, (all, of) => {
      const shuffled = [...all].reverse();
      expect(collectEvidence(request({ kind: of }), shuffled)).toEqual(
        collectEvidence(request({ kind: of }), all),
      );
    }),
  );
});

test("steps of a window merge into the window", () => {
  const stepped = fc.constantFrom<EvidenceKind>(
    "volume",
    "decisions",
    "scores",
    "errors",
    "ranks",
    "reviews",
    "latencies",
    "cells",
    "answers",
    "names",
    "responses",
    "checks",
  );
  fc.assert(
    fc.property(records, stepped, (all, of) => {
      const steps = collectEvidence(request({ kind: of, stepMs: 100 }), all);
      const whole = collectEvidence(request({ kind: of }), all);
      expect(byLabels(steps)).toEqual(byLabels(whole));
      for (const { startMs } of steps) expect(startMs % 100).toBe(0);
    }),
  );
});

test("labels have exactly the dimensions that were asked for", () => {
  fc.assert(
    fc.property(records, kind, (all, of) => {
      const asked = request({ kind: of });
      for (const { labels } of collectEvidence(asked, all)) {
        expect(new Set(Object.keys(labels))).toEqual(new Set(asked.by));
      }
    }),
  );
});

test("of two predictions or outcomes with the same id the first stands, of reviews every distinct one", () => {
  const outcome = (label: string): EvidenceRecord => ({
    origin: { system: "credit", environment: "" },
    statement: { kind: "outcome", id: "a", timeMs: 5, label, value: null },
  });
  const review = (action: string): EvidenceRecord => ({
    origin: { system: "credit", environment: "" },
    statement: { kind: "oversight", id: "a", timeMs: 5, action, ...unsaid },
  });
  const again: EvidenceRecord = {
    origin: { environment: "", system: "credit" },
    statement: { ...unsaid, action: "override", timeMs: 5, id: "a", kind: "oversight" },
  };
  const all = [
    predicted({ label: "approve" }),
    predicted({ label: "decline" }),
    predicted({ label: "decline" }, "another system with the same id"),
    outcome("approve"),
    outcome("decline"),
    review("override"),
    review("confirm"),
    again,
  ];
  const by: EvidenceRequest["by"] = ["system"];
  expect(
    collectEvidence(request({ kind: "decisions", by, systems: ["credit"] }), all),
  ).toMatchObject([
    { evidence: { predicted: { approve: 1 }, pairs: { approve: { approve: 1 } } } },
  ]);
  expect(collectEvidence(request({ kind: "reviews", by }), all)).toMatchObject([
    { labels: { system: "credit" }, evidence: { actions: { override: 1, confirm: 1 } } },
  ]);
});

test("only reviews are by role, and only they know one", () => {
  const all: EvidenceRecord[] = ["analyst", "lead", "lead", ""].map((role, i) => ({
    origin: { system: "credit", environment: "" },
    statement: { ...unsaid, kind: "oversight", id: String(i), timeMs: 5, action: "confirm", role },
  }));
  const by: EvidenceRequest["by"] = ["system", "role"];
  const groups = collectEvidence(request({ kind: "reviews", by }), all);
  expect(groups.map(({ labels }) => labels["role"])).toEqual(["", "analyst", "lead"]);
  expect(groups[2]).toMatchObject({ evidence: { actions: { confirm: 2 } } });
  for (const of of ["volume", "decisions", "scores", "errors", "ranks", "presence"] as const) {
    expect(() => collectEvidence(request({ kind: of, by }), all)).toThrow(
      `only reviews are by role, and ${of} are asked for`,
    );
  }
});

test("scores without their bins are the decisions of the predictions that have one", () => {
  const sums = (bins: Readonly<Record<string, readonly number[]>>): Record<string, number> =>
    Object.fromEntries(
      Object.entries(bins).map(([key, counts]) => [key, counts.reduce((a, b) => a + b, 0)]),
    );
  const inRange = (score: number | null): score is number =>
    score !== null && score >= 0 && score <= 1;
  fc.assert(
    fc.property(records, (all) => {
      const by: EvidenceRequest["by"] = ["system"];
      const scored = all.filter(
        ({ statement }) => statement.kind !== "prediction" || inRange(statement.score),
      );
      const decisions = collectEvidence(request({ kind: "decisions", by }), scored);
      const scores = collectEvidence(request({ kind: "scores", by }), scored);
      expect(
        scores.map(({ evidence }) =>
          evidence.kind === "scores"
            ? [
                sums(evidence.predicted),
                Object.fromEntries(
                  Object.entries(evidence.pairs).map(([label, truths]) => [label, sums(truths)]),
                ),
                evidence.outside,
              ]
            : [],
        ),
      ).toEqual(
        decisions.map(({ evidence }) =>
          evidence.kind === "decisions" ? [evidence.predicted, evidence.pairs, 0] : [],
        ),
      );
    }),
  );
});

test("a score falls in the bin that holds it, 1 in the last, and what is no share in none", () => {
  const scores = [0, -0, 0.005, 0.0049, 1, 0.999, -0.1, 1.1, Number.NaN];
  const all = [
    ...scores.map((score, i) => predicted({ id: String(i), score })),
    predicted({ id: "unlabelled", label: "", score: 0.5 }),
    predicted({ id: "failed", status: "error", score: 0.5 }),
    predicted({ id: "unscored" }),
  ];
  const [group] = collectEvidence(request({ kind: "scores", by: ["system"] }), all);
  if (group?.evidence.kind !== "scores") throw new Error("no scores");
  const { predicted: bins, outside } = group.evidence;
  const filled = (bins["approve"] ?? []).flatMap((count, bin) => (count > 0 ? [[bin, count]] : []));
  expect(filled).toEqual([
    [0, 3],
    [1, 1],
    [199, 2],
  ]);
  expect(outside).toBe(3);
});

function valued(id: string, of: Partial<Prediction>, truth: number | null): EvidenceRecord[] {
  return [
    predicted({ id, ...of }),
    {
      origin: { system: "credit", environment: "" },
      statement: { kind: "outcome", id, timeMs: 20, label: "", value: truth },
    },
  ];
}

test("errors add up over finite numbers on both sides", () => {
  const all = [
    ...valued("a", { value: 3 }, 1),
    ...valued("b", { value: 1 }, 4),
    ...valued("c", { value: 1 }, null),
    ...valued("d", { value: 1 }, Number.POSITIVE_INFINITY),
    ...valued("e", { value: Number.NaN }, 1),
    ...valued("f", { value: 9, status: "error" }, 1),
  ];
  expect(collectEvidence(request({ kind: "errors", by: ["system"] }), all)).toMatchObject([
    {
      evidence: {
        predictions: 4,
        n: 2,
        signed: -1,
        absolute: 5,
        squared: 13,
        truth: 5,
        truthSquared: 17,
        absoluteMax: 3,
      },
    },
  ]);
});

test("ranks are whole numbers from 1 of ranking predictions, deep ones together", () => {
  const task = "ranking";
  const all = [
    ...valued("a", { task }, 1),
    ...valued("b", { task }, 1001),
    ...valued("c", { task }, 1000),
    ...valued("d", { task }, 0),
    ...valued("e", { task }, 1.5),
    ...valued("f", { task: "regression" }, 1),
    ...valued("g", { task, status: "error" }, 1),
  ];
  expect(collectEvidence(request({ kind: "ranks", by: ["system"] }), all)).toMatchObject([
    { evidence: { predictions: 5, counts: { "1": 1, "1000": 2 } } },
  ]);
});

test("reviews tell how long they took and, where the truth is known, who was right", () => {
  const origin = { system: "credit", environment: "" };
  const about = (
    id: string,
    of: { readonly truth: string; readonly action: string; readonly to?: string },
  ): EvidenceRecord[] => [
    predicted({ id, label: "approve" }),
    { origin, statement: { kind: "outcome", id, timeMs: 20, label: of.truth, value: null } },
    {
      origin,
      statement: {
        kind: "oversight",
        id,
        timeMs: 15,
        action: of.action,
        from: "approve",
        to: of.to ?? "",
        role: "",
        reviewSeconds: 1,
      },
    },
  ];
  const all = [
    ...about("a", { truth: "approve", action: "confirm" }),
    ...about("b", { truth: "decline", action: "confirm" }),
    ...about("c", { truth: "decline", action: "override", to: "decline" }),
    ...about("d", { truth: "approve", action: "override", to: "decline" }),
    ...about("e", { truth: "decline", action: "override" }),
    ...about("f", { truth: "", action: "override", to: "decline" }),
    ...about("g", { truth: "approve", action: "stop" }),
  ];
  expect(collectEvidence(request({ kind: "reviews", by: ["system"] }), all)).toMatchObject([
    {
      evidence: {
        actions: { confirm: 2, override: 4, stop: 1 },
        dwell: { confirm: { "0": 2 }, override: { "0": 4 }, stop: { "0": 1 } },
        outcomes: {
          confirmed: 2,
          confirmedRight: 1,
          overridden: 3,
          overriddenRight: 1,
          overriddenModelRight: 1,
        },
      },
    },
  ]);
});

test("a review is counted in the window of the decision, under its prediction's version", () => {
  const all: EvidenceRecord[] = [
    predicted({ timeMs: 10, model: { version: "7" } }),
    {
      origin: { system: "credit", environment: "" },
      statement: { kind: "oversight", id: "a", timeMs: 2000, action: "override", ...unsaid },
    },
    {
      origin: { system: "credit", environment: "" },
      statement: {
        kind: "oversight",
        id: "never predicted",
        timeMs: 2000,
        action: "confirm",
        ...unsaid,
      },
    },
  ];
  const by: EvidenceRequest["by"] = ["system", "model_version"];
  expect(collectEvidence(request({ kind: "reviews", by }), all)).toEqual([]);
  const late = collectEvidence(request({ kind: "reviews", by, fromMs: 1000, toMs: 3000 }), all);
  expect(late.map(({ labels }) => labels["model_version"])).toEqual(["", "7"]);
});

test("an answer is good by its status and its exact latency; one that is not known is no failure", () => {
  const all = [
    predicted({ id: "on the limit", latency: 1.5 }),
    predicted({ id: "beyond", latency: 1.5 + 2 ** -52 }),
    predicted({ id: "unmeasured", latency: null }),
    predicted({ id: "no number", latency: Number.NaN }),
    predicted({ id: "failed", latency: 0.1, status: "error" }),
  ];
  const good = (of: EvidenceRequest["good"]): unknown =>
    collectEvidence(request({ kind: "answers", by: ["system"], ...(of ? { good: of } : {}) }), all);
  const answers = (count: number): object[] => [{ evidence: { predictions: 5, good: count } }];
  expect(good({ status: "ok", latencyMax: 1.5 })).toMatchObject(answers(3));
  expect(good({ status: null, latencyMax: 1.5 })).toMatchObject(answers(4));
  expect(good({ status: "ok", latencyMax: null })).toMatchObject(answers(4));
  const { good: _, ...without } = request({ kind: "answers" });
  expect(() => collectEvidence(without, all)).toThrow("answers are asked for without good");
});

test("names are counted where a record has one: of predictions, or of those who decided", () => {
  const model = { version: "1", name: "gpt", supplier: "" };
  const review = (by: string, id: string): EvidenceRecord => ({
    origin: { system: "credit", environment: "" },
    statement: { ...unsaid, kind: "oversight", id, timeMs: 50, action: "confirm", by },
  });
  const all = [
    predicted({ id: "a", model }),
    predicted({ id: "b", model }),
    predicted({ id: "c", timeMs: 2000, model }),
    predicted({ id: "d" }),
    review("ann", "a"),
    review("bob", "a"),
    review("ann", "c"),
    review("", "d"),
  ];
  const names = (of: EvidenceRequest["names"]): unknown =>
    collectEvidence(
      request({ kind: "names", by: ["system"], ...(of ? { names: of } : {}) }),
      all,
    ).map(({ evidence }) => evidence);
  expect(names("model")).toEqual([{ kind: "names", counts: { gpt: 2 }, unknown: 1 }]);
  expect(names("model_version")).toEqual([{ kind: "names", counts: { 1: 3 }, unknown: 0 }]);
  expect(names("supplier")).toEqual([{ kind: "names", counts: {}, unknown: 3 }]);
  expect(names("reviewer")).toEqual([{ kind: "names", counts: { ann: 2, bob: 1 }, unknown: 1 }]);
});

test("of several decisions about a prediction the first says whether it came in time", () => {
  const review = (id: string, timeMs: number, environment = ""): EvidenceRecord => ({
    origin: { system: "credit", environment },
    statement: { ...unsaid, kind: "oversight", id, timeMs, action: "escalate" },
  });
  const all = [
    predicted({ id: "a", timeMs: 10.001 }),
    review("a", 500),
    review("a", 110.001, "elsewhere"),
    predicted({ id: "b", timeMs: 10 }),
    review("b", 110.001),
    predicted({ id: "c", timeMs: 10 }),
    review("never predicted", 11),
    predicted({ id: "d", timeMs: 20 }),
    review("d", 5),
  ];
  const { withinMs: _, ...however } = request({ kind: "responses", by: ["system"] });
  const counted = (of: EvidenceRequest): unknown => collectEvidence(of, all)[0]?.evidence;
  expect(counted({ ...however, withinMs: 100 })).toEqual({
    kind: "responses",
    predictions: 4,
    reviewed: 3,
    inTime: 2,
  });
  expect(counted(however)).toMatchObject({ reviewed: 3, inTime: 3 });
});

test("a check counts where it says whether it passed, by the first score of its name", () => {
  const score = (id: string, name: string, passed: boolean | null): EvidenceRecord => ({
    origin: { system: "credit", environment: "elsewhere" },
    statement: { kind: "score", id, timeMs: 5000, name, passed },
  });
  const all = [
    predicted({ id: "a" }),
    predicted({ id: "b" }),
    predicted({ id: "c" }),
    predicted({ id: "d", timeMs: 1000 }),
    score("a", "pii", false),
    score("a", "pii", true),
    score("a", "toxic", true),
    score("b", "pii", true),
    score("c", "pii", null),
    score("c", "pii", false),
    score("d", "pii", false),
    score("never predicted", "pii", false),
  ];
  expect(collectEvidence(request({ kind: "checks", by: ["system"] }), all)).toEqual([
    {
      startMs: 0,
      labels: { system: "credit" },
      evidence: {
        kind: "checks",
        predictions: 3,
        checks: { pii: { checked: 2, failed: 1 }, toxic: { checked: 1, failed: 0 } },
      },
    },
  ]);
});

type Step = "reported" | "acknowledged" | "resolved";
function concern(id: string, steps: readonly (readonly [Step, number])[], environment = "") {
  return steps.map(
    ([status, timeMs]): EvidenceRecord => ({
      origin: { system: "credit", environment },
      statement: { kind: "concern", id, timeMs, status },
    }),
  );
}

test("concerns are counted as they stood at the end, whoever told the rest of their story", () => {
  const all = [
    ...concern("fresh", [["reported", 950]]),
    ...concern("just in time", [["reported", 900]]),
    ...concern("unseen", [["reported", 899.999]]),
    ...concern("seen", [["reported", 10]]),
    ...concern("seen", [["acknowledged", 999]], "office"),
    ...concern("reported again", [
      ["reported", 990],
      ["reported", 20],
    ]),
    ...concern("resolved", [
      ["resolved", 400],
      ["reported", 30],
    ]),
    ...concern("resolved later", [
      ["reported", 40],
      ["resolved", 1000],
    ]),
    ...concern("of which only the answer is known", [["acknowledged", 50]]),
    ...concern("not yet", [["reported", 1000]]),
  ];
  const asked = request({ kind: "concerns", by: ["system"], fromMs: 990, withinMs: 100 });
  expect(collectEvidence(asked, all)).toEqual([
    {
      startMs: 990,
      labels: { system: "credit" },
      evidence: { kind: "concerns", open: 7, overdue: 5, unacknowledged: 3 },
    },
  ]);
  expect(collectEvidence({ ...asked, environments: ["office"] }, all)).toMatchObject([
    { evidence: { open: 1, overdue: 1, unacknowledged: 0 } },
  ]);
});

test("a system whose last concern was resolved has none, and is answered", () => {
  const all = concern("c", [
    ["reported", 1],
    ["resolved", 2],
  ]);
  expect(collectEvidence(request({ kind: "concerns", by: ["system"] }), all)).toMatchObject([
    { evidence: { open: 0, overdue: 0, unacknowledged: 0 } },
  ]);
});

test("every feature of the baseline is answered, absent and mistyped values as missing", () => {
  const all = [
    predicted({ id: "a", numericFeatures: { income: 2 } }),
    predicted({ id: "b", categoricalFeatures: { income: "2" } }),
    predicted({ id: "c", numericFeatures: { income: Number.NaN } }),
    predicted({ id: "d", timeMs: 1000 }),
  ];
  const groups = collectEvidence(request({ kind: "cells", by: ["system", "feature"] }), all);
  expect(groups.map(({ labels }) => labels["feature"])).toEqual(["income", "purpose"]);
  expect(groups.map(({ evidence }) => evidence)).toMatchObject([{ missing: 2 }, { missing: 3 }]);
});

test("a system without a baseline is not answered in cells", () => {
  const groups = collectEvidence(request({ kind: "cells" }), [predicted({}, "mail")]);
  expect(groups).toEqual([]);
});

test("environments and systems bound the scope", () => {
  const all = [predicted({}, "credit", "production"), predicted({ id: "b" }, "credit", "test")];
  const of = { kind: "volume", by: ["system"] } as const;
  expect(collectEvidence(request({ ...of, environments: ["test"] }), all)).toMatchObject([
    { evidence: { predictions: 1 } },
  ]);
  expect(collectEvidence(request({ ...of, environments: [] }), all)).toMatchObject([
    { evidence: { predictions: 2 } },
  ]);
  expect(collectEvidence(request({ ...of, systems: [] }), all)).toEqual([]);
});

test("presence reads everything before the end of the window, and nothing after", () => {
  const all: EvidenceRecord[] = [
    predicted({ timeMs: 10 }),
    predicted({ id: "b", timeMs: 900 }),
    predicted({ id: "c", timeMs: 2000 }),
    { origin: { system: "mail", environment: "" }, statement: { kind: "heartbeat", timeMs: 5 } },
  ];
  const groups = collectEvidence(
    request({ kind: "presence", by: ["system"], fromMs: 950, toMs: 1000 }),
    all,
  );
  expect(groups.map(({ labels, evidence }) => [labels["system"], evidence])).toEqual([
    [
      "credit",
      { kind: "presence", firstPredictionMs: 10, lastPredictionMs: 900, lastHeartbeatMs: null },
    ],
    [
      "mail",
      { kind: "presence", firstPredictionMs: null, lastPredictionMs: null, lastHeartbeatMs: 5 },
    ],
  ]);
});
