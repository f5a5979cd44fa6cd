/** What one window says of a corrective action: `open` is neither a pass nor a breach. */
export type WindowSays = "pass" | "breach" | "open";

/** The windows of one instance since the start, and the run among them that counts. */
export interface PassingRun {
  readonly passed: number;
  readonly breached: number;
  readonly open: number;
  /** Passes of the best run: it holds no breach, comes after the last one, and is covered as asked. */
  readonly run: number;
  /** Conclusive ÷ all windows of that run; null where there is no pass. */
  readonly coverage: number | null;
  /** Breaches in a row, at most; open windows between them do not interrupt, as in an episode. */
  readonly breachesInRow: number;
}

/**
 * Finds the longest run of passes that is covered as asked. Total and pure; O(n²) for n windows after
 * the last breach, n ≤ 2,000 or so.
 *
 * A run begins and ends with a pass. Passes before a breach count for nothing.
 */
export function passingRun(windows: readonly WindowSays[], coverageMin: number): PassingRun {
  const count = (what: WindowSays): number => windows.filter((each) => each === what).length;
  const after = windows.slice(windows.lastIndexOf("breach") + 1);
  let best = { run: 0, coverage: null as number | null };
  // Passes before each window, so that a run is a difference.
  const passes = [0];
  for (const says of after) passes.push((passes.at(-1) ?? 0) + (says === "pass" ? 1 : 0));
  for (let from = 0; from < after.length; from += 1) {
    if (after[from] !== "pass") continue;
    for (let to = after.length; to > from; to -= 1) {
      const run = (passes[to] ?? 0) - (passes[from] ?? 0);
      if (run <= best.run) break;
      const coverage = run / (to - from);
      if (after[to - 1] === "pass" && coverage >= coverageMin) best = { run, coverage };
    }
  }
  return {
    passed: count("pass"),
    breached: count("breach"),
    open: count("open"),
    ...best,
    breachesInRow: breachesInRow(windows),
  };
}

function breachesInRow(windows: readonly WindowSays[]): number {
  let most = 0;
  let now = 0;
  for (const says of windows) {
    if (says === "breach") now += 1;
    if (says === "pass") now = 0;
    most = Math.max(most, now);
  }
  return most;
}
