import { DIRECTIVE_ROLE, SUSPENDED_REASON } from "./wire/directive.ts";
import type { Oversight } from "./wire/oversight.ts";

/** That a call was kept from a suspended model, about the prediction that it would have made. */
export function stopOf(id: string, timeMs: number): Oversight {
  return {
    kind: "oversight",
    id,
    timeMs,
    action: "stop",
    from: "",
    to: "",
    by: "",
    role: DIRECTIVE_ROLE,
    reason: SUSPENDED_REASON,
    reviewSeconds: null,
  };
}
