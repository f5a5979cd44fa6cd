import { type Control, closesAtMs, metric } from "@tiltmeter/rules";
import type { InventorySystem } from "./scope.ts";

/**
 * When the next verdict of a control is due, in words: `at 14:05 UTC`, `after 412 more predictions`.
 *
 * What people have to do comes before the clock: approve a baseline, declare a list, send a check. Predictions are
 * named while every instance lacks them (`sample` is the fullest of its last window).
 */
export function dueInWords(of: {
  readonly control: Control;
  /** End of the newest window evaluated; null when there is none. */
  readonly lastEndMs: number | null;
  /** Null where a verdict was conclusive, nothing was seen, or nothing is known. */
  readonly sample: number | null;
  /** Some window held what the control measures. Absent: not known, so the clock alone is named. */
  readonly isFed?: boolean;
  /** Some system has an approved baseline. */
  readonly hasBaseline: boolean;
  /** Absent: not known. */
  readonly inventory?: readonly InventorySystem[];
  readonly nowMs: number;
}): string {
  const { control, nowMs, sample } = of;
  if (control.status === "draft") return "not in force: it is a draft until its conditions hold";
  if (control.status === "retired") return "not in force";
  const missing = undeclared(control, of.inventory);
  if (missing !== null) return `after the inventory declares ${missing}`;
  if (control.baseline === "approved" && !of.hasBaseline) return "after a baseline is approved";
  const at = `at ${inWords(closesAtMs(control, nextEndMs(of)), nowMs)}`;
  const unsent = of.isFed === false ? unsentOf(control) : null;
  // Before its first window nobody has looked whether it arrives.
  if (unsent !== null && of.lastEndMs === null) return `${at}, if ${unsent} by then`;
  if (unsent !== null) return `after ${unsent} (looks again ${at})`;
  if (sample === null || sample >= control.minSample) return at;
  const unit = metric(control.measure)?.evidence === "reviews" ? "decisions" : "predictions";
  return `after ${control.minSample - sample} more ${unit} (looks again ${at})`;
}

/** What the inventory does not say yet of any live system, in words; null where nothing is missing. */
function undeclared(control: Control, all: readonly InventorySystem[] | undefined): string | null {
  if (all === undefined) return null;
  const live = all.filter(({ status }) => status === "live");
  const { riskTiers } = control.appliesTo;
  const judged =
    riskTiers.length === 0
      ? live
      : live.filter(({ riskTier }) => riskTier !== null && riskTiers.includes(riskTier));
  if (riskTiers.length > 0 && judged.length === 0) {
    // All three are any: a system without a tier is what is left out.
    const which =
      riskTiers.length === 3 ? "with its risk tier" : `of ${riskTiers.join(" or ")} risk`;
    return `a live system ${which}`;
  }
  if (metric(control.measure)?.evidence === "presence" && judged.length === 0)
    return "a live system";
  const { oneOf } = control.limit;
  if (oneOf?.from === "inventory" && judged.every(({ lists }) => lists[oneOf.list] === undefined)) {
    return oneOf.list;
  }
  return null;
}

/** What nobody has sent yet that the control lives on, in words; null where predictions are all it takes. */
function unsentOf(control: Control): string | null {
  if (control.check !== null) return `the check ${control.check} is sent`;
  const segment = control.by.find((dimension) => dimension.startsWith("segment."));
  if (segment !== undefined) return `predictions carry ${segment}`;
  if (control.outcomes !== null) return "outcomes arrive";
  switch (metric(control.measure)?.evidence) {
    case "reviews":
      return "people decide about predictions";
    case "responses":
      // Without decisions all are unreviewed, and none is late.
      return control.measure === "late_review_rate" ? "people decide about predictions" : null;
    case "concerns":
      return "a concern is reported";
    case "names":
      return NAMED[control.measure] ?? "records name it";
    default:
      return null;
  }
}

const NAMED: Readonly<Record<string, string>> = {
  response_model: "predictions name the model that answered",
  model_version: "predictions name a version",
  supplier: "predictions name a supplier",
  reviewer: "decisions name who decided",
};

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
