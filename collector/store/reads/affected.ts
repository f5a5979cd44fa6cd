import type { Labels } from "@tiltmeter/rules";
import { DIRECTIVE_ROLE } from "@tiltmeter/sdk/wire/directive";
import type { Parameters } from "../engine/parameters.ts";
import type { Read } from "../engine/read.ts";
import { microsOf } from "../evidence/scope.ts";
import { asNumber, asNumberOrNull, asText } from "../row-values.ts";
import type { Window } from "./window.ts";

/** Which predictions of a system: in any of some windows, and of any of some groups. */
export interface AffectedScope {
  readonly system: string;
  /** Half open, Unix milliseconds; at least one, none of which overlap. */
  readonly windows: readonly Window[];
  /** Model version and segments; empty: all predictions of the system. At most 50. */
  readonly groups: readonly Labels[];
}

/** How many decisions there were, and of how many subjects. */
export interface AffectedCounts {
  readonly predictions: number;
  /** Of them with a known truth. */
  readonly outcomes: number;
  /** Decisions of people about them; the stops of a suspension are none. */
  readonly reviews: number;
  /** Distinct subjects, and predictions that name one. */
  readonly subjects: number;
  readonly named: number;
}

/** Exact counts. Cost: the predictions of the windows; outcomes and reviews are looked up among them. */
export async function countAffected(read: Read, scope: AffectedScope): Promise<AffectedCounts> {
  const { where, parameters } = conditions(scope);
  const own = `SELECT identity FROM predictions_v1 WHERE ${where}`;
  const [[counted], [outcomes], [reviews]] = await Promise.all([
    read(
      "affected.predictions",
      `SELECT count(), uniqExactIf(subject, subject != ''), countIf(subject != '')
       FROM predictions_v1 WHERE ${where}`,
      parameters,
    ),
    read(
      "affected.outcomes",
      `SELECT count() FROM outcomes_v1 WHERE system = {system:String} AND identity IN (${own})`,
      parameters,
    ),
    read(
      "affected.reviews",
      `SELECT count() FROM oversight_v1
       WHERE system = {system:String} AND role != {machine:String} AND identity IN (${own})`,
      { ...parameters, machine: DIRECTIVE_ROLE },
    ),
  ]);
  return {
    predictions: asNumber(counted?.[0]),
    subjects: asNumber(counted?.[1]),
    named: asNumber(counted?.[2]),
    outcomes: asNumber(outcomes?.[0]),
    reviews: asNumber(reviews?.[0]),
  };
}

/** The predictions alone. */
export async function countAffectedPredictions(read: Read, scope: AffectedScope): Promise<number> {
  const { where, parameters } = conditions(scope);
  const [row] = await read(
    "affected.count",
    `SELECT count() FROM predictions_v1 WHERE ${where}`,
    parameters,
  );
  return asNumber(row?.[0]);
}

/** One decision as a list of decisions shows it. */
export interface AffectedDecision {
  readonly id: string;
  readonly timeMs: number;
  readonly modelVersion: string;
  readonly label: string;
  readonly score: number | null;
  readonly status: string;
}

/** Decisions by time, then by id, behind the one that is named. */
export async function readAffected(
  read: Read,
  of: AffectedScope & {
    readonly limit: number;
    readonly after?: Pick<AffectedDecision, "timeMs" | "id">;
  },
): Promise<readonly AffectedDecision[]> {
  const { where, parameters } = conditions(of);
  const { after } = of;
  const place =
    after === undefined
      ? ""
      : "AND (toUnixTimestamp64Micro(window_time), id) > ({afterTime:Int64}, {afterId:String})";
  const rows = await read(
    "affected.page",
    `SELECT id, toUnixTimestamp64Micro(window_time), model_version, label, score, status
     FROM predictions_v1 WHERE ${where} ${place}
     ORDER BY window_time, id LIMIT {limit:UInt32}`,
    {
      ...parameters,
      limit: of.limit,
      ...(after === undefined ? {} : { afterTime: microsOf(after.timeMs), afterId: after.id }),
    },
  );
  return rows.map(([id, micros, version, label, score, status]) => ({
    id: asText(id),
    timeMs: asNumber(micros) / 1000,
    modelVersion: asText(version),
    label: asText(label),
    score: asNumberOrNull(score),
    status: asText(status),
  }));
}

/** Of some ids, those that are affected. */
export async function readAffectedAmong(
  read: Read,
  of: AffectedScope & { readonly ids: readonly string[] },
): Promise<readonly string[]> {
  const { where, parameters } = conditions(of);
  const rows = await read(
    "affected.among",
    `SELECT id FROM predictions_v1 WHERE ${where} AND id IN {ids:Array(String)} ORDER BY id`,
    { ...parameters, ids: of.ids },
  );
  return rows.map(([id]) => asText(id));
}

function conditions({ system, windows, groups }: AffectedScope): {
  readonly where: string;
  readonly parameters: Parameters;
} {
  if (windows.length === 0) throw new RangeError("affected decisions are of at least one window");
  const froms = windows.map(({ fromMs }) => microsOf(fromMs));
  const tos = windows.map(({ toMs }) => microsOf(toMs));
  const named = groups.map((group, i) => condition(group, i));
  const grouped =
    named.length === 0 ? "" : ` AND (${named.map(({ sql }) => `(${sql})`).join(" OR ")})`;
  const time = "toUnixTimestamp64Micro(window_time)";
  return {
    // The span first, since the key orders by hour; then the windows in it.
    where: `system = {system:String}
      AND window_time >= fromUnixTimestamp64Micro({from:Int64}, 'UTC')
      AND window_time < fromUnixTimestamp64Micro({to:Int64}, 'UTC')
      AND arrayExists((f, t) -> ${time} >= f AND ${time} < t, {froms:Array(Int64)}, {tos:Array(Int64)})${grouped}`,
    parameters: {
      system,
      from: Math.min(...froms),
      to: Math.max(...tos),
      froms,
      tos,
      ...Object.assign({}, ...named.map(({ values }) => values)),
    },
  };
}

/** What a prediction has of a group: its model version and segments. What else the group says, it has not. */
function condition(
  group: Labels,
  i: number,
): { readonly sql: string; readonly values: Readonly<Record<string, string>> } {
  const parts: string[] = [];
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(group)) {
    const at = `g${i}_${parts.length}`;
    if (name === "model_version") {
      parts.push(`model_version = {${at}:String}`);
    } else if (name.startsWith("segment.")) {
      parts.push(`segment[{${at}s:String}] = {${at}:String}`);
      values[`${at}s`] = name.slice("segment.".length);
    } else continue;
    values[at] = value;
  }
  return { sql: parts.length === 0 ? "1" : parts.join(" AND "), values };
}
