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
  const rows = scope.isDescribed
    ? await judgedDecisions(read, scope, { isCounted: true })
    : (await Promise.all([decisions(read, scope), whoWasRight(read, scope)])).flat();
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

/** Decisions as they were made: one pass over them, and most that controls ask for. */
function decisions(read: Read, scope: Scope): Promise<readonly (readonly unknown[])[]> {
  return read(
    "evidence.reviews.decisions",
    `SELECT ${scope.keys}, action, cell, at_edge, count(), 0, 0, 0
     FROM (SELECT ${scope.columns()}, action, ${PLACE} FROM oversight_v1 AS review WHERE ${scope.where()})
     GROUP BY ${scope.keys}, action, cell, at_edge`,
    scope.parameters,
  );
}

/** Most windows are asked before any outcome is known: whether one is costs a third of what it would say. */
async function whoWasRight(read: Read, scope: Scope): Promise<readonly (readonly unknown[])[]> {
  const known = await read(
    "evidence.reviews.known",
    `SELECT 1 FROM outcomes_v1 WHERE identity IN (${decided(scope)}) LIMIT 1`,
    scope.parameters,
  );
  return known.length === 0 ? [] : judgedDecisions(read, scope, { isCounted: false });
}

/**
 * Decisions beside the prediction that each is about and what turned out to be true. Not counted:
 * only those with an outcome, of which it is told who was right.
 */
function judgedDecisions(
  read: Read,
  scope: Scope,
  { isCounted }: { readonly isCounted: boolean },
): Promise<readonly (readonly unknown[])[]> {
  const all = decided(scope);
  const known = `SELECT identity FROM outcomes_v1 WHERE identity IN (${all})`;
  return read(
    "evidence.reviews",
    `SELECT ${scope.keys}, action, cell, at_edge, ${isCounted ? "count()" : "0"}, countIf(known),
       countIf(known AND person_right), countIf(known AND model_right)
     FROM (
       SELECT ${scope.columns({ dated: "review.", described: "about." })}, review.action AS action,
         ${isCounted ? PLACE : "NULL AS cell, NULL AS at_edge"},
         about.truth.1 != '' AS known,
         review.to_label = about.truth.1 AS person_right,
         about.label = about.truth.1 AS model_right
       FROM oversight_v1 AS review
       LEFT ANY JOIN (
         SELECT system, id, model_version, segment, label, truth
         FROM predictions_v1 AS prediction
         LEFT ANY JOIN (${truths(all)}) AS first USING (system, id)
         WHERE identity IN (${isCounted ? all : known})
       ) AS about ON review.system = about.system AND review.id = about.id
       WHERE ${scope.where("review.")}${isCounted ? "" : ` AND review.identity IN (${known})`}
     )
     GROUP BY ${scope.keys}, action, cell, at_edge`,
    scope.parameters,
  );
}

function decided(scope: Scope): string {
  return `SELECT identity FROM oversight_v1 WHERE ${scope.where()}`;
}

/** The cell of how long a review took, or the seconds themselves where they lie at its edge. */
const PLACE = `log(review.review_seconds) / log(${LATENCY_RATIO}) AS place,
  if(abs(place - round(place)) > 1e-6, toInt32(ceil(place)), NULL) AS cell,
  if(cell IS NULL, review.review_seconds, NULL) AS at_edge`;

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
