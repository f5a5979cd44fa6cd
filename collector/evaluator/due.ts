import { type Control, closesAtMs, metric } from "@tiltmeter/rules";

/**
 * When the next verdict of a control is due, in words: `at 14:05 UTC`, `after 412 more predictions`.
 *
 * Predictions are named while every instance lacks them (`sample` is the fullest of its last
 * window): then people wait for the sample, not for the clock.
 */
export function dueInWords(of: {
  readonly control: Control;
  /** End of the newest window evaluated; null when there is none. */
  readonly lastEndMs: number | null;
  /** Null where a verdict was conclusive, nothing was seen, or nothing is known. */
  readonly sample: number | null;
  /** Some system has an approved baseline. */
  readonly hasBaseline: boolean;
  readonly nowMs: number;
}): string {
  const { control, nowMs, sample } = of;
  if (control.status === "draft" || control.status === "retired") return "not in force";
  if (control.baseline === "approved" && !of.hasBaseline) return "after a baseline is approved";
  const at = `at ${inWords(closesAtMs(control, nextEndMs(of)), nowMs)}`;
  if (sample === null || sample >= control.minSample) return at;
  const unit = metric(control.measure)?.evidence === "reviews" ? "decisions" : "predictions";
  return `after ${control.minSample - sample} more ${unit} (looks again ${at})`;
}

/** End of the window that is judged next: the first that is not closed, and not evaluated either. */
function nextEndMs(of: {
  readonly control: Control;
  readonly lastEndMs: number | null;
  readonly nowMs: number;
}): number {
  const { everyMs } = of.control;
  const open = Math.floor((of.nowMs - closesAtMs(of.control, 0)) / everyMs) + 1;
  const after = of.lastEndMs === null ? open : Math.floor(of.lastEndMs / everyMs) + 1;
  return Math.max(open, after) * everyMs;
}

/** `14:05 UTC` today, `14:05:10 UTC` where seconds matter, `2026-11-24 14:05 UTC` on another day. */
function inWords(ms: number, nowMs: number): string {
  const [day = "", time = ""] = new Date(ms).toISOString().split("T");
  const isToday = new Date(nowMs).toISOString().startsWith(day);
  const shown = time.slice(5, 8) === ":00" ? time.slice(0, 5) : time.slice(0, 8);
  return `${isToday ? "" : `${day} `}${shown} UTC`;
}
