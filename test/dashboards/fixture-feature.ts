import type { Drift, FeatureDetail, FeatureFindings } from "@tiltmeter/dashboards";
import { DIGEST, HOUR, NOW } from "./fixture-world.ts";

/** The page of one feature, from what the overview says of it. */
export function featureDetail(drift: Drift, system: string, feature: string): FeatureDetail {
  const related = feature === "html_share" ? ["mail:rff", "mail:centroid"] : [];
  const about = { system, feature, modelVersion: null, related };
  if (drift.baseline === null) {
    return {
      ...about,
      baseline: null,
      found: null,
      problem: "this system has no approved baseline: make one (tiltmeter baseline create)",
    };
  }
  const baseline = {
    name: drift.baseline.name,
    version: 2,
    digest: DIGEST,
    rows: drift.baseline.rows,
    origin: "window 2026-11-01 to 2026-11-08",
    createdMs: NOW - 6 * HOUR,
    approvedMs: NOW - 5.5 * HOUR,
    approvedBy: "mara",
    seasonal: false,
  };
  const row = drift.features.find((each) => each.feature === feature);
  return row === undefined
    ? { ...about, baseline, found: null, problem: "the baseline first-groups does not hold it" }
    : { ...about, baseline, found: findings(row), problem: null };
}

function findings(row: Drift["features"][number]): FeatureFindings {
  const { measurement, kind, bins, missing } = row;
  const value = measurement.kind === "measured" ? measurement.value : 0;
  return {
    kind,
    predictions: 7_859,
    values: 7_518,
    missing,
    notANumber: 12,
    wrongType: 3,
    infinite: 2,
    extremes:
      kind === "numeric"
        ? { baseline: { min: 0, max: 31 }, current: { min: 0, max: 114 } }
        : { baseline: null, current: null },
    bins,
    distances: [
      distance("psi", measurement, { threshold: 0.2 }),
      distance("jensen_shannon", measured(value * 0.4), { threshold: 0.13 }),
      distance("hellinger", measured(value * 0.45), { threshold: 0.158 }),
      distance("total_variation", measured(value * 0.5, 0.03), { threshold: 0.1 }),
      distance("kolmogorov_smirnov", measured(value * 0.45, 0.02), {
        threshold: 0.1,
        bracket: { lower: value * 0.45, upper: value * 0.46 },
        pValue: 1e-90,
      }),
      distance(
        "wasserstein",
        { kind: "insufficient", n: 7_518, reason: `${row.feature} is constant in the baseline` },
        { threshold: 0.1 },
      ),
      distance("largest_difference", measured(value * 0.2)),
      distance("chi_squared", measured(value * 2_000), { pValue: 0.031 }),
      distance("cramers_v", measured(value * 0.3)),
    ],
    smallestDetectable: 0.019,
    quality: [
      check(
        "missing_rate",
        true,
        "4.34 % of 7859 predictions, of them 12 not a number; 0.5 % before",
      ),
      check("out_of_range_rate", false, "0.2 % of 7518 values: 0 below, 15 above"),
      check("constant", false, "several values"),
      check("stuck", null, "12 values, needs 80"),
      check("unit_change", true, "values look changed (100 times): from m to cm"),
    ],
    segments: [
      {
        dimension: "segment.language",
        total: value,
        parts: [
          { segment: "de", together: 1, n: 2_000, share: 0.27, contribution: value * 0.9 },
          { segment: "", together: 1, n: 518, share: 0.07, contribution: value * 0.2 },
          { segment: "en", together: 1, n: 5_000, share: 0.66, contribution: value * -0.1 },
        ],
      },
      {
        dimension: "segment.sender",
        total: value,
        parts: Array.from({ length: 51 }, (_, i) => ({
          segment: i === 50 ? null : `sender-${i}`,
          together: i === 50 ? 1_204 : 1,
          n: 150,
          share: 0.02,
          contribution: value / (i + 2) / 4,
        })),
      },
    ],
    segmentsLeft: ["segment.city", "segment.product"],
  };
}

type Distance = FeatureFindings["distances"][number];

function distance(
  id: string,
  measurement: Distance["measurement"],
  of: Partial<Distance> = {},
): Distance {
  const none = { bracket: null, pValue: null, threshold: null };
  return { ...none, id, title: id, measurement, source: "Yurdakul (2018)", ...of };
}

function measured(value: number, air?: number): Distance["measurement"] {
  const bounds =
    air === undefined
      ? { lower: null, upper: null }
      : { lower: Math.max(0, value - air), upper: value + air };
  return { kind: "measured", value, ...bounds, n: 7_518, detail: {} };
}

function check(
  id: string,
  isFound: boolean | null,
  words: string,
): FeatureFindings["quality"][number] {
  return { id, title: id, isFound, words, measurement: measured(0.02, 0.01) };
}
