import fc from "fast-check";
import protobuf from "protobufjs";

// The messages of opentelemetry-proto that requests of logs, spans and metrics are made of, encoded by
// protobufjs' reflection: an encoder that shares nothing with the walk under test.
const descriptor = protobuf.parse(`
  syntax = "proto3";
  message Request { repeated ResourceLogs resource_logs = 1; }
  message ResourceLogs { Resource resource = 1; repeated ScopeLogs scope_logs = 2; string schema_url = 3; }
  message Resource { repeated KeyValue attributes = 1; uint32 dropped_attributes_count = 2; }
  message Scope { string name = 1; string version = 2; repeated KeyValue attributes = 3; }
  message ScopeLogs { Scope scope = 1; repeated LogRecord log_records = 2; string schema_url = 3; }
  message LogRecord {
    fixed64 time_unix_nano = 1; int32 severity_number = 2; string severity_text = 3; AnyValue body = 5;
    repeated KeyValue attributes = 6; uint32 dropped_attributes_count = 7; fixed32 flags = 8;
    bytes trace_id = 9; bytes span_id = 10; fixed64 observed_time_unix_nano = 11; string event_name = 12;
  }
  message Traces { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; string schema_url = 3; }
  message ScopeSpans { Scope scope = 1; repeated Span spans = 2; string schema_url = 3; }
  message Span {
    bytes trace_id = 1; bytes span_id = 2; string trace_state = 3; bytes parent_span_id = 4; string name = 5;
    int32 kind = 6; fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8;
    repeated KeyValue attributes = 9; uint32 dropped_attributes_count = 10; repeated Event events = 11;
    Status status = 15; fixed32 flags = 16;
  }
  message Event { fixed64 time_unix_nano = 1; string name = 2; repeated KeyValue attributes = 3; }
  message Status { string message = 2; int32 code = 3; }
  message Metrics { repeated ResourceMetrics resource_metrics = 1; }
  message ResourceMetrics { Resource resource = 1; repeated ScopeMetrics scope_metrics = 2; string schema_url = 3; }
  message ScopeMetrics { Scope scope = 1; repeated Metric metrics = 2; string schema_url = 3; }
  message Metric {
    string name = 1; string description = 2; string unit = 3;
    oneof data {
      Gauge gauge = 5; Sum sum = 7; Histogram histogram = 9;
      ExponentialHistogram exponential_histogram = 10; Summary summary = 11;
    }
  }
  message Gauge { repeated NumberPoint data_points = 1; }
  message Sum { repeated NumberPoint data_points = 1; int32 aggregation_temporality = 2; bool is_monotonic = 3; }
  message NumberPoint {
    fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3;
    oneof value { double as_double = 4; sfixed64 as_int = 6; }
    repeated KeyValue attributes = 7; uint32 flags = 8;
  }
  message Histogram { repeated HistogramPoint data_points = 1; int32 aggregation_temporality = 2; }
  message HistogramPoint {
    fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3; fixed64 count = 4; optional double sum = 5;
    repeated fixed64 bucket_counts = 6; repeated double explicit_bounds = 7; repeated KeyValue attributes = 9;
    uint32 flags = 10; optional double min = 11; optional double max = 12;
  }
  message ExponentialHistogram { repeated ExponentialPoint data_points = 1; int32 aggregation_temporality = 2; }
  message ExponentialPoint {
    repeated KeyValue attributes = 1; fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3;
    fixed64 count = 4; optional double sum = 5; sint32 scale = 6; fixed64 zero_count = 7; uint32 flags = 10;
  }
  message Summary { repeated SummaryPoint data_points = 1; }
  message SummaryPoint {
    fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3; fixed64 count = 4; double sum = 5;
    repeated Quantile quantile_values = 6; repeated KeyValue attributes = 7;
  }
  message Quantile { double quantile = 1; double value = 2; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue {
    oneof value {
      string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4;
      ArrayValue array_value = 5; KeyValueList kvlist_value = 6; bytes bytes_value = 7;
    }
  }
  message ArrayValue { repeated AnyValue values = 1; }
  message KeyValueList { repeated KeyValue values = 1; }
`).root;

/** One attribute value in OTLP/JSON, which is also what the reflection encoder is given. */
export type JsonValue = {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string;
  readonly doubleValue?: number | string;
  readonly arrayValue?: { readonly values: readonly JsonValue[] };
  readonly kvlistValue?: { readonly values: readonly JsonKeyValue[] };
  readonly bytesValue?: string;
};
export interface JsonKeyValue {
  readonly key: string;
  readonly value?: JsonValue;
}
export interface JsonRecord {
  readonly timeUnixNano?: string;
  readonly observedTimeUnixNano?: string;
  readonly severityNumber?: number;
  readonly flags?: number;
  readonly body?: JsonValue;
  readonly attributes?: readonly JsonKeyValue[];
  readonly traceId?: string;
  readonly spanId?: string;
  readonly eventName?: string;
}
export interface JsonRequest {
  readonly resourceLogs: readonly {
    readonly resource?: { readonly attributes: readonly JsonKeyValue[] };
    readonly scopeLogs: readonly {
      readonly scope?: { readonly name: string };
      readonly schemaUrl?: string;
      readonly logRecords: readonly JsonRecord[];
    }[];
  }[];
}

/** The request as OTLP/JSON bytes. */
export function toJson(request: object): Uint8Array {
  return Buffer.from(JSON.stringify(request));
}

/** The same request as protobuf bytes: ids from hexadecimal, the rest as protobufjs reads JSON. */
export function toProtobuf(
  request: object,
  message: "Request" | "Traces" | "Metrics" = "Request",
): Uint8Array {
  const requestType = descriptor.lookupType(message);
  const withBytes = JSON.parse(JSON.stringify(request), (key, value) => {
    if (IDS.has(key)) return Buffer.from(value, "hex").toString("base64");
    return DOUBLES.has(key) ? Number(value) : value;
  });
  return requestType.encode(requestType.fromObject(withBytes)).finish();
}

const IDS: ReadonlySet<string> = new Set(["traceId", "spanId", "parentSpanId"]);
const DOUBLES: ReadonlySet<string> = new Set(["doubleValue", "asDouble"]);

/** An attribute value of the type that a plain value suggests. */
export function anyValue(value: unknown): JsonValue {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "bigint") return { intValue: `${value}` };
  if (typeof value === "number")
    return { doubleValue: Number.isFinite(value) ? value : String(value) };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  if (typeof value === "object" && value !== null)
    return { kvlistValue: { values: keyValues(value) } };
  return {};
}

export function keyValues(of: object): readonly JsonKeyValue[] {
  return Object.entries(of).map(([key, value]) => ({ key, value: anyValue(value) }));
}

/** A request of one resource with the records of these attributes. */
export function requestOf(
  records: readonly {
    readonly event?: string;
    readonly timeMs?: number;
    readonly attributes: object;
  }[],
  resource: object = { "service.name": "credit" },
): JsonRequest {
  return {
    resourceLogs: [
      {
        resource: { attributes: keyValues(resource) },
        scopeLogs: [
          {
            logRecords: records.map(({ event, timeMs, attributes }) => ({
              eventName: event ?? "aims.prediction",
              timeUnixNano: `${BigInt(timeMs ?? 1_795_469_025_213) * 1_000_000n}`,
              attributes: keyValues(attributes),
            })),
          },
        ],
      },
    ],
  };
}

const key = fc.oneof(
  fc.constantFrom("aims.prediction.id", "aims.prediction.label", "aims.prediction.features"),
  fc.string({ unit: "grapheme", maxLength: 12 }),
);
const value = fc.letrec<{ any: JsonValue; leaf: JsonValue }>((tie) => ({
  leaf: fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 20 }).map((stringValue) => ({ stringValue })),
    fc.boolean().map((boolValue) => ({ boolValue })),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((of) => ({ intValue: `${of}` })),
    fc
      .double()
      // JSON has no negative zero: JSON.stringify writes 0.
      .map((of) => ({ doubleValue: Number.isFinite(of) ? of + 0 : String(of) })),
    fc.uint8Array({ maxLength: 9 }).map((of) => ({
      bytesValue: Buffer.from(of).toString("base64"),
    })),
    fc.constant({}),
  ),
  any: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie("leaf"),
    fc.array(tie("any"), { maxLength: 4 }).map((values) => ({ arrayValue: { values } })),
    fc
      .array(fc.record({ key, value: tie("any") }), { maxLength: 4 })
      .map((values) => ({ kvlistValue: { values } })),
  ),
})).any;
export const attributes: fc.Arbitrary<readonly JsonKeyValue[]> = fc.array(
  fc.record({ key, value }),
  { maxLength: 6 },
);
export const nanos: fc.Arbitrary<string> = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
export const hex = (bytes: number): fc.Arbitrary<string> =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((of) => Buffer.from(of).toString("hex"));
const record: fc.Arbitrary<JsonRecord> = fc.record(
  {
    timeUnixNano: nanos,
    observedTimeUnixNano: nanos,
    severityNumber: fc.nat(24),
    flags: fc.nat(3),
    body: value,
    attributes,
    traceId: hex(16),
    spanId: hex(8),
    eventName: fc.constantFrom(
      "aims.prediction",
      "aims.outcome",
      "aims.oversight.decision",
      "aims.change",
      "aims.heartbeat",
      "gen_ai.choice",
      "",
    ),
  },
  { requiredKeys: [] },
);

/** Requests of any shape within the limits: absent and empty parts, nested values, every event name. */
export const requests: fc.Arbitrary<JsonRequest> = fc.record({
  resourceLogs: fc.array(
    fc.record(
      {
        resource: fc.record({ attributes }),
        scopeLogs: fc.array(
          fc.record(
            {
              scope: fc.record({ name: fc.string() }),
              schemaUrl: fc.string(),
              logRecords: fc.array(record, { maxLength: 4 }),
            },
            { requiredKeys: ["logRecords"] },
          ),
          { maxLength: 2 },
        ),
      },
      { requiredKeys: ["scopeLogs"] },
    ),
    { maxLength: 3 },
  ),
});
