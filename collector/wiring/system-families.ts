import type { MetricFamily, MetricSample } from "../http/metrics.ts";
import { counter, gauge, labelled, sample } from "./metric-family.ts";
import type { SystemFigures } from "./system-figures.ts";

/** What `/metrics` says of single systems. */
export function systemFamilies(
  { systems, leftOut, readMs }: SystemFigures,
  rejected: ReadonlyMap<string, number>,
): readonly MetricFamily[] {
  const each = (value: (of: SystemFigures["systems"][number]) => number | null): MetricSample[] =>
    systems.flatMap((of) => {
      const found = value(of);
      return found === null ? [] : [sample(found, { system: of.id })];
    });
  return [
    gauge(
      "tiltmeter_systems_read_timestamp_seconds",
      "When the figures of systems below were read.",
      readMs === null ? [] : [sample(readMs / 1000)],
    ),
    gauge(
      "tiltmeter_systems_left_out",
      "Systems that have no series of their own here: those with fewest predictions.",
      [sample(leftOut)],
    ),
    gauge(
      "tiltmeter_system_predictions",
      "Predictions that the store has, by system.",
      each(({ predictions }) => predictions),
    ),
    gauge(
      "tiltmeter_system_last_seen_timestamp_seconds",
      "Last sign of life of a system.",
      each(({ lastSeenMs }) => (lastSeenMs === null ? null : lastSeenMs / 1000)),
    ),
    gauge(
      "tiltmeter_system_unexplained_loss_records",
      "Records that a system's senders issued and that neither arrived nor were declared dropped.",
      each(({ unexplained }) => unexplained),
    ),
    counter(
      "tiltmeter_system_rejected_records",
      "Records that were refused since the start, by the system that they name; empty: none, or one too many.",
      labelled(rejected, "system"),
    ),
  ];
}
