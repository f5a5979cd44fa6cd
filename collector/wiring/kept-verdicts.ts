import { createKept } from "../reads/kept.ts";
import type { Store } from "../store/store.ts";

type Verdicts = Pick<
  Store,
  "windowVerdicts" | "evaluationCounts" | "verdictTotals" | "lastVerdicts" | "controlActivity"
>;

/** Ranges that end now move on with every look; windows end on the minute. */
const MINUTE_MS = 60_000;

/**
 * What the store says of verdicts, for pages: asked again where verdicts were added since. What is evidence
 * asks the store itself.
 */
export function keptVerdicts(store: Verdicts & Pick<Store, "verdictsVersion">): Verdicts {
  const kept = <Query, A>(ask: (query: Query) => Promise<A>): ((query: Query) => Promise<A>) =>
    createKept({
      ...{ ask, keyOf, isExact: false },
      version: store.verdictsVersion,
      stopwatch: () => performance.now(),
    });
  const windows = kept((of: Parameters<Verdicts["windowVerdicts"]>) => store.windowVerdicts(...of));
  return {
    windowVerdicts: (...of) => windows(of),
    evaluationCounts: kept(store.evaluationCounts),
    verdictTotals: kept(store.verdictTotals),
    lastVerdicts: kept(store.lastVerdicts),
    controlActivity: kept(store.controlActivity),
  };
}

function keyOf(query: unknown): string {
  return JSON.stringify(query, (name, value: unknown) =>
    typeof value === "number" && name.endsWith("Ms") ? Math.floor(value / MINUTE_MS) : value,
  );
}
