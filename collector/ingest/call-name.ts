import { LIMITS } from "./limits.ts";

/**
 * What a prediction that a span of somebody else tells of is named: `TRACE:RESPONSE`, so that everything that tells of one call
 * of one trace has one name, or `TRACE:SPAN` where the answer's id is unknown. Two traces may share an answer's id: caches do that.
 *
 * Evaluations and oversight decisions that name an answer mean this too; without a trace the answer's id alone, as our own SDK names it.
 */
export function callName(of: {
  readonly traceId: string;
  readonly responseId: string;
  readonly spanId: string;
}): string {
  const own = of.responseId === "" ? of.spanId : of.responseId;
  return (of.traceId === "" ? own : `${of.traceId}:${own}`).slice(0, LIMITS.idCharacters);
}
