import type { Scope } from "./scope.ts";

/**
 * A table of the scope's predictions, each beside what was said of it first: the columns of the
 * scope, `columns` over `predictions_v1`, and `truth`, a tuple of label and value (`('', NULL)`
 * where nothing is known).
 *
 * The truth may come at any time and from any environment.
 */
export function cohort(scope: Scope, columns: string): string {
  return `(
    SELECT * FROM (
      SELECT ${scope.columns()}, id, ${columns} FROM predictions_v1 WHERE ${scope.where()}
    ) AS cohort
    LEFT ANY JOIN (
      ${truths(`SELECT identity FROM predictions_v1 WHERE ${scope.where()}`)}
    ) AS known USING (system, id)
  )`;
}

/** First outcomes of the identities that a query answers: `system, id, truth`. */
export function truths(identities: string): string {
  // As a tuple: on its own, a value that is null would give way to a later one that is not.
  return `SELECT system, id, argMin((label, value), (received_at, _seq, _row)) AS truth
      FROM outcomes_v1 WHERE identity IN (${identities}) GROUP BY system, id`;
}
