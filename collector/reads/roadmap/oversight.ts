import type { Reads } from "@tiltmeter/dashboards";
import {
  type AuthorisedReviewer,
  formatInstant,
  measuredStops,
  reviewerAuthorisation,
} from "@tiltmeter/rules";
import { openCounts } from "../records.ts";
import type { RoadmapSources } from "./sources.ts";

type Oversight = Awaited<ReturnType<Reads["roadmap"]["oversight"]>>;

/** Who decided with what authorisation, exercises, drills, and who answers for what. */
export async function readOversight(
  range: Oversight["range"],
  of: RoadmapSources,
): Promise<Oversight> {
  const { roadmap, systems, directives } = of.state();
  const reviewers = of.governance()?.reviewers ?? [];
  const recorded = new Map(roadmap.calibration_recorded.map((each) => [each.id, each]));
  return {
    range,
    authorisation: reviewerAuthorisation({
      decisions: await of.decisionsByDay(range),
      reviewers,
      lists: new Map([...systems].map(([id, declared]) => [id, declared.reviewers ?? []])),
    }),
    calibrations: roadmap.calibration_planned
      .map((plan) => {
        const found = recorded.get(plan.id);
        return {
          ...plan,
          recorded:
            found === undefined ? null : { atMs: found.atMs, by: found.by, results: found.results },
        };
      })
      .reverse(),
    drills: [...roadmap.stop_drill_recorded].reverse(),
    stops: [...directives]
      .flatMap(([system, { history }]) => measuredStops(system, history))
      .map((stop) => ({ ...stop, targetMs: systems.get(stop.system)?.reactionMs ?? null }))
      .sort((a, b) => b.sinceMs - a.sinceMs),
    accountability: accountability(of, reviewers),
  };
}

function accountability(
  of: RoadmapSources,
  reviewers: readonly AuthorisedReviewer[],
): Oversight["accountability"] {
  const { systems, nonconformities } = of.state();
  const today = formatInstant(of.nowMs()).slice(0, 10);
  const openOf = openCounts(nonconformities.values());
  return [...systems.values()]
    .filter(({ status }) => status !== "retired")
    .map(({ id, owner, deputy, oversightRole, reviewers: listed, riskTier }) => {
      const holds = ({ until }: { readonly until: string | null }): boolean =>
        until === null || today <= until;
      const people = new Set([
        ...(listed ?? []).filter(holds).map(({ name }) => name),
        ...reviewers
          .filter((each) => holds(each) && (each.systems.length === 0 || each.systems.includes(id)))
          .map((each) => each.id),
      ]);
      return {
        ...{ system: id, owner, deputy, oversightRole },
        reviewers: people.size,
        openRecords: openOf.get(id) ?? 0,
        gaps: [
          ...(owner === null ? ["nobody owns it"] : []),
          ...(deputy === null ? ["nobody stands in for the owner"] : []),
          ...(owner !== null && owner === deputy ? ["owner and deputy are the same"] : []),
          ...(oversightRole === null ? ["no role oversees it"] : []),
          ...(riskTier !== "minimal" && people.size === 0
            ? ["no reviewer is authorised today"]
            : []),
        ],
      };
    });
}
