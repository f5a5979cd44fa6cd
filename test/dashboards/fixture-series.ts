import type { Range, Reads, Series } from "@tiltmeter/dashboards";
import { systems } from "./fixture-systems.ts";
import { MINUTE, NOW, SHIFT, wave } from "./fixture-world.ts";

/** Starts of the steps in which a system had lived already. */
export function starts(range: Range, stepMs: number, system: string): readonly number[] {
  const born = systems.find((each) => each.id === system)?.firstSeenMs ?? NOW;
  const length = Math.round((range.toMs - range.fromMs) / stepMs);
  return Array.from({ length }, (_, i) => range.fromMs + i * stepMs).filter(
    (time) => time + stepMs > born && time < NOW,
  );
}

/** A plausible day: waves of traffic, and a fall when the mail changes. */
export function series(of: Parameters<Reads["series"]>[0]): Series {
  const { metric } = of;
  const stepMs = of.stepMs ?? of.range.toMs - of.range.fromMs;
  const minutes = stepMs / MINUTE;
  const points = starts(of.range, stepMs, of.system).flatMap((timeMs, i) => {
    const after = of.system === "mail-spam-filter" && timeMs >= SHIFT;
    const n = Math.max(1, Math.round(minutes * (22 + 14 * wave(i, 1) + 6 * wave(i, 7))));
    if (metric === "count") {
      return [{ timeMs, by: {}, value: n, n, lower: null, upper: null, note: null }];
    }
    const unlabelled = of.system === "support-assistant";
    const needs = ["accuracy", "estimated_accuracy", "override_rate"];
    if (unlabelled && needs.includes(metric)) return [];
    const value = level(metric, after) * (1 + 0.18 * wave(i, metric.length) * spread(metric));
    const air = metric === "latency_p95" ? 0.002 : 1.96 * Math.sqrt((value * (1 - value)) / n);
    const late = metric === "accuracy" && timeMs > NOW - 12 * MINUTE;
    return [
      {
        timeMs,
        by: {},
        value: late ? null : value,
        n: late ? 0 : n,
        lower: late ? null : Math.max(0, value - air),
        upper: late ? null : metric === "latency_p95" ? value + air : Math.min(1, value + air),
        note: late ? "no outcomes yet" : null,
      },
    ];
  });
  return { metric, unit: metric === "latency_p95" ? "s" : "1", points };
}

function level(metric: string, after: boolean): number {
  switch (metric) {
    case "error_rate":
      return 0.004;
    case "latency_p95":
      return after ? 0.021 : 0.014;
    case "accuracy":
      return after ? 0.871 : 0.968;
    case "estimated_accuracy":
      return after ? 0.879 : 0.964;
    case "override_rate":
      return after ? 0.118 : 0.031;
    default:
      return 0.5;
  }
}

function spread(metric: string): number {
  return metric.endsWith("accuracy") ? 0.06 : metric === "error_rate" ? 3 : 1;
}
