import type { Draft } from "./draft.ts";
import { illegal } from "./illegal-entry.ts";
import type { Roadmap, RoadmapEntry } from "./roadmap.ts";

/** One roadmap entry more. What it refers to exists, and an id is taken once. */
export function applyRoadmap(draft: Draft, entry: RoadmapEntry): void {
  const problem = problemOf(draft.roadmap, entry);
  if (problem !== null) throw illegal(draft, entry, problem);
  const before: readonly RoadmapEntry[] = draft.roadmap[entry.type];
  // By which key somebody acted is for the log of administration, and not for whoever reads the record.
  const { via: _, ...told } = entry;
  draft.roadmap = { ...draft.roadmap, [entry.type]: [...before, told] };
}

function problemOf(roadmap: Roadmap, entry: RoadmapEntry): string | null {
  switch (entry.type) {
    case "clause_attested":
    case "assessment_recorded":
    case "calibration_planned":
    case "stop_drill_recorded":
    case "management_review_held":
    case "audit_sampled":
      return taken(roadmap[entry.type], entry.id);
    case "attestation_withdrawn":
      return missing(roadmap.clause_attested, entry.id);
    case "calibration_recorded":
      return missing(roadmap.calibration_planned, entry.id);
    case "review_decided": {
      const { management_review_held: reviews, review_decided: decisions } = roadmap;
      return missing(reviews, entry.review) ?? taken(decisions, entry.id);
    }
    case "review_action_done":
      return missing(roadmap.review_decided, entry.id);
    case "governance_loaded":
    case "approval_given":
    case "policy_acknowledged":
    case "reassessment_due":
      return null;
  }
}

type Named = readonly { readonly id: string }[];

function taken(list: Named, id: string): string | null {
  return list.some((each) => each.id === id) ? `${id} is taken` : null;
}

function missing(list: Named, id: string): string | null {
  return list.some((each) => each.id === id) ? null : `${id} does not exist`;
}
