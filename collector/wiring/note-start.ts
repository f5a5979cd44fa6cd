import { raiseDetachedParts, raiseEvidenceGaps } from "../evaluator/own-evidence.ts";
import type { Journal } from "../journal/journal.ts";
import type { Store } from "../store/store.ts";
import { VERSION } from "../version.ts";
import type { Keeping } from "./keeping.ts";

/** Records a start, and raises what was found to be lost then: in the journal, and by the engine. */
export async function noteStart(
  of: Keeping & {
    readonly journal: Pick<Journal, "id" | "recovery">;
    readonly store: Pick<Store, "detachedParts">;
    readonly nowMs: number;
  },
): Promise<void> {
  const { journal, nowMs } = of;
  const { frames, tornBytes, gaps } = journal.recovery;
  await of.ledger.append([
    {
      type: "collector_started",
      atMs: nowMs,
      by: "tiltmeter",
      version: VERSION,
      journal: { id: journal.id, frames, tornBytes, gaps: gaps.length },
    },
  ]);
  await raiseEvidenceGaps({ ...of, journal: journal.id, gaps });
  // A start is when the engine sets damaged data aside.
  await raiseDetachedParts({ ...of, parts: await of.store.detachedParts() });
}
