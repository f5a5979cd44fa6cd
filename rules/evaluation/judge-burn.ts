import type { Control } from "../control/control.ts";
import type { Measurement } from "../metrics/measurement.ts";
import { judge } from "./judge.ts";
import type { Verdict } from "./verdict.ts";

/**
 * The verdict of a burn-rate alarm. Total and pure.
 *
 * `whole` is the rate of bad answers over the window, `last` that over its last `confirmMs`. Breach only
 * where both are beyond the limit: the first says that it matters, the second that it goes on. Pass where
 * either is inside. A rate that is beyond the limit with fewer bad answers than `badEventsMin` is
 * inconclusive, and so is one that the last part of the window has nothing to say of. A control without a
 * burn rate is judged by `whole` alone.
 */
export function judgeBurn(control: Control, whole: Measurement, last: Measurement): Verdict {
  const verdict = judge(control, whole, null);
  const { burn } = control;
  if (burn === null || verdict.kind !== "breach" || whole.kind !== "measured") return verdict;
  const measured = {
    ...whole,
    detail: {
      ...whole.detail,
      confirmed: last.kind === "measured" ? { value: last.value, n: last.n } : null,
    },
  };
  const bad = whole.proportion?.successes ?? 0;
  if (bad < burn.badEventsMin) {
    const reason = `${bad} bad answers, needs ${burn.badEventsMin}: the rate is beyond the limit, and could be chance`;
    return { kind: "inconclusive", reason, measured };
  }
  if (last.kind !== "measured") {
    const reason = `the rate is beyond the limit, and the last ${burn.confirmMs / 1000} s do not say whether it goes on: ${last.reason}`;
    return { kind: "inconclusive", reason, measured };
  }
  const confirmed = judge(control, last, null);
  switch (confirmed.kind) {
    case "breach":
      return { ...verdict, measured };
    case "pass":
      // The window is still beyond the limit, which is worth a warning.
      return { kind: "pass", measured, recovered: confirmed.recovered, warned: true };
    case "inconclusive":
    case "no_data":
    case "error":
      return { kind: "inconclusive", reason: confirmed.reason, measured };
  }
}
