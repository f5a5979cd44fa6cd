import type { Read } from "../engine/read.ts";
import { microsOf } from "../evidence/scope.ts";
import { asNumber, asText } from "../row-values.ts";

/** What has become of one control for one system, up to an instant. Replayed rows change nothing. */
export interface ControlActivity {
  readonly control: string;
  /** Empty: windows in which there was nothing to judge. */
  readonly system: string;
  /** Ends of the first and of the newest window. */
  readonly firstEndMs: number;
  readonly lastEndMs: number;
  /** End of the newest window with a pass or a breach; null: there was none. */
  readonly lastConclusiveMs: number | null;
  /** Distinct ends of windows with a pass or a breach. */
  readonly conclusive: number;
  /** Some instance fired at some time. */
  readonly hasFired: boolean;
}

/** By control and system, of windows that end at or before an instant. One pass over the evaluations. */
export async function readControlActivity(
  read: Read,
  of: { readonly toMs: number },
): Promise<readonly ControlActivity[]> {
  const rows = await read(
    "evaluations.activity",
    `SELECT control, instance['system'] AS system,
       toUnixTimestamp64Milli(min(window_end)), toUnixTimestamp64Milli(max(window_end)),
       toUnixTimestamp64Milli(maxIf(window_end, verdict IN ('pass', 'breach'))),
       uniqExactIf(window_end, verdict IN ('pass', 'breach')), countIf(phase IN ('firing', 'recovering'))
     FROM evaluations_v1
     WHERE data_revision = 1 AND window_end <= fromUnixTimestamp64Micro({to:Int64}, 'UTC')
     GROUP BY control, system ORDER BY control, system`,
    { to: microsOf(of.toMs) },
  );
  return rows.map(([control, system, first, last, conclusiveEnd, conclusive, fired]) => ({
    control: asText(control),
    system: asText(system),
    firstEndMs: asNumber(first),
    lastEndMs: asNumber(last),
    lastConclusiveMs: asNumber(conclusive) === 0 ? null : asNumber(conclusiveEnd),
    conclusive: asNumber(conclusive),
    hasFired: asNumber(fired) > 0,
  }));
}
