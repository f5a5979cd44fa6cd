import type { EvidenceGroup, EvidenceRequest, NameOf } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import type { Rolled } from "../rollups/rolled.ts";
import { asNumber, asText } from "../row-values.ts";
import { callSums } from "./calls.ts";
import { grouped } from "./grouped.ts";
import { readInParts } from "./in-parts.ts";
import { MACHINE_STOP } from "./machine-stop.ts";
import { EvidenceRefused, type Scope } from "./scope.ts";

type OfCall = "tool" | "finish_reason";

const COLUMNS: Readonly<Record<Exclude<NameOf, "reviewer" | OfCall>, string>> = {
  model: "model_name",
  model_version: "model_version",
  supplier: "model_supplier",
};

/**
 * Names on predictions, but for those that failed and have none; or those of the people who decided about them: these by the time of the
 * decision, under the model version and segments of the prediction where that is known.
 */
export async function fetchNames(
  read: Read,
  scope: Scope,
  of: Pick<EvidenceRequest, "names" | "by"> & {
    readonly rowsAPart: number;
    readonly rolled: Rolled;
  },
): Promise<EvidenceGroup[]> {
  const { names } = of;
  if (names === undefined) throw new EvidenceRefused("names are asked for, but not whose");
  const isOfCalls = names === "tool" || names === "finish_reason";
  const rows = isOfCalls
    ? await fetchOfCalls(read, scope, { names, rolled: of.rolled })
    : names === "reviewer"
      ? await fetchReviewers(read, scope, of)
      : await read(
          `evidence.names.${names}`,
          `SELECT ${scope.keys}, name, count()
           FROM (
             SELECT ${scope.columns()}, toString(${COLUMNS[names]}) AS name
             FROM predictions_v1
             WHERE ${scope.where()} AND NOT (${COLUMNS[names]} = '' AND status = 'error')
           )
           GROUP BY ${scope.keys}, name`,
          scope.parameters,
        );
  return grouped(scope, rows).map(({ startMs, labels, rows: counted }) => {
    const counts = new Map<string, number>();
    for (const [text, count] of counted) {
      const name = asText(text);
      counts.set(name, (counts.get(name) ?? 0) + asNumber(count));
    }
    const unknown = counts.get("") ?? 0;
    counts.delete("");
    return {
      startMs,
      labels,
      evidence: { kind: "names", counts: Object.fromEntries(counts), unknown },
    };
  });
}

/** An empty name counts the calls that should have one; of a group without any name it is there with none. */
async function fetchOfCalls(
  read: Read,
  scope: Scope,
  { names, rolled }: { readonly names: OfCall; readonly rolled: Rolled },
): Promise<readonly (readonly unknown[])[]> {
  const [map, unknown] =
    names === "tool" ? ["tools", "toUInt64(0)"] : ["finish_reasons", "sum(unfinished)"];
  const { sql, parameters } = callSums(scope, rolled, { names: [map, "unfinished"] });
  return read(
    `evidence.names.${names}`,
    `SELECT ${scope.keys}, said.1, said.2
     FROM (
       SELECT ${scope.keys}, sumMap(${map}) AS summed, ${unknown} AS missing FROM (${sql}) GROUP BY ${scope.keys}
     )
     ARRAY JOIN arrayConcat([('', toFloat64(missing))], arrayMap((k, v) -> (k, toFloat64(v)), mapKeys(summed), mapValues(summed))) AS said`,
    parameters,
  );
}

/** What describes the prediction is looked up only where it is asked for: it costs as much as all the rest. */
async function fetchReviewers(
  read: Read,
  scope: Scope,
  { by, rowsAPart }: Pick<EvidenceRequest, "by"> & { readonly rowsAPart: number },
): Promise<readonly (readonly unknown[])[]> {
  const name = "evidence.names.reviewer";
  const where = `${scope.where()} AND NOT ${MACHINE_STOP}`;
  if (by.every((dimension) => dimension === "system")) {
    const counts = `SELECT ${scope.columns()}, actor AS name FROM oversight_v1 WHERE ${where}`;
    return read(
      name,
      `SELECT ${scope.keys}, name, count() FROM (${counts}) GROUP BY ${scope.keys}, name`,
      scope.parameters,
    );
  }
  const [total] = await read(
    "evidence.names.decisions",
    `SELECT count() FROM oversight_v1 WHERE ${where}`,
    scope.parameters,
  );
  const described = [
    ...(by.includes("model_version") ? ["model_version"] : []),
    ...(by.some((dimension) => dimension.startsWith("segment.")) ? ["segment"] : []),
  ];
  return readInParts(read, name, {
    records: asNumber(total?.[0]),
    sql: (isInPart) =>
      `SELECT ${scope.keys}, name, count()
       FROM (
         SELECT ${scope.columns({ dated: "review.", described: "about." })}, review.actor AS name
         FROM (SELECT * FROM oversight_v1 WHERE ${isInPart} AND ${where}) AS review
         LEFT ANY JOIN (
           SELECT ${["system", "id", ...described].join(", ")} FROM predictions_v1
           WHERE identity IN (SELECT identity FROM oversight_v1 WHERE ${isInPart} AND ${where})
         ) AS about ON review.system = about.system AND review.id = about.id
       )
       GROUP BY ${scope.keys}, name`,
    parameters: scope.parameters,
    rowsAPart,
  });
}
