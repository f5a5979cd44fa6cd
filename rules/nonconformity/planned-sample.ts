import type { Control } from "../control/control.ts";
import type { ResolvedLimit } from "../control/resolve-limit.ts";
import type { Verdict } from "../evaluation/verdict.ts";
import type { Labels } from "../evidence/labels.ts";
import { clopperPearsonBounds } from "../statistics/clopper-pearson.ts";
import type { PlannedSample } from "./effectiveness-plan.ts";
import { isOf } from "./lasting-labels.ts";

/** One window of one instance as it was judged of late. */
export interface RecentWindow {
  readonly instance: Labels;
  readonly windowEndMs: number;
  readonly verdict: Verdict;
}

/** What a plan needs to know of the control besides its windows. */
interface Needs {
  readonly control: Control;
  readonly limit: ResolvedLimit;
  readonly confidence: number;
  readonly instances: readonly Labels[];
  /** Windows that have to pass in a row. */
  readonly windows: number;
  readonly clockMs: number;
}

/**
 * The sample that a pass takes, and how long that is at the traffic of the recent windows. Pure.
 *
 * A rate is taken to be what it was in passing windows, or half-way to its limit where none passed.
 * Any other bound narrows with the square root of the sample, so the width that passing windows had
 * says what sample brings it inside the limit. With windows of which a share p has the sample, a run of k takes (1 − p^k) ÷ (p^k · (1 − p))
 * windows on average (Feller, vol. 1, XIII.7).
 */
export function plannedSample(recent: readonly RecentWindow[] | null, of: Needs): PlannedSample {
  const { control, clockMs } = of;
  if (recent === null || recent.length === 0) {
    return {
      needed: control.minSample > 0 ? control.minSample : null,
      usual: null,
      conclusive: null,
      takesMs: null,
      clockMs,
      isReachable: null,
    };
  }
  const needed = neededSample(recent, of);
  const seen = of.instances.map((instance) => samplesOf(instance, recent));
  const usual = Math.min(...seen.map((samples) => median(samples.map(({ n }) => n))));
  const enough = Math.min(
    ...seen.map((samples) => share(samples, ({ n }) => needed === null || n >= needed)),
  );
  const conclusive = Math.min(...seen.map((samples) => share(samples, ({ isJudged }) => isJudged)));
  const takesMs = spanOfRun(enough, of);
  return {
    needed,
    usual,
    conclusive,
    takesMs,
    clockMs,
    isReachable: takesMs !== null && takesMs <= clockMs,
  };
}

interface Sample {
  /** 0 where it was too small to be told. */
  readonly n: number;
  readonly isJudged: boolean;
}

/** One a window: of several versions in it the largest. */
function samplesOf(instance: Labels, recent: readonly RecentWindow[]): readonly Sample[] {
  const windows = new Map<number, Sample>();
  for (const { windowEndMs, verdict, ...row } of recent) {
    if (!isOf(instance, row.instance)) continue;
    const n = "measured" in verdict ? (verdict.measured?.n ?? 0) : 0;
    const isJudged = verdict.kind === "pass" || verdict.kind === "breach";
    const before = windows.get(windowEndMs);
    windows.set(windowEndMs, {
      n: Math.max(n, before?.n ?? 0),
      isJudged: isJudged || before?.isJudged === true,
    });
  }
  return [...windows.values()];
}

function neededSample(recent: readonly RecentWindow[], of: Needs): number | null {
  const { control, limit } = of;
  const passed = recent.flatMap(({ verdict }) =>
    verdict.kind === "pass" ? [verdict.measured] : [],
  );
  const needed = isRate(recent)
    ? trialsFor(passed.length === 0 ? null : median(passed.map(({ value }) => value)), of)
    : narrowed(passed, limit);
  const least = Math.max(needed ?? 0, control.minSample);
  return least === 0 ? null : least;
}

/** The sample at which the bounds of passing windows just fit the limit; null where none passed. */
function narrowed(
  passed: readonly Extract<Verdict, { kind: "pass" }>["measured"][],
  limit: ResolvedLimit,
): number | null {
  const fitting = passed.flatMap(({ value, lower, upper, n }) => {
    const above = roomFor(limit.max, value, upper, 1);
    const below = roomFor(limit.min, value, lower, -1);
    const narrowing = Math.max(above ?? 0, below ?? 0);
    return above === null && below === null ? [] : [Math.ceil(n * narrowing * narrowing)];
  });
  return fitting.length === 0 ? null : median(fitting);
}

/** By how much the half-width may be at most: 1 where it just fits; null where there is no bound on that side. */
function roomFor(
  limit: number | null,
  value: number,
  bound: number | null,
  sign: 1 | -1,
): number | null {
  if (limit === null || bound === null) return null;
  const room = sign * (limit - value);
  if (room <= 0) return null;
  return (sign * (bound - value)) / room;
}

function isRate(recent: readonly RecentWindow[]): boolean {
  return recent.some(
    ({ verdict }) => "measured" in verdict && verdict.measured?.proportion !== undefined,
  );
}

/** The trials at which a rate is proven to keep its limit; null beyond a million, or where it does not. */
function trialsFor(rate: number | null, { limit, confidence }: Needs): number | null {
  const { min, max } = limit;
  // A floor is the ceiling of what is lacking.
  const ceiling = max ?? (min === null ? null : 1 - min);
  if (ceiling === null || ceiling <= 0 || ceiling >= 1) return null;
  const assumed = rate === null ? ceiling / 2 : max === null ? 1 - rate : rate;
  if (assumed >= ceiling) return null;
  for (let trials = 8; trials <= TRIALS_MAX; trials = Math.ceil(trials * 1.05)) {
    const successes = Math.ceil(trials * assumed);
    const { upper } = clopperPearsonBounds({ successes, trials, confidence });
    if (upper <= ceiling) return trials;
  }
  return null;
}

function spanOfRun(enough: number, { control, windows }: Needs): number | null {
  const { everyMs, windowMs, dataDelayMs, outcomes } = control;
  if (enough <= 0) return null;
  const mostAreEnough = enough >= COVERAGE_MIN;
  const expected = mostAreEnough
    ? windows
    : (1 - enough ** windows) / (enough ** windows * (1 - enough));
  if (!(expected <= WINDOWS_TOLD)) return null;
  // Windows end at multiples of `every`: the first that begins after the start may have to wait for one.
  return Math.round(expected * everyMs + windowMs + dataDelayMs + (outcomes?.waitMs ?? 0));
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(holds).length / items.length;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/** Share of a run's windows that have to be conclusive. */
export const COVERAGE_MIN = 0.95;
const TRIALS_MAX = 1_000_000;
/** A run that takes more windows than eleven years have hours comes by chance alone. */
const WINDOWS_TOLD = 100_000;
