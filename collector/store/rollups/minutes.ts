import { decisionChanges, newDecisions } from "../evidence/decision-rows.ts";
import { CALL_COUNTS, CALL_MAPS } from "./call-sums.ts";
import { IN_RANGE, MINUTE } from "./range.ts";
import { partsOf, type Rolled } from "./rolled.ts";
import type { Statement } from "./statement.ts";

// The tables that predictions are summed up in. All count one range of a journal on top of `before`.

const KEYS = "system, model_version, environment, minute, segment";
const COLUMNS = `system, model_version, environment, ${MINUTE} AS minute, segment`;

export function minutesStatement(): Statement {
  return {
    table: "minutes_v1",
    insert: `INSERT INTO minutes_v1 (opened, roll, system, model_version, environment, window_time, segment,
        predictions, errors, first_time, last_time, latencies)
      SELECT {opened:UUID}, {roll:UInt32}, ${COLUMNS}, count(), countIf(status = 'error'),
        min(window_time), max(window_time),
        sumMapIf(map(assumeNotNull(latency_cell), toUInt64(1)), latency_cell IS NOT NULL)
      FROM predictions_v1 WHERE ${IN_RANGE} GROUP BY ${KEYS}`,
    own: "1",
    counted: "sum(predictions)",
    expected: `SELECT count() FROM predictions_v1 WHERE ${IN_RANGE}`,
    parameters: {},
  };
}

/** Calls of generative models: mostly none. */
export function callsStatement(): Statement {
  const sums = [
    ...CALL_COUNTS.map(([name, ofRow]) => ({ name, sum: `sum(${ofRow})` })),
    ...CALL_MAPS.map(([name, ofRow]) => ({ name, sum: `sumMap(${ofRow})` })),
  ];
  return {
    table: "call_minutes_v1",
    insert: `INSERT INTO call_minutes_v1 (opened, roll, system, model_version, environment, window_time, segment,
        supplier, request_model, operation, ${sums.map(({ name }) => name).join(", ")})
      SELECT {opened:UUID}, {roll:UInt32}, ${COLUMNS}, supplier, request_model, operation, ${sums.map(({ sum }) => sum).join(", ")}
      FROM calls_v1 WHERE ${IN_RANGE} GROUP BY ${KEYS}, supplier, request_model, operation`,
    own: "1",
    counted: "sum(calls)",
    expected: `SELECT count() FROM calls_v1 WHERE ${IN_RANGE}`,
    parameters: {},
  };
}

/**
 * What a range changes about predictions and their truths: those that come with it, and those that
 * stood without the truth that comes with it. For these every prediction there is has to be looked at, so
 * it is said how many outcomes the range has, and how many there are of its predictions.
 */
export function decisionsStatement(
  before: Rolled,
  range: { readonly outcomes: number; readonly ofPredictions: number },
): Statement {
  const { left, parameters } = partsOf(before, { from: 0, to: 0 });
  const changes =
    range.outcomes + range.ofPredictions === 0
      ? newDecisions({ columns: COLUMNS, isNew: IN_RANGE })
      : decisionChanges({
          columns: COLUMNS,
          keys: KEYS,
          where: "1",
          isNew: IN_RANGE,
          isKnown: `(${IN_RANGE} OR NOT ${left})`,
          hasLateTruths: range.outcomes > 0,
        });
  return {
    table: "decisions_v1",
    insert: `INSERT INTO decisions_v1 (opened, roll, system, model_version, environment, window_time, segment,
        predicted, truth, bin, count)
      SELECT {opened:UUID}, {roll:UInt32}, ${KEYS}, predicted, truth, bin, sum(change)
      FROM (${changes}) GROUP BY ${KEYS}, predicted, truth, bin HAVING sum(change) != 0`,
    own: "1",
    counted: "sumIf(count, truth = '')",
    expected: `SELECT countIf(status = 'ok' AND label != '') FROM predictions_v1 WHERE ${IN_RANGE}`,
    parameters,
  };
}
