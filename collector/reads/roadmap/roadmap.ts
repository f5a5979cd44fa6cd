import type { Reads } from "@tiltmeter/dashboards";
import { citationsBeside, formatInstant, indexClauses, supplierRegister } from "@tiltmeter/rules";
import { readApplicability } from "./applicability.ts";
import { readAttestations } from "./attestations.ts";
import { readAuditState } from "./audit.ts";
import { readChain } from "./chain.ts";
import { readOversight } from "./oversight.ts";
import { readReviewPack, reviewActions } from "./review.ts";
import { readRisks } from "./risks.ts";
import type { RoadmapSources } from "./sources.ts";

type RoadmapReads = Reads["roadmap"];
type Pack = Awaited<ReturnType<RoadmapReads["reviewPack"]>>;
type Workpaper = NonNullable<Awaited<ReturnType<RoadmapReads["workpaper"]>>>;

/** What pages and the API read of the roadmap's records. */
export function createRoadmapReads(of: RoadmapSources): RoadmapReads {
  const index = indexClauses(of.frameworks);
  return {
    chain: () => readChain(of),
    risks: (range, within) => readRisks(range, of, within),
    suppliers: async (within) =>
      supplierRegister({
        suppliers: of.governance()?.suppliers ?? [],
        seen: (await of.modelsSeen()).filter(({ system }) => within?.includes(system) ?? true),
        dayOf: (ms) => formatInstant(ms).slice(0, 10),
        nowMs: of.nowMs(),
      }),
    oversight: (range) => readOversight(range, of),
    applicability: (atMs) => readApplicability(atMs, of),
    attestations: () => readAttestations(of.state().roadmap),
    references: () => of.references,
    citationsBeside: (clauses) => citationsBeside(clauses, of.references, index),
    reviewPack: (range) => readReviewPack(range, of),
    reviews: () => {
      const { roadmap } = of.state();
      const actions = reviewActions(roadmap);
      return roadmap.management_review_held
        .map((review) => ({
          ...review,
          actions: actions.filter((action) => action.review === review.id),
        }))
        .reverse();
    },
    heldPack: async (id) => {
      const held = of.state().roadmap.management_review_held.find((each) => each.id === id);
      // Written by the act that held it, in this shape, under a verified digest.
      return held === undefined ? null : ((await of.content(held.document)) as Pack | null);
    },
    auditState: (atMs, recordsMax) => readAuditState(atMs, of, recordsMax),
    samples: () => [...of.state().roadmap.audit_sampled].reverse(),
    workpaper: async (id) => {
      const sample = of.state().roadmap.audit_sampled.find((each) => each.id === id);
      if (sample === undefined) return null;
      // Written by the act that drew it, in this shape, under a verified digest.
      const paper = (await of.content(sample.document)) as Pick<
        Workpaper,
        "method" | "items"
      > | null;
      return { ...sample, method: paper?.method ?? "", items: paper?.items ?? [] };
    },
  };
}
