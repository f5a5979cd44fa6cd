import type { Placed } from "./group-by.ts";
import { isMachineStop } from "./machine-stop.ts";
import type {
  EvidenceRecord,
  ObservedOutcome,
  ObservedPrediction,
  ObservedScore,
} from "./record.ts";

type Statement = EvidenceRecord["statement"];

/** What a prediction is known by, whichever environment speaks of it. */
export function identity(system: string, id: string): string {
  return JSON.stringify([system, id]);
}

/** The first prediction of each identity. */
export function predictionsById(
  records: readonly EvidenceRecord[],
): ReadonlyMap<string, Placed<ObservedPrediction>> {
  return firstById(records, (statement) => (statement.kind === "prediction" ? statement : null));
}

/** The first outcome of each prediction. */
export function outcomesById(
  records: readonly EvidenceRecord[],
): ReadonlyMap<string, Placed<ObservedOutcome>> {
  return firstById(records, (statement) => (statement.kind === "outcome" ? statement : null));
}

function firstById<Wanted extends { readonly id: string }>(
  records: readonly EvidenceRecord[],
  wanted: (statement: Statement) => Wanted | null,
): Map<string, Placed<Wanted>> {
  const first = new Map<string, Placed<Wanted>>();
  for (const { origin, statement } of records) {
    const found = wanted(statement);
    if (found === null) continue;
    const key = identity(origin.system, found.id);
    if (!first.has(key)) first.set(key, { ...origin, statement: found });
  }
  return first;
}

/** What checks said of each prediction, of one name the first; by `identity`. */
export function firstScores(
  records: readonly EvidenceRecord[],
): ReadonlyMap<string, readonly ObservedScore[]> {
  const scores = new Map<string, ObservedScore[]>();
  for (const { origin, statement } of records) {
    if (statement.kind !== "score") continue;
    const key = identity(origin.system, statement.id);
    const known = scores.get(key) ?? [];
    scores.set(key, known);
    if (known.every(({ name }) => name !== statement.name)) known.push(statement);
  }
  return scores;
}

/** When each prediction was first decided about, from wherever; by `identity`. */
export function firstDecisions(records: readonly EvidenceRecord[]): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const { origin, statement } of records) {
    if (statement.kind !== "oversight" || isMachineStop(statement)) continue;
    const key = identity(origin.system, statement.id);
    first.set(key, Math.min(first.get(key) ?? statement.timeMs, statement.timeMs));
  }
  return first;
}

/** Predictions that were made in shadow of a suspension, from wherever; by `identity`. */
export function machineStops(records: readonly EvidenceRecord[]): ReadonlySet<string> {
  return new Set(
    records.flatMap(({ origin, statement }) =>
      statement.kind === "oversight" && isMachineStop(statement)
        ? [identity(origin.system, statement.id)]
        : [],
    ),
  );
}
