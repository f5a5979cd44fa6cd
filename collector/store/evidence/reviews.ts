import { type EvidenceGroup, type EvidenceRequest, emptyReviews } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";
import { grouped } from "./grouped.ts";
import type { Scope } from "./scope.ts";

/**
 * Decisions of people by the time of the decision. Model version and segments are the prediction's;
 * where that is not known the labels are empty.
 */
export async function fetchReviews(
  read: Read,
  scope: Scope,
  request: EvidenceRequest,
): Promise<EvidenceGroup[]> {
  const isDescribed = request.by.some(
    (dimension) => dimension !== "system" && dimension !== "feature",
  );
  const join = `LEFT ANY JOIN (
      SELECT system, id, model_version, segment FROM predictions_v1
      WHERE identity IN (SELECT identity FROM oversight_v1 WHERE ${scope.where()})
    ) AS prediction ON review.system = prediction.system AND review.id = prediction.id`;
  const rows = await read(
    "evidence.reviews",
    `SELECT ${scope.columns({ dated: "review.", described: "prediction." })}, action, count()
     FROM oversight_v1 AS review ${isDescribed ? join : ""}
     WHERE ${scope.where("review.")} GROUP BY ${scope.keys}, action`,
    scope.parameters,
  );
  return grouped(scope, rows).map(({ startMs, labels, rows: actions }) => ({
    startMs,
    labels,
    evidence: {
      ...emptyReviews(),
      actions: Object.fromEntries(
        actions.map(([action, count]) => [asText(action), asNumber(count)]),
      ),
    },
  }));
}
