import type { Nonconformity, NonconformityState, Severity } from "@tiltmeter/rules";

const ended: ReadonlySet<NonconformityState> = new Set([
  "closed",
  "dismissed",
  "observation",
  "accepted",
  "merged",
  "void",
]);

const weight: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3 };

/** Someone still has to do something about it. */
export function isOpen(record: Nonconformity): boolean {
  return !ended.has(record.state);
}

/** The gravest first; of equals the one that has waited longest. */
export function bySeverityAndAge(a: Nonconformity, b: Nonconformity): number {
  return weight[a.severity] - weight[b.severity] || a.raisedMs - b.raisedMs;
}

/** Open before ended, then by severity and age; ended ones newest first. */
export function inboxOrder(a: Nonconformity, b: Nonconformity): number {
  if (isOpen(a) !== isOpen(b)) return isOpen(a) ? -1 : 1;
  return isOpen(a) ? bySeverityAndAge(a, b) : b.raisedMs - a.raisedMs;
}
