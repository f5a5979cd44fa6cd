import {
  context,
  INVALID_SPANID,
  INVALID_TRACEID,
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
