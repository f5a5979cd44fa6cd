import type { Trigger } from "@tiltmeter/rules";
import type { Transact } from "../transact.ts";
import type { ReassessmentDue, Roadmap } from "./entries.ts";

/** Records what calls for an assessment, each change once, whatever became of it. Returns how many are new. */
export function recordReassessments(
  triggers: readonly Trigger[],
  nowMs: number,
  transact: Transact<{ readonly roadmap: Pick<Roadmap, "reassessment_due"> }, ReassessmentDue>,
): Promise<number> {
  return transact(({ roadmap }) => {
    const known = new Set(roadmap.reassessment_due.map(({ key }) => key));
    const entries = triggers
      .filter(({ key }) => !known.has(key))
      .map(
        (trigger): ReassessmentDue => ({
          ...{ type: "reassessment_due", atMs: nowMs, by: "tiltmeter" },
          ...trigger,
        }),
      );
    return { entries, result: entries.length };
  });
}
