import type { Clause, Fit, Framework } from "./framework.ts";

/** Framework id → clause id → clause. */
export type ClauseIndex = ReadonlyMap<string, ReadonlyMap<string, Clause>>;

/** Every clause that may be cited, by framework. Ids are as they are cited: `9.1`, `Art. 15`. */
export function indexClauses(frameworks: readonly Framework[]): ClauseIndex {
  return new Map(
    frameworks.map(({ id, clauses }) => [
      id,
      new Map(clauses.map((clause) => [clause.id, clause])),
    ]),
  );
}

/** Clauses of a control that no framework has, as `iso42001 5.4`. */
export function unknownClauses(
  cited: Readonly<Record<string, readonly string[]>>,
  index: ClauseIndex,
): readonly string[] {
  return Object.entries(cited).flatMap(([framework, ids]) =>
    ids.filter((id) => !index.get(framework)?.has(id)).map((id) => `${framework} ${id}`),
  );
}

/** How far one control evidences a clause: as its link says, else as far as records can at all. */
export function fitOf(clause: Clause, controlId: string): Fit {
  return new Map(Object.entries(clause.links)).get(controlId) ?? clause.fit;
}
