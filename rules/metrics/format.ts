import { metric } from "./catalogue.ts";

/** A value as a person reads it: `9.3 %`, `0.214`, `1.5 s`, `26 h`. Up to three significant digits. */
export function formatValue(metricId: string, value: number): string {
  switch (metric(metricId)?.display ?? "number") {
    case "percent":
      return `${digits(value * 100)} %`;
    case "seconds":
      return formatSeconds(value);
    case "number":
      return digits(value);
  }
}

function formatSeconds(value: number): string {
  if (value < 1) return `${digits(value * 1000)} ms`;
  if (value < 120) return `${digits(value)} s`;
  if (value < 7200) return `${digits(value / 60)} min`;
  if (value < 172_800) return `${digits(value / 3600)} h`;
  return `${digits(value / 86_400)} days`;
}

function digits(value: number): string {
  return String(Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3)));
}
