import type { SystemDeclaration } from "../inventory/declaration.ts";
import type { Nonconformity } from "../nonconformity/nonconformity.ts";
import type { Routed } from "./routes.ts";

/** What a record is routed by; `system` is its system as declared, absent where it is not. */
export function routedOf(
  record: Nonconformity,
  system: Pick<SystemDeclaration, "owner" | "riskTier"> | undefined,
): Required<Routed> {
  return {
    severity: record.severity,
    owner: record.owner ?? system?.owner ?? null,
    system: record.system,
    control: record.control,
    raises: record.isCandidate === true ? "candidate" : "nonconformity",
    tier: system?.riskTier ?? null,
  };
}
