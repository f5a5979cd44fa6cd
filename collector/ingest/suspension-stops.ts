import { DIRECTIVE_ROLE, SUSPENDED_REASON } from "@tiltmeter/sdk/wire/directive";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";

/**
 * The systems and processes that say, in these records, that a call was kept from a suspended model.
 * Each once.
 */
export function suspensionStops(
  records: readonly Telemetry[],
): readonly { readonly system: string; readonly producer: string }[] {
  const found = new Map<string, { readonly system: string; readonly producer: string }>();
  for (const { origin, statement } of records) {
    if (statement.kind !== "oversight" || statement.action !== "stop") continue;
    if (statement.reason !== SUSPENDED_REASON || statement.role !== DIRECTIVE_ROLE) continue;
    const { system, producer } = origin;
    if (!found.has(system)) found.set(system, { system, producer });
  }
  return [...found.values()];
}
