import type { AttributeValue, WireRecord } from "@tiltmeter/sdk/wire/attribute-value";
import { parse } from "protobufjs";

// The OTLP logs messages as published (opentelemetry-proto 1.x), for an independent reader of what the
// SDK writes.
const { root } = parse(
  `syntax = "proto3";
message AnyValue {
  oneof value {
    string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4;
    ArrayValue array_value = 5; KeyValueList kvlist_value = 6; bytes bytes_value = 7;
  }
}
message ArrayValue { repeated AnyValue values = 1; }
message KeyValueList { repeated KeyValue values = 1; }
message KeyValue { string key = 1; AnyValue value = 2; }
message Resource { repeated KeyValue attributes = 1; uint32 dropped_attributes_count = 2; }
message InstrumentationScope { string name = 1; string version = 2; }
message LogRecord {
  fixed64 time_unix_nano = 1; fixed64 observed_time_unix_nano = 11; int32 severity_number = 2;
  string severity_text = 3; AnyValue body = 5; repeated KeyValue attributes = 6;
  uint32 dropped_attributes_count = 7; fixed32 flags = 8; bytes trace_id = 9; bytes span_id = 10;
  string event_name = 12;
}
message ScopeLogs { InstrumentationScope scope = 1; repeated LogRecord log_records = 2; string schema_url = 3; }
message ResourceLogs { Resource resource = 1; repeated ScopeLogs scope_logs = 2; string schema_url = 3; }
message ExportLogsServiceRequest { repeated ResourceLogs resource_logs = 1; }
message Status { int32 code = 1; string message = 2; }
message ExportLogsPartialSuccess { int64 rejected_log_records = 1; string error_message = 2; }
message ExportLogsServiceResponse { ExportLogsPartialSuccess partial_success = 1; }`,
  { keepCase: false },
);

interface AnyValue {
  readonly value?: string;
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string;
  readonly doubleValue?: number;
  readonly arrayValue?: { readonly values: readonly AnyValue[] };
  readonly kvlistValue?: { readonly values: readonly KeyValue[] };
  readonly bytesValue?: Uint8Array;
}

interface KeyValue {
  readonly key: string;
  readonly value?: AnyValue;
}

interface Request {
  readonly resourceLogs: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeLogs: readonly {
      readonly logRecords: readonly {
        readonly timeUnixNano: string;
        readonly attributes: readonly KeyValue[];
        readonly traceId: Uint8Array;
        readonly spanId: Uint8Array;
        readonly eventName: string;
      }[];
    }[];
  }[];
}

export interface DecodedRequest {
  readonly resource: Readonly<Record<string, AttributeValue>>;
  readonly records: readonly WireRecord[];
}

/** Reads an ExportLogsServiceRequest through protobufjs. */
export function decodeRequest(bytes: Uint8Array): DecodedRequest {
  const type = root.lookupType("ExportLogsServiceRequest");
  const request = type.toObject(type.decode(bytes), {
    longs: String,
    arrays: true,
    oneofs: true,
    defaults: false,
    // The shape follows from the descriptor above.
  }) as unknown as Request;
  const group = request.resourceLogs[0];
  return {
    resource: attributes(group?.resource.attributes ?? []),
    records: (group?.scopeLogs ?? [])
      .flatMap((scope) => scope.logRecords)
      .map((record) => ({
        eventName: record.eventName ?? "",
        timeMs: milliseconds(record.timeUnixNano),
        traceId: Buffer.from(record.traceId ?? []).toString("hex"),
        spanId: Buffer.from(record.spanId ?? []).toString("hex"),
        attributes: attributes(record.attributes),
      })),
  };
}

/** An ExportLogsServiceResponse, as a collector answers. */
export function encodeResponse(rejected: number, message: string): Uint8Array {
  const type = root.lookupType("ExportLogsServiceResponse");
  return type
    .encode(
      type.fromObject({ partialSuccess: { rejectedLogRecords: rejected, errorMessage: message } }),
    )
    .finish();
}

/** The google.rpc.Status that OTLP has in the body of an error. */
export function encodeStatus(message: string): Uint8Array {
  const type = root.lookupType("Status");
  return type.encode(type.fromObject({ code: 16, message })).finish();
}

function milliseconds(nanos: string): number {
  const value = BigInt(nanos);
  return Number(value / 1_000_000n) + Number(value % 1_000_000n) / 1e6;
}

function attributes(list: readonly KeyValue[]): Record<string, AttributeValue> {
  const map: Record<string, AttributeValue> = Object.create(null);
  for (const { key, value } of list) map[key ?? ""] = plain(value ?? {});
  return map;
}

function plain(value: AnyValue): AttributeValue {
  if (value.value === undefined) return null;
  if (value.stringValue !== undefined) return value.stringValue;
  if (value.boolValue !== undefined) return value.boolValue;
  if (value.intValue !== undefined) {
    const integer = BigInt(value.intValue);
    return Number.isSafeInteger(Number(integer)) ? Number(integer) : integer;
  }
  if (value.doubleValue !== undefined) return value.doubleValue;
  if (value.bytesValue !== undefined) return new Uint8Array(value.bytesValue);
  if (value.arrayValue !== undefined) return value.arrayValue.values.map(plain);
  return attributes(value.kvlistValue?.values ?? []);
}
