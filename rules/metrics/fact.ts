import { FACT_NAMES, FACTS, type FactName } from "../evidence/facts.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { Metric } from "./metric.ts";

/** Every fact as a metric of the same name: a number that is known, without bounds. */
export const factMetrics: readonly Metric[] = FACT_NAMES.map(factMetric);

/** The metric of one fact. What is not known of a system is `no_data`, never zero. */
function factMetric(name: FactName): Metric {
  const { title, display, about } = FACTS[name];
  return {
    id: name,
    title,
    unit: display === "seconds" ? "s" : "1",
    display,
    worse: name === "retention" ? "lower" : "higher",
    evidence: "facts",
    by: about === "control" ? ["system", "control"] : ["system"],
    measure: (family) =>
      family.map((group) => {
        const fact = evidenceOf(group, "facts").facts[name];
        if (fact === undefined) {
          return { kind: "no_data", reason: `nothing is known yet of: ${title.toLowerCase()}` };
        }
        const { value, n, named } = fact;
        return { kind: "measured", value, lower: null, upper: null, n, detail: { named } };
      }),
    source: "a fact of inventory, ledger and evaluations",
  };
}
