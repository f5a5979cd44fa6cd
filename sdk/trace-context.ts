import {
  context,
  INVALID_SPANID,
  INVALID_TRACEID,
  isValidSpanId,
  isValidTraceId,
  type SpanContext,
  trace,
} from "@opentelemetry/api";

const NONE: Pick<SpanContext, "traceId" | "spanId"> = { traceId: "", spanId: "" };

/** Trace and span id of the active OpenTelemetry span; empty where there is none. */
export function activeTrace(): Pick<SpanContext, "traceId" | "spanId"> {
  const span = trace.getSpanContext(context.active());
  if (span === undefined) return NONE;
  return span.traceId === INVALID_TRACEID || span.spanId === INVALID_SPANID ? NONE : span;
}

/** Ids of a span that is not this process's own, as a `traceparent` header carries them: 32 and 16 lower hex digits. */
export interface TraceInput {
  readonly traceId: string;
  readonly spanId: string;
}

/** The ids that a caller gives; those of the active span where it gives none, or none that could be. */
export function traceOr(given: unknown): Pick<SpanContext, "traceId" | "spanId"> {
  if (typeof given !== "object" || given === null) return activeTrace();
  // Both are read as unknown.
  const { traceId, spanId } = given as { readonly [K in keyof TraceInput]?: unknown };
  if (typeof traceId !== "string" || typeof spanId !== "string") return activeTrace();
  const isWhole = isValidTraceId(traceId) && isValidSpanId(spanId);
  return isWhole ? { traceId: traceId.toLowerCase(), spanId: spanId.toLowerCase() } : activeTrace();
}
