import type { RoadmapSources } from "../reads/roadmap/sources.ts";
import { readCounts, type VerdictSources } from "../reads/verdicts.ts";
import type { Store } from "../store/store.ts";

/** What the records of the roadmap ask of verdicts: all of it, so that none is answered from elsewhere. */
export type VerdictAnswers = Pick<
  RoadmapSources,
  "verdictTotals" | "lastVerdicts" | "evaluationCounts" | "activity"
>;

/**
 * Answers over the store itself, for what is recorded, or over what is kept of it, for pages (see
 * `keptVerdicts`).
 */
export function verdictAnswers(
  store: Pick<Store, "verdictTotals" | "lastVerdicts" | "evaluationCounts" | "controlActivity">,
  of: Pick<VerdictSources, "nowMs" | "controls">,
): VerdictAnswers {
  return {
    verdictTotals: store.verdictTotals,
    lastVerdicts: store.lastVerdicts,
    evaluationCounts: (range) =>
      readCounts({ range }, { ...of, evaluationCounts: store.evaluationCounts }),
    activity: (toMs) => store.controlActivity({ toMs }),
  };
}
