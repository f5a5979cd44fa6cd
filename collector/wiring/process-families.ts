import type { monitorEventLoopDelay } from "node:perf_hooks";
import type { MetricFamily } from "../http/metrics.ts";
import { counter, gauge, sample } from "./metric-family.ts";

/** What `/metrics` says of the process. Resets `delay`, which is since the last time that it was asked for. */
export function processFamilies(
  startedMs: number,
  delay: ReturnType<typeof monitorEventLoopDelay>,
): readonly MetricFamily[] {
  const memory = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const families = [
    gauge(
      "tiltmeter_event_loop_delay_seconds",
      "Delay of the event loop since the last time that it was asked for.",
      [
        ...[50, 99].map((percent) =>
          sample(nanoseconds(delay.percentile(percent)), { at: `p${percent}` }),
        ),
        sample(nanoseconds(delay.max), { at: "max" }),
      ],
    ),
    counter("process_cpu_seconds", "Processor time of the process.", [
      sample((user + system) / 1e6),
    ]),
    gauge(
      "process_resident_memory_bytes",
      "Memory of the process, with that of the embedded engine.",
      [sample(memory.rss)],
    ),
    gauge("tiltmeter_heap_used_bytes", "Memory of the collector's own objects.", [
      sample(memory.heapUsed),
    ]),
    gauge(
      "tiltmeter_external_memory_bytes",
      "Memory that the collector's own objects hold outside of the heap.",
      [sample(memory.external)],
    ),
    gauge("process_start_time_seconds", "When the collector was started.", [
      sample(startedMs / 1000),
    ]),
  ];
  delay.reset();
  return families;
}

/** The monitor says NaN before its first sample. */
function nanoseconds(value: number): number {
  return Number.isNaN(value) ? 0 : value / 1e9;
}
