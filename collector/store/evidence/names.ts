import type { EvidenceGroup, NameOf } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";
import { grouped } from "./grouped.ts";
import { EvidenceRefused, type Scope } from "./scope.ts";

const COLUMNS: Readonly<Record<Exclude<NameOf, "reviewer">, string>> = {
  model: "model_name",
  model_version: "model_version",
  supplier: "model_supplier",
};

/**
 * Names on predictions, or those of the people who decided about them: these by the time of the
 * decision, under the model version and segments of the prediction where that is known.
 */
export async function fetchNames(
  read: Read,
  scope: Scope,
  of: NameOf | undefined,
): Promise<EvidenceGroup[]> {
  if (of === undefined) throw new EvidenceRefused("names are asked for, but not whose");
  const rows = await read(
    `evidence.names.${of}`,
    `SELECT ${scope.keys}, name, count()
     FROM (${of === "reviewer" ? reviewers(scope) : onPredictions(scope, COLUMNS[of])})
     GROUP BY ${scope.keys}, name`,
    scope.parameters,
  );
  return grouped(scope, rows).map(({ startMs, labels, rows: counted }) => {
    const counts = counted.map(([name, count]) => [asText(name), asNumber(count)] as const);
    const unknown = counts.find(([name]) => name === "")?.[1] ?? 0;
    return {
      startMs,
      labels,
      evidence: {
        kind: "names",
        counts: Object.fromEntries(counts.filter(([name]) => name !== "")),
        unknown,
      },
    };
  });
}

function onPredictions(scope: Scope, column: string): string {
  return `SELECT ${scope.columns()}, toString(${column}) AS name FROM predictions_v1 WHERE ${scope.where()}`;
}

function reviewers(scope: Scope): string {
  return `SELECT ${scope.columns({ dated: "review.", described: "about." })}, review.actor AS name
    FROM oversight_v1 AS review
    LEFT ANY JOIN (
      SELECT system, id, model_version, segment FROM predictions_v1
      WHERE identity IN (SELECT identity FROM oversight_v1 WHERE ${scope.where()})
    ) AS about ON review.system = about.system AND review.id = about.id
    WHERE ${scope.where("review.")}`;
}
