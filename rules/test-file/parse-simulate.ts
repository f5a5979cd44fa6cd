import type { Tree } from "../control/document.ts";
import {
  numberOf,
  openTable,
  optional,
  type Reader,
  readChoice,
  readDuration,
  readShare,
  readText,
  readWhole,
  required,
} from "../control/fields.ts";
import type { Report } from "../control/finding.ts";
import { lineOf } from "./line-of.ts";
import { TIERS } from "./parse-declared.ts";
import type { SimulatedRate, Simulation } from "./test-file.ts";

/** Rates that can be drawn. */
export const SIMULATED_RATES = [
  "error_rate",
  "override_rate",
  "accuracy",
  "selection_rate",
] as const;

/** Reads `simulate`. Null where something is wrong, which the report says. */
export function parseSimulate(tree: Tree, text: string, report: Report): Simulation | null {
  const before = report.errors();
  const settings = ["runs", "length", "seed", "series", "decisions_per_hour", "features"];
  const keys = [...settings, ...SIMULATED_RATES];
  const fields = openTable(tree, { name: "simulate", keys }, report);
  if (fields === undefined) return null;
  const rates = SIMULATED_RATES.flatMap((key) => {
    const rate = optional(fields, key, readRate, report);
    return rate === undefined ? [] : [[key, rate] as const];
  });
  const why = "whose stream it is, e.g. series: { system: credit, model_version: v7 }";
  const series = required(fields, { key: "series", why }, readSeries, report);
  const features = optional(fields, "features", readWhole(0, 1000), report) ?? 0;
  if (rates.length === 0 && features === 0) {
    const message = `simulate needs a rate (${SIMULATED_RATES.join(", ")}) or a number of features`;
    report.error(tree.at, "missing-key", message);
  }
  const lengthMs = optional(fields, "length", readDuration(3_600_000), report);
  const runs = optional(fields, "runs", readWhole(1, 10_000), report);
  const seed = optional(fields, "seed", readWhole(0, 2 ** 32 - 1), report);
  const perHour = optional(fields, "decisions_per_hour", readWhole(1, 1_000_000), report);
  if (series === undefined || report.errors() > before) return null;
  return {
    line: lineOf(text, tree.at),
    runs: runs ?? 200,
    lengthMs: lengthMs ?? 365 * 86_400_000,
    seed: seed ?? 7,
    ...series,
    perHour: perHour ?? 200,
    rates: Object.fromEntries(rates),
    features,
  };
}

const readRate: Reader<SimulatedRate> = (tree, key, report) => {
  const plain = numberOf(tree);
  if (plain !== null && plain >= 0 && plain <= 1) {
    return { mean: plain, betweenHoursSd: 0, dailySwing: 0 };
  }
  const keys = ["mean", "between_hours_sd", "daily_swing"];
  const fields = openTable(tree, { name: key, keys }, report);
  if (fields === undefined) return undefined;
  const mean = required(fields, { key: "mean", why: "the true rate, e.g. 5%" }, readShare, report);
  if (mean === undefined) return undefined;
  const betweenHoursSd = optional(fields, "between_hours_sd", readShare, report) ?? 0;
  const dailySwing = optional(fields, "daily_swing", readShare, report) ?? 0;
  if (betweenHoursSd ** 2 >= mean * (1 - mean)) {
    const message = `${key}: between_hours_sd must be below √(mean · (1 − mean)), got ${betweenHoursSd}`;
    report.error(tree.at, "bad-value", message);
    return undefined;
  }
  return { mean, betweenHoursSd, dailySwing };
};

const readSeries: Reader<Pick<Simulation, "system" | "modelVersion" | "riskTier">> = (
  tree,
  key,
  report,
) => {
  const fields = openTable(
    tree,
    { name: key, keys: ["system", "model_version", "risk_tier"] },
    report,
  );
  if (fields === undefined) return undefined;
  const system = required(fields, { key: "system", why: "whose stream it is" }, readText, report);
  if (system === undefined) return undefined;
  return {
    system,
    modelVersion: optional(fields, "model_version", readText, report) ?? "v1",
    riskTier: optional(fields, "risk_tier", readChoice(TIERS), report) ?? null,
  };
};
