import type { Measures, Reads } from "@tiltmeter/dashboards";
import { type Measurement, metric } from "@tiltmeter/rules";
import { callMeasures, isOfCalls } from "./fixture-calls.ts";
import { HOUR, NOW } from "./fixture-world.ts";

type Query = Parameters<Reads["measures"]>[0];

/** Metric → value, half width of its bounds, sample. */
const whole: Readonly<Record<string, readonly [number, number, number]>> = {
  accuracy: [0.8278, 0.0038, 30_902],
  estimated_accuracy: [0.8291, 0.0049, 48_738],
  accuracy_gap: [0.0013, 0.0051, 30_902],
  label_coverage: [0.634, 0.0043, 48_738],
  precision: [0.911, 0.006, 11_402],
  recall: [0.874, 0.007, 11_889],
  roc_auc: [0.9312, 0.0031, 30_902],
  calibration_error: [0.0214, 0.004, 30_902],
  override_rate: [0.031, 0.0055, 3_911],
  override_shortfall: [0.012, 0.0055, 3_911],
  overrides_right: [0.71, 0.088, 104],
  confirms_wrong: [0.052, 0.007, 3_702],
  review_time_p50: [6.4, 0.7, 3_611],
  short_review_rate: [0.118, 0.011, 3_611],
};

const details: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  override_shortfall: { rate: 0.031, expected: 0.043, expectedErrorRate: 0.172 },
};

/** What a team sees: drift in one segment, an estimate that holds, reviews that are too quick. */
export function measures(of: Query): Measures {
  const isKnown = of.system !== "support-assistant";
  return {
    positive: of.system === "credit-scoring" || !isKnown ? null : "spam",
    metrics: of.metrics.map((id) => {
      if (isOfCalls(id)) return callMeasures(id, of);
      const { unit = "1", source = "" } = metric(id) ?? {};
      return { metric: id, unit, source, points: isKnown ? points(id, of.by) : [] };
    }),
  };
}

function points(id: string, by: string | undefined): Measures["metrics"][number]["points"] {
  const groups =
    by === undefined
      ? [{ by: {}, scale: 1, n: null }]
      : (values[by] ?? []).map(({ value, n, scale }) => ({ by: { [by]: value }, scale, n }));
  return groups.map((group, i) => ({
    timeMs: NOW - HOUR,
    by: group.by,
    measurement: measured(id, group.scale, group.n, i),
  }));
}

const values: Readonly<
  Record<string, readonly { readonly value: string; readonly n: number; readonly scale: number }[]>
> = {
  role: [
    { value: "analyst", n: 3_102, scale: 0.8 },
    { value: "supervisor", n: 809, scale: 1.7 },
    { value: "", n: 0, scale: 1 },
  ],
  "segment.language": [
    { value: "en", n: 39_410, scale: 1 },
    { value: "de", n: 6_204, scale: 0.95 },
    { value: "fr", n: 3_102, scale: 0.9 },
    { value: "zh", n: 22, scale: 0.7 },
  ],
  "segment.list": [
    { value: "ham lists", n: 30_112, scale: 1 },
    { value: "direct", n: 18_626, scale: 0.97 },
  ],
};

function measured(id: string, scale: number, n: number | null, i: number): Measurement {
  if (id === "count") {
    return { kind: "measured", value: n ?? 0, lower: null, upper: null, n: n ?? 0, detail: {} };
  }
  if (n === 0) return { kind: "no_data", reason: "no confirmations and overrides in the window" };
  const gap = /_gap$|_ratio$|disparity$/.test(id) && id !== "accuracy_gap";
  if (gap && n !== null && n < 200) {
    return { kind: "insufficient", n, reason: `not assessable: ${n} decisions, needs 200` };
  }
  if (gap) {
    const best = id.endsWith("_ratio") ? 1 : 0;
    const value = i === 0 ? best : Math.abs(best - (1 - scale) * 0.8);
    const air = i === 0 ? 0 : 0.021;
    return {
      kind: "measured",
      value,
      lower: value - air,
      upper: value + air,
      n: n ?? 0,
      detail: { reference: "en" },
    };
  }
  const [value, air, sample] = whole[id] ?? [0.3, 0.02, 1_000];
  const scaled = n === null ? value : value * scale;
  return {
    kind: "measured",
    value: scaled,
    lower: scaled - air,
    upper: scaled + air,
    n: n ?? sample,
    detail: details[id] ?? {},
  };
}
