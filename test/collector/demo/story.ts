import { createHash } from "node:crypto";
import {
  type Baseline,
  type Control,
  closesAtMs,
  collectEvidence,
  contextFor,
  createBaseline,
  type EvidenceRecord,
  families,
  judge,
  type Labels,
  metric,
  type ObservedPrediction,
  requestFor,
  type Verdict,
} from "@tiltmeter/rules";
import { columnsOf } from "tiltmeter/demo/baseline";
import type { RawMail } from "tiltmeter/demo/corpus";
import { featuresOf } from "tiltmeter/demo/features";
import {
  accuracyOf,
  classify,
  crossValidated,
  type SpamFilter,
  trainFilter,
} from "tiltmeter/demo/filter";
import type { Mail } from "tiltmeter/demo/mail";
import { schedule } from "tiltmeter/demo/schedule";
import { splitCorpus } from "tiltmeter/demo/split";

const SYSTEM = "mail-filter";

export interface Told {
  readonly control: string;
  readonly labels: Labels;
  /** When the window may be judged, milliseconds from the start of the replay. */
  readonly judgedMs: number;
  readonly windowEndMs: number;
  readonly verdict: Verdict;
}

/**
 * The demonstration without a clock, a network or a store: every window of every control, judged over
 * the reference evidence. What it says, the running demonstration must come to as well.
 */
export function storyOf(corpus: readonly RawMail[]): (of: {
  readonly controls: readonly Control[];
  readonly speed: number;
  /** Windows begin at fixed instants, the replay at any: this one decides how they meet. */
  readonly startMs: number;
}) => readonly Told[] {
  const split = splitCorpus(corpus);
  const filter = trainFilter(split.training);
  const accuracy = accuracyOf(crossValidated(split.training), split.training);
  const baseline = createBaseline(
    {
      system: SYSTEM,
      name: "training",
      version: 1,
      createdMs: 0,
      origin: "columns",
      columns: columnsOf(split.training),
      rates: { accuracy, overrideRate: 1 - accuracy, errorRate: 0 },
    },
    (text) => createHash("sha256").update(text).digest("hex"),
  );
  const seen = new Map(
    [...split.heldOut, ...split.later].map(({ id, mail }) => [id, observe(filter, mail)]),
  );
  return ({ controls, speed, startMs }) => {
    const steps = schedule(split, speed);
    const records = steps.flatMap(({ act, atMs, letter }): readonly EvidenceRecord[] => {
      const prediction = seen.get(letter.id);
      if (prediction === undefined) return [];
      const origin = { system: SYSTEM, environment: "demo" };
      const same = { id: letter.id, timeMs: startMs + atMs };
      if (act === "mail") return [{ origin, statement: { ...prediction, ...same } }];
      if (act === "outcome") {
        return [
          { origin, statement: { kind: "outcome", ...same, label: letter.label, value: null } },
        ];
      }
      const action = prediction.label === letter.label ? "confirm" : "override";
      return [{ origin, statement: { kind: "oversight", ...same, action, ...unsaid } }];
    });
    const lastMs = startMs + (steps.at(-1)?.atMs ?? 0);
    return controls.flatMap((control) => judged({ control, records, baseline, startMs, lastMs }));
  };
}

const unsaid = { from: "", to: "", role: "", reviewSeconds: null } as const;

function observe(filter: SpamFilter, mail: Mail): ObservedPrediction {
  const features = Object.entries(featuresOf(mail));
  const of = <T>(is: (value: unknown) => value is T): Record<string, T> =>
    Object.fromEntries(features.flatMap(([name, value]) => (is(value) ? [[name, value]] : [])));
  return {
    kind: "prediction",
    id: "",
    timeMs: 0,
    model: { version: "1" },
    task: "classification",
    label: classify(filter, mail).label,
    score: null,
    value: null,
    latency: 0.0003,
    status: "ok",
    numericFeatures: of((value) => typeof value === "number"),
    categoricalFeatures: of((value) => typeof value === "string"),
    segment: {},
  };
}

function judged(of: {
  readonly control: Control;
  readonly records: readonly EvidenceRecord[];
  readonly baseline: Baseline;
  readonly startMs: number;
  readonly lastMs: number;
}): readonly Told[] {
  const { control, records, baseline, startMs, lastMs } = of;
  const measure = metric(control.measure);
  if (measure === undefined) throw new Error(`no metric ${control.measure}`);
  const told: Told[] = [];
  const firstMs = Math.ceil((startMs - 40_000) / control.everyMs) * control.everyMs;
  for (let toMs = firstMs; toMs <= lastMs; toMs += control.everyMs) {
    const window = { fromMs: toMs - control.windowMs, toMs };
    const near = records.filter(
      ({ statement }) =>
        statement.kind !== "change" &&
        statement.timeMs >= window.fromMs - 10_000 &&
        statement.timeMs < toMs + 10_000,
    );
    const groups = collectEvidence(requestFor(control, window, [baseline]), near);
    for (const family of families(groups, measure, control)) {
      const context = contextFor(control, family.length, baseline, toMs);
      for (const [i, measurement] of measure.measure(family, context).entries()) {
        told.push({
          control: control.id,
          labels: family[i]?.labels ?? {},
          judgedMs: closesAtMs(control, toMs) - startMs,
          windowEndMs: toMs - startMs,
          verdict: judge(control, measurement, baseline),
        });
      }
    }
  }
  return told;
}
