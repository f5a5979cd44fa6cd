import fc from "fast-check";
import { attributes, hex, type JsonKeyValue, keyValues, nanos } from "./otlp-request.ts";

/** One span in OTLP/JSON. */
export interface JsonSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name?: string;
  readonly startTimeUnixNano?: string;
  readonly endTimeUnixNano?: string;
  readonly attributes?: readonly JsonKeyValue[];
  readonly events?: readonly {
    readonly name: string;
    readonly attributes: readonly JsonKeyValue[];
  }[];
  readonly status?: { readonly code: number };
}

/** A request of one resource and scope with these spans. */
export function spansOf(
  spans: readonly JsonSpan[],
  { resource = { "service.name": "assistant" }, scope = "test" } = {},
): object {
  const scopeSpans = [{ scope: { name: scope, version: "1.0" }, spans }];
  return { resourceSpans: [{ resource: { attributes: keyValues(resource) }, scopeSpans }] };
}

export function metricsOf(
  metrics: readonly object[],
  { resource = { "service.name": "assistant" }, scope = "test" } = {},
): object {
  const scopeMetrics = [{ scope: { name: scope }, metrics }];
  return { resourceMetrics: [{ resource: { attributes: keyValues(resource) }, scopeMetrics }] };
}

/** Names that dialects read, and any other. */
const told = fc.array(
  fc.oneof(
    fc.record({
      key: fc.constantFrom(
        "gen_ai.operation.name",
        "gen_ai.system",
        "gen_ai.provider.name",
        "gen_ai.request.model",
        "gen_ai.response.model",
        "gen_ai.response.id",
        "openinference.span.kind",
        "llm.model_name",
        "output.value",
        "llm.invocation_parameters",
        "ai.operationId",
        "ai.response.toolCalls",
        "gen_ai.output.messages",
        "traceloop.span.kind",
        "error.type",
      ),
      value: fc.record({
        stringValue: fc.constantFrom(
          ...["chat", "embeddings", "execute_tool", "openai", "gpt-4o", "LLM", "r-1", "TOOL", "{}"],
          ...["ai.generateText.doGenerate", "ai.toolCall", "[", '{"model":"m","id":"x"}', "[null]"],
          '[{"parts":[{"type":"tool_call","name":"search"}]}]',
        ),
      }),
    }),
    fc.record({
      key: fc.constantFrom("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens"),
      value: fc.record({ intValue: fc.constantFrom("0", "5", "10", "-1", "9223372036854775807") }),
    }),
    attributes.map(([first]) => first ?? { key: "none" }),
  ),
  { maxLength: 8 },
);

const span = fc.record(
  {
    traceId: fc.constantFrom("0a".repeat(16), "0b".repeat(16)),
    spanId: hex(8),
    parentSpanId: hex(8),
    name: fc.string(),
    startTimeUnixNano: nanos,
    endTimeUnixNano: nanos,
    attributes: told,
    events: fc.array(
      fc.record({ name: fc.constantFrom("exception", "gen_ai.choice", "other"), attributes: told }),
      { maxLength: 2 },
    ),
    status: fc.record({ code: fc.nat(2) }),
  },
  { requiredKeys: ["traceId", "spanId"] },
);

const scope = fc.constantFrom(
  ...["", "gen_ai", "ai", "com.anthropic.sdk.typescript", "@traceloop/instrumentation-openai"],
  "@opentelemetry/instrumentation-aws-sdk",
);

/** Requests of spans of any shape within the limits. */
export const spanRequests: fc.Arbitrary<object> = fc.record({
  resourceSpans: fc.array(
    fc.record({
      resource: fc.record({ attributes }),
      scopeSpans: fc.array(
        fc.record({
          scope: fc.record({ name: scope }),
          spans: fc.array(span, { maxLength: 5 }),
          schemaUrl: fc.string(),
        }),
        { maxLength: 2 },
      ),
    }),
    { maxLength: 3 },
  ),
});

const metricName = fc.constantFrom(
  ...["gen_ai.client.token.usage", "gen_ai.client.inference.duration", "http.server.duration", ""],
);
const whole = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(String);
const double = fc.double().map((of) => (Number.isFinite(of) ? of + 0 : String(of)));
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((of) => of + 0);
const point = { startTimeUnixNano: nanos, timeUnixNano: nanos, attributes, flags: fc.nat(2) };
const numbers = fc.array(
  fc.oneof(
    fc.record({ ...point, asInt: whole }, { requiredKeys: [] }),
    fc.record({ ...point, asDouble: double }, { requiredKeys: [] }),
  ),
  { maxLength: 3 },
);
const histograms = fc.array(
  fc.record({ ...point, count: whole, sum: finite, min: finite }, { requiredKeys: [] }),
  { maxLength: 3 },
);
const aggregationTemporality = fc.nat(3);
const metric = fc
  .tuple(
    fc.record({ name: metricName, unit: fc.string() }),
    fc.oneof(
      fc.record({ gauge: fc.record({ dataPoints: numbers }) }),
      fc.record({ sum: fc.record({ dataPoints: numbers, aggregationTemporality }) }),
      fc.record({ histogram: fc.record({ dataPoints: histograms, aggregationTemporality }) }),
      fc.record({
        exponentialHistogram: fc.record({ dataPoints: histograms, aggregationTemporality }),
      }),
      fc.record({
        summary: fc.record({
          dataPoints: fc.array(
            fc.record({ count: whole, quantileValues: fc.constant([{ quantile: 0.5, value: 1 }]) }),
            { maxLength: 2 },
          ),
        }),
      }),
      fc.constant({}),
    ),
  )
  .map(([named, data]) => ({ ...named, ...data }));

/** Requests of metrics of any shape within the limits, of calls and of other things. */
export const metricRequests: fc.Arbitrary<object> = fc.record({
  resourceMetrics: fc.array(
    fc.record({
      resource: fc.record({ attributes }),
      scopeMetrics: fc.array(
        fc.record({
          scope: fc.record({ name: scope }),
          metrics: fc.array(metric, { maxLength: 4 }),
        }),
        { maxLength: 2 },
      ),
    }),
    { maxLength: 2 },
  ),
});
