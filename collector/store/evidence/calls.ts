import type { EvidenceGroup } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import { CALL_COUNTS, CALL_MAPS } from "../rollups/call-sums.ts";
import { partsOf, type Rolled } from "../rollups/rolled.ts";
import { asNumber, asRecord } from "../row-values.ts";
import type { Scope } from "./scope.ts";

const NAMES = [...CALL_COUNTS, ...CALL_MAPS].map(([name]) => name);
const COUNTS = CALL_COUNTS.map(([name]) => name);
const MAPS = CALL_MAPS.map(([name]) => name);

/** Calls of hosted models: sums by minute where they are rolled, else row by row. */
export async function fetchCalls(
  read: Read,
  scope: Scope,
  rolled: Rolled,
): Promise<EvidenceGroup[]> {
  const { sql, parameters } = callSums(scope, rolled, { names: NAMES });
  const sums = [
    ...COUNTS.map((name) => `toFloat64(sum(${name}))`),
    // As text, so that a cell of whole numbers and a tool are named alike.
    ...MAPS.map((name) => `mapApply((k, v) -> (toString(k), toFloat64(v)), sumMap(${name}))`),
  ];
  const rows = await read(
    "evidence.calls",
    `SELECT ${scope.keys}, ${sums.join(", ")} FROM (${sql}) GROUP BY ${scope.keys}`,
    parameters,
  );
  return rows.map((row) => {
    const { startMs, labels } = scope.group(row);
    const values = row.slice(scope.width);
    const count = (name: string): number => asNumber(values[NAMES.indexOf(name)]);
    const counts = (name: string): Readonly<Record<string, number>> =>
      asRecord(values[NAMES.indexOf(name)], asNumber);
    return {
      startMs,
      labels,
      evidence: {
        kind: "calls",
        calls: count("calls"),
        errors: count("errors"),
        refused: count("refused"),
        refusalKnown: count("refusal_known"),
        unmeasured: count("unmeasured"),
        inputTokens: count("input_tokens"),
        cachedTokens: count("cached_tokens"),
        cacheWriteTokens: count("cache_write_tokens"),
        outputTokens: count("output_tokens"),
        reasoningTokens: count("reasoning_tokens"),
        cacheKnownTokens: count("cache_known_tokens"),
        firstChunks: counts("first_chunks"),
        finishReasons: counts("finish_reasons"),
        unfinished: count("unfinished"),
        tools: counts("tools"),
      },
    };
  });
}

/** What calls add up, by the scope's keys and further columns: rows to be added up, with their bound values. */
export function callSums(
  scope: Scope,
  rolled: Rolled,
  of: {
    /** Of `CALL_COUNTS` and `CALL_MAPS`. */
    readonly names: readonly string[];
    /** Name → an expression over the columns that both tables have. */
    readonly further?: Readonly<Record<string, string>>;
  },
): { readonly sql: string; readonly parameters: Scope["parameters"] } {
  const { taken, left, parameters } = partsOf(rolled, scope.window);
  const ofRow = new Map([...CALL_COUNTS, ...CALL_MAPS]);
  const further = Object.entries(of.further ?? {}).map(([name, sql]) => `${sql} AS ${name}`);
  const columns = [scope.columns(), ...further].join(", ");
  // The engine puts the columns of both halves together by their place, so that the second needs no names:
  // a name there would stand for the sum where the row's own column is meant.
  const rows = of.names.map((name) => ofRow.get(name) ?? "0").join(", ");
  return {
    sql: `SELECT ${columns}, ${of.names.join(", ")} FROM call_minutes_v1 WHERE ${taken} AND ${scope.where()}
      UNION ALL
      SELECT ${columns}, ${rows} FROM calls_v1 WHERE ${left} AND ${scope.where()}`,
    parameters: { ...scope.parameters, ...parameters },
  };
}
