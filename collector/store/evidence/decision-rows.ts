import { SCORE_BINS } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import { partsOf, type Rolled } from "../rollups/rolled.ts";
import { asNumber, asText } from "../row-values.ts";
import { type GroupedRows, grouped } from "./grouped.ts";
import type { Scope } from "./scope.ts";

/** Predictions of one label, or with a truth those of them with that truth, by the bin of their score. */
export interface DecisionRow {
  readonly predicted: string;
  /** `""`: whatever the truth. */
  readonly truth: string;
  /** −1: a score outside of [0, 1], −2: none. */
  readonly bin: number;
  readonly count: number;
}

/** No row is empty. Groups without any are answered too, since they have predictions. */
export async function fetchDecisionRows(
  read: Read,
  name: string,
  scope: Scope,
  rolled: Rolled,
): Promise<(Pick<GroupedRows, "startMs" | "labels"> & { readonly rows: DecisionRow[] })[]> {
  const { taken, left, parameters } = partsOf(rolled, scope.window);
  const changes = decisionChanges({
    columns: scope.columns(),
    keys: scope.keys,
    where: scope.where(),
    isNew: left,
    isKnown: "1",
    hasLateTruths: true,
  });
  const present = "'' AS predicted, '' AS truth, toInt16(-2) AS bin, toInt64(0) AS change";
  const rows = await read(
    name,
    `SELECT ${scope.keys}, predicted, truth, bin, sum(change) AS total
     FROM (
       SELECT ${scope.columns()}, ${present} FROM minutes_v1 WHERE ${taken} AND ${scope.where()} GROUP BY ${scope.keys}
       UNION ALL
       SELECT ${scope.columns()}, ${present} FROM predictions_v1 WHERE ${left} AND ${scope.where()} GROUP BY ${scope.keys}
       UNION ALL
       SELECT ${scope.columns()}, toString(predicted) AS predicted, toString(truth) AS truth, bin, count AS change
       FROM decisions_v1 WHERE ${taken} AND ${scope.where()}
       UNION ALL
       ${changes}
     )
     GROUP BY ${scope.keys}, predicted, truth, bin`,
    { ...scope.parameters, ...parameters },
  );
  return grouped(scope, rows).map(({ startMs, labels, rows: own }) => ({
    startMs,
    labels,
    rows: own
      .map(([predicted, truth, bin, count]) => ({
        predicted: asText(predicted),
        truth: asText(truth),
        bin: asNumber(bin),
        count: asNumber(count),
      }))
      .filter(({ count }) => count !== 0),
  }));
}

/**
 * Rows `keys, predicted, truth, bin, change`: what becomes of decisions when the records that are new
 * join those that were known before.
 *
 * The truth of a prediction is its first outcome that is known. A new prediction counts, and counts
 * with its truth; one that stood before gives up the truth it had and takes the one it has now. The
 * truth may come from any time and environment, so of outcomes nothing but their ids is asked.
 */
export function decisionChanges(of: {
  readonly columns: string;
  readonly keys: string;
  /** Over `predictions_v1`: which of them are asked for. */
  readonly where: string;
  /** Over a table of records: those that are new, and those that are known with them. */
  readonly isNew: string;
  readonly isKnown: string;
  /** False: no outcome is among the records that are new, so that no prediction gets another truth by them. */
  readonly hasLateTruths: boolean;
}): string {
  const lateTruth = `identity IN (SELECT identity FROM outcomes_v1 WHERE ${of.isNew})`;
  const touched = [
    `status = 'ok' AND label != '' AND ${of.where} AND ${of.isKnown}`,
    // Where everything is new there is nobody to be late for, and no need to gather all outcomes.
    ...(of.isNew === "1" ? [] : [of.hasLateTruths ? `(${of.isNew} OR ${lateTruth})` : of.isNew]),
  ].join(" AND ");
  const outcome = "label, (received_at, _seq, _row)";
  return `SELECT ${of.keys}, toString(predicted) AS predicted, said.1 AS truth, bin, said.2 AS change
    FROM (
      SELECT ${of.columns}, id, label AS predicted, ${BIN} AS bin, ${of.isNew} AS is_new
      FROM predictions_v1 WHERE ${touched}
    ) AS cohort
    LEFT ANY JOIN (
      SELECT system, id, argMin(${outcome}) AS now, argMinIf(${outcome}, NOT ${of.isNew}) AS before
      FROM outcomes_v1
      WHERE identity IN (SELECT identity FROM predictions_v1 WHERE ${touched}) AND ${of.isKnown}
      GROUP BY system, id
    ) AS said_first USING (system, id)
    ARRAY JOIN arrayFilter(change -> change.2 != 0, [
      ('', toInt64(is_new)),
      (toString(now), toInt64(now != '')),
      (toString(before), if(is_new, 0, -toInt64(before != '')))
    ]) AS said`;
}

/** As `decisionChanges` for predictions that are new and of which no outcome is known: each counts once, a third of its time. */
export function newDecisions(of: { readonly columns: string; readonly isNew: string }): string {
  return `SELECT ${of.columns}, toString(label) AS predicted, '' AS truth, ${BIN} AS bin, toInt64(1) AS change
    FROM predictions_v1 WHERE status = 'ok' AND label != '' AND ${of.isNew}`;
}

/** Binned by the engine, which multiplies and rounds down to the same bit as we do. */
const BIN = `multiIf(score IS NULL, toInt16(-2),
  score >= 0 AND score <= 1, toInt16(least(${SCORE_BINS - 1}, floor(assumeNotNull(score) * ${SCORE_BINS}))), toInt16(-1))`;
