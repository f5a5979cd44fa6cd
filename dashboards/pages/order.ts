import { byUrgency, isOpen, type Nonconformity } from "@tiltmeter/rules";

/** Open before ended; open ones the gravest and oldest first, ended ones the newest first. */
export function inboxOrder(a: Nonconformity, b: Nonconformity): number {
  if (isOpen(a) !== isOpen(b)) return isOpen(a) ? -1 : 1;
  return isOpen(a) ? byUrgency(a, b) : b.raisedMs - a.raisedMs;
}
