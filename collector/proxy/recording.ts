import type { Monitor } from "@tiltmeter/sdk";
import { DIRECTIVE_ROLE, SUSPENDED_REASON } from "@tiltmeter/sdk/wire/directive";
import type { Observed } from "./exchange.ts";
import type { Said } from "./exchange-parts.ts";

/** Records what an exchange turned out to be: one prediction, or many with the ids `ID/0`, `ID/1`, …. */
export function recordPredictions(ai: Monitor, observed: Observed): number {
  const { id, timeMs, latency, errorType, said, trace, many } = observed;
  const isList = Array.isArray(said) && said.length > 0;
  // Of a call that failed nothing was said: as many predictions as were asked for have failed.
  const all: readonly Said[] = isList
    ? said
    : Array.from({ length: many ?? 1 }, () => single(said));
  for (const [index, each] of all.entries()) {
    const failure = errorType || each.errorType || "";
    ai.record({
      ...each,
      id: isList || many !== null ? `${id}/${index}` : id,
      time: timeMs,
      latency,
      ...(trace === null ? {} : { trace }),
      status: failure === "" ? "ok" : "error",
      ...(failure === "" ? {} : { errorType: failure }),
    });
  }
  return all.length;
}

function single(said: Said | readonly Said[]): Said {
  return Array.isArray(said) ? (said[0] ?? {}) : (said as Said); // the other half of the union, which `isArray` does not narrow
}

/** Records that a call was kept from the suspended model, under the ids that its predictions would have had. */
export function recordStops(
  ai: Monitor,
  of: { readonly id: string; readonly many: number | null; readonly timeMs: number },
): void {
  const ids =
    of.many === null ? [of.id] : Array.from({ length: of.many }, (_, index) => `${of.id}/${index}`);
  for (const id of ids) {
    ai.review(id, {
      action: "stop",
      role: DIRECTIVE_ROLE,
      reason: SUSPENDED_REASON,
      time: of.timeMs,
    });
  }
}
