import type { ControlState, Labels, Verdict } from "@tiltmeter/rules";
import type { Engine } from "../engine/open.ts";
import type { Read } from "../engine/read.ts";
import { asNumber, asRecord, asText } from "../row-values.ts";

/** One evaluation of one control instance over one window, and the state after it. Passes too. */
export interface EvaluationRow {
  readonly control: string;
  readonly revision: string;
  readonly instance: Labels;
  /** `labelsKey(instance)`. */
  readonly instanceKey: string;
  readonly windowStartMs: number;
  readonly windowEndMs: number;
  readonly evaluatedMs: number;
  readonly verdict: Verdict;
  readonly state: ControlState;
  readonly rowsRead: number;
  readonly durationMs: number;
}

/**
 * Appends rows. Doing it again with the same rows changes no answer: reads take one row a window.
 * Rejects where the engine fails; some of the rows may then be there.
 */
export async function appendEvaluations(
  engine: Engine,
  rows: readonly EvaluationRow[],
): Promise<void> {
  await engine.client.insert({
    table: "evaluations_v1",
    format: "JSONEachRow",
    values: rows.map((row) => ({
      control: row.control,
      revision: row.revision,
      instance_key: row.instanceKey,
      instance: row.instance,
      window_start: Math.round(row.windowStartMs),
      window_end: Math.round(row.windowEndMs),
      evaluated_at: Math.round(row.evaluatedMs),
      verdict: row.verdict.kind,
      phase: row.state.phase,
      ...figures(row.verdict),
      verdict_json: JSON.stringify(row.verdict),
      state_json: JSON.stringify(row.state),
      rows_read: Math.round(row.rowsRead),
      duration_ms: row.durationMs,
    })),
    clickhouse_settings: {
      async_insert: 0,
      insert_deduplicate: 0,
      log_comment: "evaluations.append",
    },
  });
}

/** The last row of each control instance: where an evaluator goes on after a restart. */
export async function readLastEvaluations(read: Read): Promise<readonly EvaluationRow[]> {
  const rows = await read(
    "evaluations.last",
    `SELECT control, revision, instance, instance_key, toUnixTimestamp64Milli(window_start), toUnixTimestamp64Milli(window_end),
       toUnixTimestamp64Milli(evaluated_at), verdict_json, state_json, rows_read, duration_ms
     FROM evaluations_v1 ORDER BY window_end DESC, evaluated_at DESC LIMIT 1 BY control, instance_key`,
  );
  return rows.map(evaluationOf);
}

/** A row of the columns that `readLastEvaluations` selects, in their order. */
export function evaluationOf(row: readonly unknown[]): EvaluationRow {
  const [control, revision, instance, instanceKey, start, end, at, ...rest] = row;
  const [verdict, state, rowsRead, durationMs] = rest;
  return {
    control: asText(control),
    revision: asText(revision),
    instance: asRecord(instance, asText),
    instanceKey: asText(instanceKey),
    windowStartMs: asNumber(start),
    windowEndMs: asNumber(end),
    evaluatedMs: asNumber(at),
    verdict: parsedVerdict(asText(verdict)),
    state: parsedState(asText(state)),
    rowsRead: asNumber(rowsRead),
    durationMs: asNumber(durationMs),
  };
}

/** The numbers that a history of a control is drawn from. */
function figures(verdict: Verdict): {
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly n: number;
} {
  const measured = "measured" in verdict ? verdict.measured : null;
  if (measured === null) return { value: null, lower: null, upper: null, n: 0 };
  const { value, lower, upper, n } = measured;
  return { value, lower, upper, n };
}

// What is parsed here was printed by `appendEvaluations` of this or an older version: the tag is
// checked, the rest is taken at its word.

function parsedVerdict(json: string): Verdict {
  const verdict: Verdict = JSON.parse(json);
  const kinds: readonly string[] = ["pass", "breach", "inconclusive", "no_data", "error"];
  if (!kinds.includes(verdict.kind)) throw new TypeError(`no verdict of this kind: ${json}`);
  return verdict;
}

function parsedState(json: string): ControlState {
  const state: ControlState = JSON.parse(json);
  const phases: readonly string[] = ["ok", "pending", "firing", "recovering"];
  if (!phases.includes(state.phase)) throw new TypeError(`no state of this phase: ${json}`);
  return state;
}
