import type { Severity } from "../control/control.ts";

/** From the least to the gravest. */
export const SEVERITIES: readonly Severity[] = ["low", "medium", "high", "critical"];

/** 0 for low … 3 for critical: sorts, and tells which is graver. */
export function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

/** One grade up; critical stays. What recurs is graver than what occurred. */
export function severityAbove(severity: Severity): Severity {
  return SEVERITIES[severityRank(severity) + 1] ?? "critical";
}

/** The graver of two. */
export function graver(a: Severity, b: Severity): Severity {
  return severityRank(a) > severityRank(b) ? a : b;
}

/** The severity of a name; undefined where it names none. */
export function severityOf(name: string | undefined): Severity | undefined {
  return SEVERITIES.find((severity) => severity === name);
}
