import type { InventoryList } from "../control/control.ts";
import type { NameOf, Names } from "../evidence/names.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Measurement } from "./measurement.ts";
import type { MeasureContext, Metric } from "./metric.ts";
import { belowMinimum } from "./proportion.ts";

/** More of them are one story: the count says how many there are. */
const SHOWN_MAX = 20;

/**
 * A metric of what is not on a list: records whose name is not allowed, of those that have a name.
 *
 * A fact, without bounds: one name that nobody approved is one too many, however many are right. What
 * has no name proves neither; where nothing has one, and where nobody said what is allowed, the answer
 * is `insufficient`.
 */
export function nameMetric(of: {
  readonly id: string;
  readonly title: string;
  readonly names: NameOf;
  /** What of the inventory says which are allowed, null: nothing; and what has the names, in the plural. */
  readonly list: InventoryList | null;
  readonly unit: string;
}): Metric {
  return {
    id: of.id,
    title: of.title,
    unit: "1",
    display: "percent",
    worse: "higher",
    evidence: "names",
    names: of.names,
    needs: ["list"],
    measure: (family, context) =>
      family.map((group) => measureNames(evidenceOf(group, "names"), of, context)),
    source: "a share of what was counted",
  };
}

function measureNames(
  { counts, unknown }: Names,
  of: { readonly list: InventoryList | null; readonly unit: string },
  { allowed, minSample }: MeasureContext,
): Measurement {
  const named = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (named + unknown === 0) return { kind: "no_data", reason: `no ${of.unit} in the window` };
  if (allowed === null || allowed === undefined) {
    const reason =
      of.list === null
        ? "nothing says which names are allowed: write one_of with a list of them"
        : `nothing says which names are allowed: the inventory declares no ${of.list} of this system`;
    return { kind: "insufficient", n: named, reason };
  }
  if (named === 0) {
    return { kind: "insufficient", n: 0, reason: `none of ${unknown} ${of.unit} says the name` };
  }
  if (named < minSample) return belowMinimum(named, `named ${of.unit}`, minSample);
  const permitted = new Set(allowed);
  const outside = Object.entries(counts)
    .filter(([name]) => !permitted.has(name))
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  const value = outside.reduce((sum, { count }) => sum + count, 0) / named;
  return {
    kind: "measured",
    value,
    lower: null,
    upper: null,
    n: named,
    detail: { outside: outside.slice(0, SHOWN_MAX), outsideNames: outside.length, unknown },
  };
}
