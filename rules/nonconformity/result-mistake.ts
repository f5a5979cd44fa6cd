import type { Nonconformity, NonconformityState } from "./nonconformity.ts";
import { judgementOf, planOf } from "./plan-of.ts";

/**
 * Why a person may not say this result of a record's actions; null: they may.
 *
 * Where telemetry is planned to show it, only telemetry can: `effective` takes `demonstrated`, and
 * `not demonstrated` is refused where it was. That actions are `not effective` a person may know from
 * elsewhere. A record whose plan is unmeasured is for people to judge.
 */
export function resultMistake(
  record: Nonconformity,
  to: NonconformityState,
  result: string | undefined,
): string | null {
  if (record.state !== "verifying" || result === undefined) return null;
  const { cycle } = record;
  if (planOf(record, cycle)?.kind !== "measured") return null;
  const said = judgementOf(record, cycle)?.result ?? "not_demonstrated";
  if (to === "closing" && said !== "demonstrated") {
    return "contradicts telemetry, which has not demonstrated it: the plan says what it takes";
  }
  if (result === "not demonstrated" && said === "demonstrated") {
    return "contradicts telemetry, which has demonstrated it; say not effective if you know otherwise, and why";
  }
  return null;
}
