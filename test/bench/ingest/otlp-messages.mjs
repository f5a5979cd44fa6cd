// OTLP's messages of logs for protobufjs, as opentelemetry-proto 1.x has them. What it decodes with is code that it generates, as
// its static modules are.
import protobuf from "protobufjs";

const field = (type, id, rule) => ({ type, id, ...(rule === undefined ? {} : { rule }) });
const message = (fields, oneofs) => ({ fields, ...(oneofs === undefined ? {} : { oneofs }) });

const root = protobuf.Root.fromJSON({
  nested: {
    ExportLogsServiceRequest: message({ resourceLogs: field("ResourceLogs", 1, "repeated") }),
    ResourceLogs: message({
      resource: field("Resource", 1),
      scopeLogs: field("ScopeLogs", 2, "repeated"),
      schemaUrl: field("string", 3),
    }),
    Resource: message({
      attributes: field("KeyValue", 1, "repeated"),
      droppedAttributesCount: field("uint32", 2),
    }),
    ScopeLogs: message({
      scope: field("InstrumentationScope", 1),
      logRecords: field("LogRecord", 2, "repeated"),
      schemaUrl: field("string", 3),
    }),
    InstrumentationScope: message({
      name: field("string", 1),
      version: field("string", 2),
      attributes: field("KeyValue", 3, "repeated"),
      droppedAttributesCount: field("uint32", 4),
    }),
    LogRecord: message({
      timeUnixNano: field("fixed64", 1),
      severityNumber: field("int32", 2),
      severityText: field("string", 3),
      body: field("AnyValue", 5),
      attributes: field("KeyValue", 6, "repeated"),
      droppedAttributesCount: field("uint32", 7),
      flags: field("fixed32", 8),
      traceId: field("bytes", 9),
      spanId: field("bytes", 10),
      observedTimeUnixNano: field("fixed64", 11),
      eventName: field("string", 12),
    }),
    KeyValue: message({ key: field("string", 1), value: field("AnyValue", 2) }),
    AnyValue: message(
      {
        stringValue: field("string", 1),
        boolValue: field("bool", 2),
        intValue: field("int64", 3),
        doubleValue: field("double", 4),
        arrayValue: field("ArrayValue", 5),
        kvlistValue: field("KeyValueList", 6),
        bytesValue: field("bytes", 7),
      },
      {
        value: {
          oneof: [
            "stringValue",
            "boolValue",
            "intValue",
            "doubleValue",
            "arrayValue",
            "kvlistValue",
            "bytesValue",
          ],
        },
      },
    ),
    ArrayValue: message({ values: field("AnyValue", 1, "repeated") }),
    KeyValueList: message({ values: field("KeyValue", 1, "repeated") }),
  },
});

/** `decode(bytes)` gives messages, whose strings of 64 bits are protobufjs' own. */
export const LogsRequest = root.lookupType("ExportLogsServiceRequest");
