import type { Child } from "hono/jsx";
import { metricValue } from "../formats/metric.ts";
import { percent, points } from "../formats/number.ts";
import { AllMeasures, MeasureFacts, measurementIn, valueText } from "../parts/measured.tsx";
import type { Measures } from "../reads.ts";
import type { ComparedMeasures } from "./compared-reads.ts";
import type { HowLink } from "./how-link.ts";
import { ofLabels, ofNumbers, ofRankings, type Performance } from "./system-measures.ts";

/** What a reader looks for first. */
export const inShort = [
  "accuracy",
  "estimated_accuracy",
  "accuracy_gap",
  "label_coverage",
  "roc_auc",
  "calibration_error",
] as const;

/** How well a system does, realised beside estimated; for numbers and rankings the errors. */
export function PerformanceSection(props: {
  of: Performance;
  how: HowLink;
  compared?: ComparedMeasures | null;
}): Child {
  const { how } = props;
  const { labels, others } = props.of;
  if (others === null) {
    return (
      <>
        <p class="finding">{realisedBesideEstimated(labels)}</p>
        {measurementIn(labels, "estimated_accuracy")?.kind === "insufficient" ? (
          <p class="soft">
            To estimate it before outcomes arrive, make a baseline with labels, scores and outcomes:{" "}
            <code>tiltmeter baseline create</code> with <code>--label</code>, <code>--score</code>{" "}
            and <code>--truth</code>, or <code>scores</code> in the API.
          </p>
        ) : null}
        <PositiveLabel positive={labels.positive} />
        <MeasureFacts
          measures={labels}
          metrics={inShort}
          how={how}
          compared={props.compared ?? null}
        />
        <AllMeasures measures={labels} metrics={ofLabels} label="Performance" how={how} />
      </>
    );
  }
  const isMeasured = (metric: string): boolean =>
    measurementIn(others, metric)?.kind === "measured";
  const shown = [...ofNumbers, ...ofRankings].filter(isMeasured);
  if (shown.length === 0) {
    return (
      <p class="quiet">
        Nothing to measure yet: predictions with a <code>label</code> and a <code>score</code> (or a{" "}
        <code>value</code>), and their outcomes as they become known.
      </p>
    );
  }
  return (
    <>
      <MeasureFacts measures={others} metrics={shown} how={how} />
      <AllMeasures measures={others} metrics={shown} label="Performance" how={how} />
    </>
  );
}

/** `Estimated 82.9 % (82.4 % to 83.4 %), realised 82.8 % on 63 % labelled: no sign of concept drift.` */
export function realisedBesideEstimated(labels: Measures): string {
  const estimated = measurementIn(labels, "estimated_accuracy");
  const realised = measurementIn(labels, "accuracy");
  const coverage = measurementIn(labels, "label_coverage");
  const said = valueText("estimated_accuracy", estimated);
  const first =
    said === null ? `Accuracy is not estimated: ${whyNot(estimated)}` : `Estimated ${said}`;
  const covered = coverage?.kind === "measured" ? ` on ${percent(coverage.value)} labelled` : "";
  const second =
    realised?.kind === "measured"
      ? `realised ${metricValue("percent", realised.value)}${covered}`
      : "no outcome is known yet";
  const joint = said === null ? "; " : ", ";
  return `${first}${joint}${second}${said === null ? "." : `: ${gapWords(labels)}.`}`;
}

function gapWords(labels: Measures): string {
  const gap = measurementIn(labels, "accuracy_gap");
  if (gap?.kind !== "measured") return "whether it holds, outcomes will tell";
  const [lower, upper] = [gap.lower ?? -1, gap.upper ?? 1];
  if (lower > 0) {
    return `the model is right less often than its scores promise, by ${points(lower)} to ${points(upper)} percentage points, a sign of concept drift`;
  }
  return upper < 0
    ? "the model is right more often than its scores promise, so they need calibrating anew"
    : "no sign of concept drift";
}

function whyNot(of: ReturnType<typeof measurementIn>): string {
  return of === null || of.kind === "measured" ? "no predictions with a score" : of.reason;
}

/** What counts as positive, or how to say so. */
export function PositiveLabel(props: { positive: string | null }): Child {
  return props.positive === null ? (
    <p class="soft">
      Rates of a positive label need one: name it as <code>positive_label</code> of this system
      under <code>systems</code> in the configuration.
    </p>
  ) : (
    <p class="soft">
      Positive is <span class="label">{props.positive}</span>
    </p>
  );
}
