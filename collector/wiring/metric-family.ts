import type { MetricFamily, MetricSample } from "../http/metrics.ts";
import type { Meters } from "./meters.ts";

/** A figure as it is. */
export function sample(value: number, labels?: Readonly<Record<string, string>>): MetricSample {
  return labels === undefined ? { value } : { value, labels };
}

/** A figure for each key of a count, which a label says. */
export function labelled(
  counts: ReadonlyMap<string, number>,
  label: string,
): readonly MetricSample[] {
  return [...counts].map(([key, value]) => sample(value, { [label]: key }));
}

/** What goes up and down. */
export function gauge(name: string, help: string, samples: readonly MetricSample[]): MetricFamily {
  return { name, help, type: "gauge", samples };
}

/** What only grows, from the start of the process or of the ledger. */
export function counter(
  name: string,
  help: string,
  samples: readonly MetricSample[],
): MetricFamily {
  return { name, help, type: "counter", samples };
}

/** Words as labels of a figure that is always 1. */
export function info(
  name: string,
  help: string,
  labels: Readonly<Record<string, string>>,
): MetricFamily {
  return { name, help, type: "info", samples: [sample(1, labels)] };
}

/** Counts by upper bound, each with what lies below it. */
export function histogram(
  name: string,
  help: string,
  of: ReturnType<Meters["histogram"]>,
): MetricFamily {
  let total = 0;
  const buckets = of.counts.map((count, i): MetricSample => {
    total += count;
    const bound = of.bounds[i];
    return {
      suffix: "_bucket",
      value: total,
      labels: { le: bound === undefined ? "+Inf" : String(bound) },
    };
  });
  const rest: readonly MetricSample[] = [
    { suffix: "_sum", value: of.sum },
    { suffix: "_count", value: total },
  ];
  return { name, help, type: "histogram", samples: [...buckets, ...rest] };
}
