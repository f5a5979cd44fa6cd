import type { ProducerStanding } from "@tiltmeter/dashboards";

/** What a producer said of itself last. */
type Told = Omit<ProducerStanding, "unexplained"> & { readonly lastHeardMs: number };

/** Who sends records of a system: those that were heard of, and those that only number what they send. */
export function standingProducers(
  told: readonly Told[],
  completeness: ReadonlyMap<string, { readonly unexplained: number }>,
): readonly ProducerStanding[] {
  const known = new Set(told.map(({ producer }) => producer));
  return [
    ...told.map((each) => ({
      ...each,
      unexplained: completeness.get(each.producer)?.unexplained ?? null,
    })),
    ...[...completeness]
      .filter(([producer]) => producer !== "" && !known.has(producer))
      .map(([producer, { unexplained }]) => ({
        ...{ producer, environment: "", lastHeardMs: null },
        ...{
          instrumented: [],
          uninstrumented: [],
          clockOffsetMs: null,
          dropped: {},
          faults: {},
          unexplained,
        },
      })),
  ].slice(0, PRODUCERS_MAX);
}

/** More processes than anybody looks through. */
const PRODUCERS_MAX = 100;
