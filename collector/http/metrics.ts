import type { Described } from "./described.ts";
import type { Routes } from "./environment.ts";

/** One metric as Prometheus knows it, with the series of it. */
export interface MetricFamily {
  /** Without `_total`: a counter's samples get it. */
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge" | "histogram" | "info";
  readonly samples: readonly MetricSample[];
}

export interface MetricSample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
  /** Of a histogram: `_bucket`, `_sum`, `_count`. */
  readonly suffix?: "_bucket" | "_sum" | "_count";
}

const TEXT = "text/plain; version=0.0.4; charset=utf-8";
const OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/**
 * `GET /metrics`: how the collector itself stands, for Prometheus, in its text format or, where that is
 * asked for, as OpenMetrics. Names of systems are in it: it is of the whole organisation.
 */
export function metricsRoute(app: Routes, metrics: () => readonly MetricFamily[]): void {
  app.get("/metrics", (c) => {
    const isOpen = c.req.header("accept")?.includes("application/openmetrics-text") ?? false;
    c.header("content-type", isOpen ? OPEN_METRICS : TEXT);
    return c.body(isOpen ? openMetrics(metrics()) : prometheusText(metrics()));
  });
}

/** The text format of Prometheus, 0.0.4. */
export function prometheusText(families: readonly MetricFamily[]): string {
  return families.map((family) => written(family, nameOf(family))).join("");
}

/** OpenMetrics 1.0: counters are described without their ending, and the last line says that it is the last. */
export function openMetrics(families: readonly MetricFamily[]): string {
  return `${families.map((family) => written(family, family.name)).join("")}# EOF\n`;
}

function written(family: MetricFamily, described: string): string {
  if (family.samples.length === 0) return "";
  const type = family.type === "info" && described !== family.name ? "gauge" : family.type;
  const lines = family.samples.map(
    ({ labels = {}, value, suffix = "" }) =>
      `${nameOf(family)}${suffix}${labelText(labels)} ${numberText(value)}\n`,
  );
  return `# HELP ${described} ${escaped(family.help)}\n# TYPE ${described} ${type}\n${lines.join("")}`;
}

function nameOf({ name, type }: MetricFamily): string {
  if (type === "counter") return `${name}_total`;
  return type === "info" ? `${name}_info` : name;
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const entries = Object.entries(labels);
  if (entries.length === 0) return "";
  return `{${entries.map(([name, value]) => `${name}="${escaped(value).replaceAll('"', '\\"')}"`).join(",")}}`;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? "+Inf" : "-Inf";
}

export const METRICS_ROUTES: Described = {
  "GET /metrics": {
    tag: "Collector",
    summary: "Scrape how the collector itself stands, for Prometheus",
    answers: {
      200: {
        of: "Metrics.",
        text: {
          "text/plain": "The text format of Prometheus.",
          "application/openmetrics-text": "OpenMetrics, where `Accept` asks for it.",
        },
      },
    },
  },
};
