import type { ObservedReview } from "./record.ts";

/** The role in which the machine keeps a call from a suspended model; on the wire it is the same word. */
export const MACHINE_ROLE = "directive";

/**
 * A call that a suspension kept from the model. Nobody looked at it, so it is nobody's review; and a
 * prediction of the same id was made in shadow and answered nobody, so it waits for none.
 */
export function isMachineStop({ action, role }: Pick<ObservedReview, "action" | "role">): boolean {
  return action === "stop" && role === MACHINE_ROLE;
}
