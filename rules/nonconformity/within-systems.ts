import { systemsOf } from "../duties/hold.ts";
import type { Nonconformity } from "./nonconformity.ts";

/**
 * Whether a record is about some systems and about no other. One that spans more shows what the others
 * measured, and one about the management system is about all of them: neither is within.
 */
export function isWithin(
  record: Pick<Nonconformity, "system" | "episodes">,
  systems: ReadonlySet<string>,
): boolean {
  const own = systemsOf(record);
  return own.length > 0 && own.every((system) => systems.has(system));
}
