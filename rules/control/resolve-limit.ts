import { formatValue } from "../metrics/format.ts";
import type { Baseline } from "../profile/baseline.ts";
import type { Limit, NameList } from "./control.ts";

/** A limit in the metric's own unit. */
export interface ResolvedLimit {
  readonly min: number | null;
  readonly max: number | null;
}

/** The rate of a baseline that a ratio limit of this measure refers to; absent: it has none. */
export const BASELINE_RATES: Readonly<Record<string, keyof Baseline["rates"]>> = {
  override_rate: "overrideRate",
  error_rate: "errorRate",
  accuracy: "accuracy",
};

/** A limit with its ratios multiplied out, at most 0 for a list of names, or null where the baseline does not say the rate. */
export function resolveLimit(
  limit: Limit,
  measure: string,
  baseline: Baseline | null,
): ResolvedLimit | null {
  // A measure of names counts what is not on the list.
  if (limit.oneOf !== undefined) return { min: null, max: 0 };
  const plain = { min: limit.min ?? null, max: limit.max ?? null };
  if (limit.minRatio === undefined && limit.maxRatio === undefined) return plain;
  const name = BASELINE_RATES[measure];
  const rate = name === undefined ? undefined : baseline?.rates[name];
  if (rate === undefined) return null;
  return {
    min: strictest(Math.max, plain.min, limit.minRatio, rate),
    max: strictest(Math.min, plain.max, limit.maxRatio, rate),
  };
}

function strictest(
  pick: (a: number, b: number) => number,
  plain: number | null,
  ratio: number | undefined,
  rate: number,
): number | null {
  if (ratio === undefined) return plain;
  return plain === null ? ratio * rate : pick(plain, ratio * rate);
}

/** `at most 0.2`, `at least 92 %`, `at least 0.1 and at most 0.2`. */
export function limitInWords(measure: string, { min, max }: ResolvedLimit): string {
  const parts = [
    ...(min === null ? [] : [`at least ${formatValue(measure, min)}`]),
    ...(max === null ? [] : [`at most ${formatValue(measure, max)}`]),
  ];
  return parts.join(" and ");
}

/** The same for a limit whose baseline is not at hand: `at most 1.5 times the baseline's`. */
export function approvedLimitInWords(measure: string, limit: Limit): string {
  if (limit.oneOf !== undefined) return namesInWords(limit.oneOf);
  const words = [
    limitInWords(measure, { min: limit.min ?? null, max: limit.max ?? null }),
    ...(limit.minRatio === undefined ? [] : [`at least ${limit.minRatio} times the baseline's`]),
    ...(limit.maxRatio === undefined ? [] : [`at most ${limit.maxRatio} times the baseline's`]),
  ];
  return words.filter((part) => part !== "").join(" and ");
}

const NAMES_SHOWN = 5;

/** `one of the inventory's approved models`, `one of gpt-4o, gpt-4o-mini`. */
function namesInWords(list: NameList): string {
  if (list.from === "inventory") return `one of the inventory's ${list.list.replace("_", " ")}`;
  const { names } = list;
  const shown = names.slice(0, NAMES_SHOWN).join(", ");
  const more = names.length - NAMES_SHOWN;
  if (names.length === 1) return `only ${shown}`;
  return `one of ${shown}${more > 0 ? ` and ${more} more` : ""}`;
}
