import { count, percent, plain, seconds } from "./number.ts";

/** How one metric of the catalogue reads on a page. */
export interface MetricWords {
  readonly title: string;
  /** One sentence: what was counted and divided by what. */
  readonly meaning: string;
  readonly style: "count" | "percent" | "seconds" | "plain";
}

const words: Readonly<Record<string, MetricWords>> = {
  count: {
    title: "Predictions",
    meaning: "Predictions whose time falls in the step.",
    style: "count",
  },
  error_rate: {
    title: "Errors",
    meaning: "Predictions that failed, of all predictions.",
    style: "percent",
  },
  latency_p50: {
    title: "Median latency",
    meaning: "Half of the predictions took no longer; exact to 1 %.",
    style: "seconds",
  },
  latency_p95: {
    title: "Latency, 95th percentile",
    meaning: "19 of 20 predictions took no longer; exact to 1 %.",
    style: "seconds",
  },
  latency_p99: {
    title: "Latency, 99th percentile",
    meaning: "99 of 100 predictions took no longer; exact to 1 %.",
    style: "seconds",
  },
  accuracy: {
    title: "Accuracy",
    meaning: "Correct predictions, of those whose outcome is known.",
    style: "percent",
  },
  override_rate: {
    title: "Overrides by people",
    meaning: "Decisions in which a person changed what the model said, of all reviewed.",
    style: "percent",
  },
  psi: {
    title: "Drift (PSI)",
    meaning: "Population stability index of live values against the approved baseline.",
    style: "plain",
  },
  selection_rate: {
    title: "Selection rate",
    meaning: "Predictions with the favourable label, of all predictions.",
    style: "percent",
  },
  selection_rate_ratio: {
    title: "Selection-rate ratio",
    meaning: "Selection rate of a segment, divided by the highest segment's.",
    style: "plain",
  },
  missing_rate: {
    title: "Missing values",
    meaning: "Predictions in which the feature was absent.",
    style: "percent",
  },
  silence: {
    title: "Silence",
    meaning: "Time since the system was last heard of.",
    style: "seconds",
  },
};

/** The words of a metric; one that has none here shows its own id and plain numbers. */
export function metricWords(id: string): MetricWords {
  const known = Object.hasOwn(words, id) ? words[id] : undefined;
  return known ?? { title: id.replaceAll("_", " "), meaning: "", style: rateStyle(id) };
}

/** One value of a metric with its unit. */
export function metricValue(style: MetricWords["style"], value: number): string {
  switch (style) {
    case "count":
      return count(value);
    case "percent":
      return percent(value);
    case "seconds":
      return seconds(value);
    case "plain":
      return plain(value);
  }
}

/** A round value beside an axis, without the zeros that say how sure a measurement is. */
export function axisValue(style: MetricWords["style"], value: number): string {
  switch (style) {
    case "count":
      return count(value);
    case "percent":
      return `${round(value * 100)}\u202f%`;
    case "seconds":
      return seconds(value).replace(/(\.\d*[1-9])0+ /, "$1 ");
    case "plain":
      return round(value);
  }
}

/** Steps of an axis are round in binary only: 0.30000000000000004. */
function round(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function rateStyle(id: string): MetricWords["style"] {
  return /_rate$|^(precision|recall|f1)$/.test(id) ? "percent" : "plain";
}
