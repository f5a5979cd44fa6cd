import {
  type Baseline,
  cellsOf,
  createBaseline,
  type EvidenceGroup,
  ProfileBuilder,
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
  const builder = new ProfileBuilder(profile);
  for (const value of values) builder.add(value);
  return group(cellsOf(builder.build(), baseline.digest), { feature });
}
