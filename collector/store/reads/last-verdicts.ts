import type { Read } from "../engine/read.ts";
import { microsOf } from "../evidence/scope.ts";
import { asNumber, asText } from "../row-values.ts";
import type { Window } from "./window.ts";

/** The newest window of a control that was decided: a breach of any instance is a breach. */
export interface LastVerdict {
  readonly control: string;
  readonly windowEndMs: number;
  readonly verdict: "pass" | "breach";
}

/**
 * The last decided window of each control, of those that end in a range. A breach of any instance, in any
 * revision of its data, is one. One pass that keeps one value a control.
 */
export async function readLastVerdicts(
  read: Read,
  { fromMs, toMs }: Window,
): Promise<readonly LastVerdict[]> {
  const rows = await read(
    "evaluations.last-verdicts",
    // The greatest pair is of the newest window, and a breach where it has any.
    `SELECT control, tupleElement(newest, 1), tupleElement(newest, 2)
     FROM (SELECT control,
         max((toUnixTimestamp64Milli(window_end), toUInt8(verdict = 'breach'))) AS newest
       FROM evaluations_v1
       WHERE verdict IN ('pass', 'breach') AND window_end > fromUnixTimestamp64Micro({from:Int64}, 'UTC')
         AND window_end <= fromUnixTimestamp64Micro({to:Int64}, 'UTC')
       GROUP BY control)
     ORDER BY control`,
    { from: microsOf(fromMs), to: microsOf(toMs) },
  );
  return rows.map(([control, newest, isBreach]) => ({
    control: asText(control),
    windowEndMs: asNumber(newest),
    verdict: asNumber(isBreach) === 1 ? "breach" : "pass",
  }));
}
