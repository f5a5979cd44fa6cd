import type { QualityCheck } from "@tiltmeter/dashboards";
import {
  type EvidenceGroup,
  type FeatureBaseline,
  formatValue,
  type MeasureContext,
  type Measurement,
  metric,
} from "@tiltmeter/rules";
import { total } from "./total.ts";

/** A share may be proven to have risen by this much before it is told as found. */
const RISE_MAX = 0.01;
/** The commonest value may be so much commoner than any was in the baseline. */
const STUCK_MAX = 0.05;

type Found = Extract<Measurement, { kind: "measured" }>;

interface Look {
  readonly id: string;
  readonly fits: (feature: FeatureBaseline) => boolean;
  readonly tell: (
    found: Found,
    feature: FeatureBaseline,
  ) => Pick<QualityCheck, "isFound" | "words">;
}

const looks: readonly Look[] = [
  { id: "missing_rate", fits: () => true, tell: missing },
  { id: "out_of_range_rate", fits: ({ kind }) => kind === "numeric", tell: outOfRange },
  { id: "new_category_rate", fits: ({ kind }) => kind === "categorical", tell: newCategories },
  { id: "constant", fits: ({ kind }) => kind !== "sums", tell: constant },
  { id: "stuck", fits: ({ kind }) => kind !== "sums", tell: stuck },
  { id: "unit_change", fits: ({ kind }) => kind === "numeric", tell: unitChange },
];

/** How good the values of one feature are, each look with what it found in words. */
export function qualityOf(
  group: EvidenceGroup,
  feature: FeatureBaseline,
  context: MeasureContext,
): readonly QualityCheck[] {
  return looks
    .filter(({ fits }) => fits(feature))
    .flatMap(({ id, tell }) => {
      const found = metric(id);
      const [measurement] = found?.measure([group], context) ?? [];
      if (found === undefined || measurement === undefined) return [];
      const told =
        measurement.kind === "measured"
          ? tell(measurement, feature)
          : { isFound: null, words: measurement.reason };
      return [{ id, title: found.title, measurement, ...told }];
    });
}

function missing(found: Found, feature: FeatureBaseline): ReturnType<Look["tell"]> {
  const present = feature.kind === "sums" ? (feature.counts[0] ?? 0) : total(feature.counts);
  const all = present + feature.missing;
  const before = all === 0 ? 0 : feature.missing / all;
  const parts = [
    ["notANumber", "not a number"],
    ["wrongType", "of another kind"],
  ].flatMap(([key = "", words]) => {
    const count = found.detail[key];
    return typeof count === "number" && count > 0 ? [`${count} ${words}`] : [];
  });
  const of = parts.length === 0 ? "" : `, of them ${parts.join(" and ")}`;
  return {
    isFound: (found.lower ?? 0) > before + RISE_MAX,
    words: `${share("missing_rate", found.value)} of ${found.n} predictions${of}; ${share("missing_rate", before)} in the baseline`,
  };
}

function outOfRange(found: Found): ReturnType<Look["tell"]> {
  const { below, above } = found.detail;
  return {
    isFound: (found.lower ?? 0) > RISE_MAX,
    words: `${share("out_of_range_rate", found.value)} of ${found.n} values: ${String(below)} below the smallest of the baseline, ${String(above)} above its largest`,
  };
}

function newCategories(found: Found): ReturnType<Look["tell"]> {
  return {
    isFound: (found.lower ?? 0) > RISE_MAX,
    words: `${share("new_category_rate", found.value)} of ${found.n} values were never seen in the baseline`,
  };
}

function constant({ value, n, detail }: Found): ReturnType<Look["tell"]> {
  const { only } = detail;
  if (value === 1) {
    return {
      isFound: true,
      words: `all ${n} values are ${String(only)}; the baseline has several`,
    };
  }
  const words = only === undefined ? "several values" : `all ${n} are ${String(only)}, as before`;
  return { isFound: false, words };
}

function stuck({ lower, detail }: Found): ReturnType<Look["tell"]> {
  const { cell, isSingleValue, share: now, baselineShare } = detail;
  const what = isSingleValue === true ? "commonest value" : "fullest narrow range";
  return {
    isFound: (lower ?? 0) > STUCK_MAX,
    words: `the ${what}, ${String(cell)}, holds ${shareOf(now)}; in the baseline none held more than ${shareOf(baselineShare)}`,
  };
}

function unitChange({ value, detail }: Found): ReturnType<Look["tell"]> {
  if (value === 0) return { isFound: false, words: "sizes and signs are as before" };
  const { likely, factor } = detail;
  const units = Array.isArray(likely) ? likely.map(String) : [];
  const times = typeof factor === "number" && factor !== -1 ? ` (${figure(factor)} times)` : "";
  return {
    isFound: true,
    words: `values look changed${times}: ${units.length === 0 ? "unit not known" : units.join(", or ")}`,
  };
}

function share(id: string, value: number): string {
  return formatValue(id, value);
}

function shareOf(value: unknown): string {
  return typeof value === "number" ? formatValue("stuck", value) : "an unknown share";
}

function figure(value: number): string {
  return String(Number(value.toPrecision(4)));
}
