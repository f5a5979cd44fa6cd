import fc from "fast-check";
import protobuf from "protobufjs";

// The messages of opentelemetry-proto that an ExportLogsServiceRequest is made of, encoded by
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
const requestType = descriptor.lookupType("Request");

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
      readonly logRecords: readonly JsonRecord[];
    }[];
  }[];
}

/** The request as OTLP/JSON bytes. */
export function toJson(request: JsonRequest): Uint8Array {
  return Buffer.from(JSON.stringify(request));
}

/** The same request as protobuf bytes: ids from hexadecimal, the rest as protobufjs reads JSON. */
export function toProtobuf(request: JsonRequest): Uint8Array {
  const withBytes = JSON.parse(JSON.stringify(request), (key, value) => {
    if (key === "traceId" || key === "spanId") return Buffer.from(value, "hex").toString("base64");
    return key === "doubleValue" ? Number(value) : value;
  });
  return requestType.encode(requestType.fromObject(withBytes)).finish();
}

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
const attributes = fc.array(fc.record({ key, value }), { maxLength: 6 });
const nanos = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
const hex = (bytes: number): fc.Arbitrary<string> =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((of) => Buffer.from(of).toString("hex"));
const record: fc.Arbitrary<JsonRecord> = fc.record(
  {
    timeUnixNano: nanos,
    observedTimeUnixNano: nanos,
    severityNumber: fc.nat(24),
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
