import { evidenceOf } from "./evidence-of.ts";
import type { Metric } from "./metric.ts";

/**
 * Seconds from a system's last prediction to the end of the window; a fact, without bounds.
 *
 * A system that never reported is silent since it was expected to (`expectedSinceMs`). The detail
 * tells apart a producer that is down (`no_heartbeat`) from one that is idle or bypassed
 * (`heartbeat_no_predictions`): a heartbeat younger than the last prediction says the latter.
 *
 * Where only the hours of a calendar count (`activeMs`), those between are no silence.
 *
 * A suspended system owes no predictions, only heartbeats: it is silent when these stop too, counted
 * from the suspension on, and where it never sent any nothing is known. What it owes begins anew
 * when it is resumed.
 */
export const silence: Metric = {
  id: "silence",
  title: "Silence",
  unit: "s",
  display: "seconds",
  worse: "higher",
  evidence: "presence",
  tellsApart: ["no_heartbeat", "heartbeat_no_predictions"],
  measure: (family, context) =>
    family.map((group) => {
      const presence = evidenceOf(group, "presence");
      const { lastPredictionMs, lastHeartbeatMs } = presence;
      const { suspendedSinceMs = null, resumedMs = null } = context;
      const isSuspended = suspendedSinceMs !== null && suspendedSinceMs < context.toMs;
      if (isSuspended && lastHeartbeatMs === null) {
        const reason = "the system is suspended and never sent a heartbeat";
        return { kind: "insufficient", n: 0, reason };
      }
      const last = lastPredictionMs ?? context.expectedSinceMs ?? 0;
      const heard = lastHeartbeatMs !== null && lastHeartbeatMs > last;
      const since = isSuspended
        ? Math.max(last, suspendedSinceMs, lastHeartbeatMs ?? 0)
        : Math.max(last, resumedMs ?? 0);
      const active = context.activeMs ?? ((fromMs, toMs) => toMs - fromMs);
      return {
        kind: "measured",
        value: Math.max(0, active(since, context.toMs)) / 1000,
        lower: null,
        upper: null,
        n: lastPredictionMs === null ? 0 : 1,
        detail: {
          neverReported: lastPredictionMs === null,
          lastPredictionMs,
          lastHeartbeatMs,
          kind: heard ? "heartbeat_no_predictions" : "no_heartbeat",
        },
      };
    }),
  source: "a difference of two instants",
};
