import { labelsKey, type Verdict } from "@tiltmeter/rules";
import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";
import { bounds, type Window, within } from "./window.ts";

/** What one window said of all instances of one control together. */
export interface WindowVerdicts {
  readonly control: string;
  readonly windowStartMs: number;
  readonly windowEndMs: number;
  /** Instances by verdict. */
  readonly verdicts: Readonly<Record<Verdict["kind"], number>>;
  /** Of some instance nothing was raised, since a maintenance was planned. */
  readonly maintenance: boolean;
  /** Late data made a further revision of some instance's verdict. */
  readonly amended: boolean;
}

/** A control, and since when its windows are asked for: ends after that, Unix milliseconds. */
export interface AskedSince {
  readonly control: string;
  readonly sinceMs: number;
}

/**
 * The windows of several controls by control and end, in one query, each by the newest revision of its
 * data. The row of a control itself, that there was nothing to judge, counts only where no instance has
 * one. `systems`: only instances of these systems, and never that row.
 *
 * Cost: instances × windows of all that is asked; measured 0.1 s for 50 controls × 100 instances × 40
 * windows among ten million rows. Keys are numbers: as texts they took eight times as long.
 */
export async function readWindowVerdicts(
  read: Read,
  asked: readonly AskedSince[],
  systems?: readonly string[],
): Promise<readonly WindowVerdicts[]> {
  if (asked.length === 0) return [];
  const since = new Map(asked.map(({ control, sinceMs }) => [control, sinceMs]));
  const { where, parameters } = askedWhere(asked);
  const rows = await read(
    "evaluations.windows",
    `SELECT control, toUnixTimestamp64Milli(any(window_start)), toUnixTimestamp64Milli(window_end),
       countIf(kind = 1), countIf(kind = 2), countIf(kind = 3),
       countIf(kind = 4) - if(count() > 1, countIf(kind = 4 AND is_own), 0),
       countIf(kind = 5) - if(count() > 1, countIf(kind = 5 AND is_own), 0),
       max(is_muted), max(revisions) > 1
     FROM (SELECT control, window_end, any(window_start) AS window_start, max(muted != '') AS is_muted,
         argMax(toUInt8(indexOf({kinds:Array(String)}, toString(verdict))),
           toInt64(data_revision) * ${REVISION_STEP} + toUnixTimestamp64Milli(evaluated_at)) AS kind,
         max(data_revision) AS revisions, any(instance_key = {own:String}) AS is_own
       FROM evaluations_v1 WHERE (${where})${ofSystems(systems)}
       GROUP BY control, cityHash64(instance_key), window_end)
     GROUP BY control, window_end ORDER BY control, window_end`,
    { ...parameters, kinds: KINDS, own: labelsKey({}), ...(systems && { within: systems }) },
  );
  return rows.flatMap(([of, start, end, ...rest]) => {
    const control = asText(of);
    const windowEndMs = asNumber(end);
    // One condition asks for several controls, of which some reach less far back.
    if (windowEndMs <= (since.get(control) ?? 0)) return [];
    const [pass = 0, breach = 0, inconclusive = 0, noData = 0, error = 0, muted, amended] =
      rest.map(asNumber);
    return [
      {
        control,
        windowStartMs: asNumber(start),
        windowEndMs,
        verdicts: { pass, breach, inconclusive, no_data: noData, error },
        maintenance: muted === 1,
        amended: amended === 1,
      },
    ];
  });
}

const KINDS: readonly Verdict["kind"][] = ["pass", "breach", "inconclusive", "no_data", "error"];
/** Beyond every Unix time in milliseconds: one number orders by revision, then by time. */
const REVISION_STEP = 10_000_000_000_000;

/**
 * Controls that reach back about as far share one condition, so that one of minutes does not read the
 * months of its neighbour; within a factor of four, so that there are a dozen conditions at most.
 */
function askedWhere(asked: readonly AskedSince[]): {
  readonly where: string;
  readonly parameters: Readonly<Record<string, number | readonly string[]>>;
} {
  const newestMs = asked.reduce((most, { sinceMs }) => Math.max(most, sinceMs), 0);
  const alike = new Map<number, AskedSince[]>();
  for (const one of asked) {
    const reach = Math.ceil(Math.log2(newestMs - one.sinceMs + 1) / 2);
    alike.set(reach, [...(alike.get(reach) ?? []), one]);
  }
  const groups = [...alike.values()];
  const where = groups.map(
    (_, i) =>
      `(control IN {controls${i}:Array(String)} AND window_end > fromUnixTimestamp64Milli({since${i}:Int64}, 'UTC'))`,
  );
  const parameters = groups.flatMap((group, i): [string, number | readonly string[]][] => [
    [`controls${i}`, group.map(({ control }) => control)],
    [`since${i}`, Math.round(Math.min(...group.map(({ sinceMs }) => sinceMs)))],
  ]);
  return { where: where.join(" OR "), parameters: Object.fromEntries(parameters) };
}

/** The condition that goes with the parameter `within`. */
export function ofSystems(within: readonly string[] | undefined): string {
  return within === undefined ? "" : " AND instance['system'] IN {within:Array(String)}";
}

/** What was evaluated of one control in a range. */
export interface CountedEvaluations {
  readonly control: string;
  /** Distinct windows. */
  readonly windows: number;
  /** Of those, the ones that were made up for after a gap. */
  readonly backFilled: number;
  readonly firstEndMs: number;
  /** Verdicts on windows of instances. */
  readonly evaluations: number;
  readonly conclusive: number;
  readonly lastConclusiveMs: number | null;
}

/**
 * What was evaluated of some controls in a range of window ends, by control, in one query.
 *
 * First revisions alone: that a window was watched is what its first verdict shows. Rows that a crash
 * made the collector write again count again. Cost: a second for ten million rows.
 */
export async function readEvaluationCounts(
  read: Read,
  of: {
    readonly range: Window;
    readonly controls: readonly string[];
    /** Only instances of these systems; absent: all. */
    readonly within?: readonly string[] | undefined;
  },
): Promise<readonly CountedEvaluations[]> {
  if (of.controls.length === 0) return [];
  const conclusive = "verdict IN ('pass', 'breach')";
  const rows = await read(
    "evaluations.counts",
    `SELECT control, uniqExact(window_end), uniqExactIf(window_end, backfilled),
       toUnixTimestamp64Milli(min(window_end)), count(), countIf(${conclusive}),
       toUnixTimestamp64Milli(maxIf(window_end, ${conclusive}))
     FROM evaluations_v1
     WHERE data_revision = 1 AND control IN {controls:Array(String)} AND ${within("window_end")}${ofSystems(of.within)}
     GROUP BY control ORDER BY control`,
    { controls: of.controls, ...bounds(of.range), ...(of.within && { within: of.within }) },
  );
  return rows.map(([control, windows, backFilled, first, evaluations, conclusives, last]) => ({
    control: asText(control),
    windows: asNumber(windows),
    backFilled: asNumber(backFilled),
    firstEndMs: asNumber(first),
    evaluations: asNumber(evaluations),
    conclusive: asNumber(conclusives),
    lastConclusiveMs: asNumber(conclusives) === 0 ? null : asNumber(last),
  }));
}
