import type { Labels, Verdict } from "@tiltmeter/rules";

export type VerdictKind = Verdict["kind"];

/** What one window said of all instances of one control together: one cell of a verdict strip. */
export interface StripWindow {
  readonly windowStartMs: number;
  readonly windowEndMs: number;
  /** Instances by the verdict that counts: the one of the window's newest revision of data. */
  readonly verdicts: Readonly<Record<VerdictKind, number>>;
  /** Judged as always, but nothing was raised: planned maintenance. */
  readonly maintenance: boolean;
  /** Some verdict was made again after late data. */
  readonly amended: boolean;
}

/** The newest windows of one control, oldest first. A window that nobody judged is not among them. */
export interface VerdictStrip {
  readonly control: string;
  readonly windows: readonly StripWindow[];
}

/** One evaluation of one control instance, as it is stored: passes too. */
export interface Evaluation {
  readonly windowStartMs: number;
  readonly windowEndMs: number;
  readonly evaluatedMs: number;
  /** Revision of the control that judged. */
  readonly revision: string;
  readonly verdict: Verdict;
  readonly phase: "ok" | "pending" | "firing" | "recovering";
  /** Made again after late data; the verdict that was known at the time stays in the store. */
  readonly amended: boolean;
}

/** Whether a control was watched over a range: what the schedule asked for, and what was done. */
export interface EvaluationCounts {
  readonly control: string;
  /** Windows of the range that were due since the control was first evaluated. */
  readonly scheduled: number;
  /** Windows with at least one stored evaluation. */
  readonly judged: number;
  /** Judged only after the next one was due already: made up for after a gap. */
  readonly backFilled: number;
  /** First verdicts on windows of instances; what late data amended is not counted again. */
  readonly evaluations: number;
  /** Of those, pass or breach. */
  readonly conclusive: number;
  /** End of the newest window with a pass or a breach; null where there is none in the range. */
  readonly lastConclusiveMs: number | null;
}

/** One version of a control, as it was loaded. */
export interface ControlRevision {
  readonly revision: string;
  readonly loadedMs: number;
  /** Who loaded it: a key's name, or `tiltmeter` for a file that was read at a start. */
  readonly by: string;
  /** Name of the file; null where it was not kept. */
  readonly file: string | null;
  /** The canonical text, one term a line; null where it was not kept. */
  readonly text: string | null;
}

/** A planned maintenance: detection goes on, nothing is raised. */
export interface Maintenance {
  readonly fromMs: number;
  readonly toMs: number;
  readonly reason: string;
  readonly owner: string;
  /** Empty: all. */
  readonly systems: readonly string[];
  /** Empty: all. */
  readonly controls: readonly string[];
}

/** What a control would have made of a stretch of the past: the last backtest of it. */
export interface PastBacktest {
  readonly by: string;
  readonly startedMs: number;
  /** Of the control that was tried out: that in force, or a candidate. */
  readonly revision: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Windows that were judged. */
  readonly windows: number;
  readonly instances: number;
  readonly verdicts: Readonly<Record<VerdictKind, number>>;
  /** Pass or breach ÷ all; null without any. */
  readonly conclusive: number | null;
  readonly episodeCount: number;
  /** Episodes that fell into an incident that was known. */
  readonly inside: number;
  readonly outside: number;
  /** Records that would have been raised. */
  readonly raised: number;
}

/** Which evaluations: of one instance, over a range of window ends. */
export interface EvaluationQuery {
  readonly control: string;
  readonly labels: Labels;
  readonly range: { readonly fromMs: number; readonly toMs: number };
}

/** The limits of a control as they hold for one system now, in the measure's own unit. */
export interface SystemLimits {
  /** The tier whose terms these are; null where the system has none. */
  readonly riskTier: string | null;
  /** Null: the limit is a list of names, or a ratio of a rate that no approved baseline says. */
  readonly limit: Bounds | null;
  /** Null as above, or where there is no warning limit. */
  readonly warn: Bounds | null;
}

export interface Bounds {
  readonly min: number | null;
  readonly max: number | null;
}
