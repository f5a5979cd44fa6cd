import {
  type Baseline,
  cellOf,
  createBaseline,
  type EvidenceGroup,
  emptyCells,
} from "../../../rules/index.ts";
import { sha256 } from "../hash.ts";
import { group } from "./family.ts";

/** A baseline of columns, for tests of metrics on cells. */
export function baselineOf(
  columns: Readonly<Record<string, readonly (number | string)[]>>,
): Baseline {
  return createBaseline(
    { system: "s", name: "training", version: 1, createdMs: 0, origin: "columns", columns },
    sha256,
  );
}

/** The evidence of one feature's values, counted in the baseline's cells. */
export function seen(
  baseline: Baseline,
  feature: string,
  values: readonly unknown[],
): EvidenceGroup {
  const profile = baseline.features[feature];
  if (profile === undefined) throw new Error(`no ${feature}`);
  const counts = profile.counts.map(() => 0);
  let missing = 0;
  for (const value of values) {
    const cell = cellOf(profile, value);
    if (cell === null) missing += 1;
    else counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return group({ ...emptyCells(baseline.digest, 0), counts, missing }, { feature });
}
