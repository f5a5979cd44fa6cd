import { type EvidenceGroup, LATENCY_CELL_MIN, LATENCY_RATIO, latencyCell } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import { asNumber, asNumberOrNull, asText } from "../row-values.ts";
import { truths } from "./cohort.ts";
import { grouped } from "./grouped.ts";
import type { Scope } from "./scope.ts";

/**
 * Decisions of people by the time of the decision, how long they took, and who was right. Model
 * version and segments are the prediction's; where that is not known the labels are empty.
 *
 * The engine's logarithm may differ from ours in the last bits, so seconds that lie at the edge of a
 * cell to within a millionth of it (and those without a logarithm) are answered as they are, and put
 * in their cell here: a few in a million, however many different ones there are.
 */
export async function fetchReviews(read: Read, scope: Scope): Promise<EvidenceGroup[]> {
  const decided = `SELECT identity FROM oversight_v1 WHERE ${scope.where()}`;
  // Where nothing of a prediction is told but whether it was right, one without a truth need not be looked up.
  const asked = scope.isDescribed
    ? decided
    : `SELECT identity FROM outcomes_v1 WHERE identity IN (${decided})`;
  const rows = await read(
    "evidence.reviews",
    `SELECT ${scope.keys}, action, cell, at_edge, count(), countIf(known), countIf(known AND person_right),
       countIf(known AND model_right)
     FROM (
       SELECT ${scope.columns({ dated: "review.", described: "about." })}, review.action AS action,
         log(review.review_seconds) / log(${LATENCY_RATIO}) AS place,
         if(abs(place - round(place)) > 1e-6, toInt32(ceil(place)), NULL) AS cell,
         if(cell IS NULL, review.review_seconds, NULL) AS at_edge,
         about.truth.1 != '' AS known,
         review.to_label = about.truth.1 AS person_right,
         about.label = about.truth.1 AS model_right
       FROM oversight_v1 AS review
       LEFT ANY JOIN (
         SELECT system, id, model_version, segment, label, truth
         FROM predictions_v1 AS prediction
         LEFT ANY JOIN (${truths(decided)}) AS first USING (system, id)
         WHERE identity IN (${asked})
       ) AS about ON review.system = about.system AND review.id = about.id
       WHERE ${scope.where("review.")}
     )
     GROUP BY ${scope.keys}, action, cell, at_edge`,
    scope.parameters,
  );
  return grouped(scope, rows).map(({ startMs, labels, rows: counted }) => ({
    startMs,
    labels,
    evidence: reviews(
      counted.map(([action, cell, atEdge, ...counts]) => {
        const [decisions = 0, known = 0, personRight = 0, modelRight = 0] = counts.map(asNumber);
        return {
          action: asText(action),
          cell: cellOf(asNumberOrNull(cell), asNumberOrNull(atEdge)),
          decisions,
          known,
          personRight,
          modelRight,
        };
      }),
    ),
  }));
}

function cellOf(cell: number | null, atEdge: number | null): number | null {
  if (cell !== null) return Math.max(LATENCY_CELL_MIN, cell);
  return atEdge === null ? null : latencyCell(atEdge);
}

function reviews(
  rows: readonly {
    readonly action: string;
    /** Null where nobody measured how long it took. */
    readonly cell: number | null;
    readonly decisions: number;
    /** Of the decisions, those whose prediction has a known truth; the others are parts of these. */
    readonly known: number;
    readonly personRight: number;
    readonly modelRight: number;
  }[],
): EvidenceGroup["evidence"] {
  const actions = new Map<string, number>();
  const dwell = new Map<string, Map<string, number>>();
  const sum = (action: string, of: "known" | "personRight" | "modelRight"): number =>
    rows.reduce((total, row) => total + (row.action === action ? row[of] : 0), 0);
  for (const { action, cell, decisions } of rows) {
    actions.set(action, (actions.get(action) ?? 0) + decisions);
    if (cell === null) continue;
    const cells = dwell.get(action) ?? new Map<string, number>();
    dwell.set(action, cells);
    cells.set(String(cell), (cells.get(String(cell)) ?? 0) + decisions);
  }
  return {
    kind: "reviews",
    actions: Object.fromEntries(actions),
    dwell: Object.fromEntries(
      [...dwell].map(([action, cells]) => [action, Object.fromEntries(cells)]),
    ),
    outcomes: {
      confirmed: sum("confirm", "known"),
      confirmedRight: sum("confirm", "modelRight"),
      overridden: sum("override", "known"),
      overriddenRight: sum("override", "personRight"),
      overriddenModelRight: sum("override", "modelRight"),
    },
  };
}
