import type { Applied, Entry } from "./batch.ts";
import { placeOf } from "./batch.ts";
import { callValues } from "./call-line.ts";
import type { Claim } from "./claim.ts";
import { clientMetricValues } from "./client-metric-line.ts";
import { contentValues } from "./content-line.ts";
import type { Fate } from "./fate.ts";
import { correctionValues } from "./kept-lines.ts";
import { type Line, TABLES, type Table } from "./line.ts";
import { featuresValues, predictionValues } from "./prediction-line.ts";
import { profileValues } from "./profile-line.ts";
import {
  changeValues,
  concernValues,
  heartbeatValues,
  outcomeValues,
  oversightValues,
  scoreValues,
} from "./statement-lines.ts";

/** Every row that a range becomes, by table. */
export type Lines = Map<Table, Line[]>;

/** Turns decided records into rows. Each record becomes one row; a prediction one more for its features, one for its call, one for its texts. */
export function linesOf(
  entries: readonly Entry[],
  decided: ReadonlyMap<string, { readonly claim: Claim; readonly fate: Fate }>,
): Lines {
  const lines = new Map<Table, Line[]>(TABLES.map((table) => [table, []]));
  for (const entry of entries) {
    const { seq, row, receivedMs, telemetry } = entry;
    const put = (table: Table, values: string): void => {
      lines.get(table)?.push({ seq, row, receivedMs, values });
    };
    const { statement } = telemetry;
    if (statement.kind === "change") put("changes_v1", changeValues(entry, statement));
    if (statement.kind === "heartbeat") put("heartbeats_v1", heartbeatValues(entry, statement));
    if (statement.kind === "profile") put("profiles_v1", profileValues(entry, statement));
    if (statement.kind === "client_metric") {
      put("client_metrics_v1", clientMetricValues(entry, statement));
    }
    const known = decided.get(placeOf(entry));
    if (known === undefined) continue;
    const { claim, fate } = known;
    if (fate.kind !== "stands") {
      const { kind: relation, first } = fate;
      put("corrections_v1", correctionValues(entry, { relation, first, id: claim.id }));
      continue;
    }
    switch (claim.kind) {
      case "prediction":
        put("predictions_v1", predictionValues(entry, claim.statement, claim));
        if (claim.content.features !== null) {
          put("features_v1", featuresValues(entry, claim.statement, claim.content));
        }
        if (claim.statement.call !== undefined && claim.content.call !== null) {
          const { segment, call: content } = claim.content;
          const of = { call: claim.statement.call, content, segment };
          put("calls_v1", callValues(entry, claim.statement, of));
        }
        if (claim.statement.content !== undefined) {
          put("content_v1", contentValues(entry, claim.statement, claim.statement.content));
        }
        break;
      case "outcome":
        put("outcomes_v1", outcomeValues(entry, claim.statement, claim));
        break;
      case "oversight":
        put("oversight_v1", oversightValues(entry, claim.statement, claim));
        break;
      case "score":
        put("scores_v1", scoreValues(entry, claim.statement, claim));
        break;
      case "concern":
        put("concerns_v1", concernValues(entry, claim.statement, claim));
        break;
    }
  }
  return lines;
}

export function appliedOf(
  lines: Lines,
  decided: ReadonlyMap<string, { readonly fate: Fate }>,
): Applied {
  const rows = (table: Table): number => lines.get(table)?.length ?? 0;
  const decisions = [...decided.values()].map(({ fate }) => fate.kind);
  return {
    predictions: rows("predictions_v1"),
    outcomes: rows("outcomes_v1"),
    oversight: rows("oversight_v1"),
    scores: rows("scores_v1"),
    concerns: rows("concerns_v1"),
    changes: rows("changes_v1"),
    heartbeats: rows("heartbeats_v1"),
    profiles: rows("profiles_v1"),
    duplicates: decisions.filter((kind) => kind === "repeat").length,
    conflicts: decisions.filter((kind) => kind === "conflict").length,
    quarantined: rows("quarantine_v1"),
  };
}
