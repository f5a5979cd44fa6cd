import { createRequire } from "node:module";
import type { AttributeValue } from "@tiltmeter/sdk/wire/attribute-value";
import type { DecodedLogs } from "tiltmeter/ingest/decoded";

/*
 * The static code that OpenTelemetry itself generated from its .proto files with protobufjs, as a release of its own exporter
 * ships it: a decoder that shares neither a descriptor nor a walk with ours.
 */
const EXPORTER = "@opentelemetry/exporter-logs-otlp-http";

/** What was not sent is null, whatever its type. */
interface AnyValue {
  readonly value?: Exclude<keyof AnyValue, "value">;
  readonly stringValue: string | null;
  readonly boolValue: boolean | null;
  readonly intValue: Fixed64 | null;
  readonly doubleValue: number | null;
  readonly arrayValue: { readonly values: readonly AnyValue[] } | null;
  readonly kvlistValue: { readonly values: readonly KeyValue[] } | null;
  readonly bytesValue: Uint8Array | null;
}
interface KeyValue {
  readonly key: string | null;
  readonly value: AnyValue | null;
}
interface Fixed64 {
  readonly high: number;
  readonly low: number;
}
interface LogRecord {
  readonly timeUnixNano?: Fixed64 | null;
  readonly observedTimeUnixNano?: Fixed64 | null;
  readonly flags?: number;
  readonly traceId?: Uint8Array | null;
  readonly spanId?: Uint8Array | null;
  readonly eventName?: string;
  readonly attributes: readonly KeyValue[];
}
interface Request {
  readonly resourceLogs: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] } | null;
    readonly scopeLogs: readonly { readonly logRecords: readonly LogRecord[] }[];
  }[];
}
interface Root {
  readonly opentelemetry: {
    readonly proto: {
      readonly collector: {
        readonly logs: {
          readonly v1: {
            readonly ExportLogsServiceRequest: { readonly decode: (body: Uint8Array) => Request };
          };
        };
      };
    };
  };
}

/** Decodes a request of logs with OpenTelemetry's own code, into what the collector's walk gives, without its limits. */
export function officialDecoder(): (body: Uint8Array) => DecodedLogs {
  const near = createRequire(createRequire(import.meta.url).resolve("@traceloop/node-server-sdk"));
  const exporter = createRequire(near.resolve(EXPORTER));
  const transformer = createRequire(exporter.resolve("@opentelemetry/otlp-transformer"));
  const root = transformer("./generated/root.js") as Root; // what its .d.ts says
  const { ExportLogsServiceRequest } = root.opentelemetry.proto.collector.logs.v1;
  return (body) => ({
    groups: ExportLogsServiceRequest.decode(body).resourceLogs.map((group) => ({
      resource: attributesOf(group.resource?.attributes ?? []),
      problem: null,
      records: group.scopeLogs.flatMap(({ logRecords }) => logRecords.map(record)),
    })),
  });
}

function record(of: LogRecord): DecodedLogs["groups"][number]["records"][number] {
  const time = msOf(of.timeUnixNano);
  return {
    eventName: of.eventName ?? "",
    timeMs: time === 0 ? msOf(of.observedTimeUnixNano) : time,
    traceId: idOf(of.traceId, 16),
    spanId: idOf(of.spanId, 8),
    attributes: attributesOf(of.attributes),
    isSampled: ((of.flags ?? 0) & 1) === 1,
    problem: null,
    scope: { name: "", version: "", schemaUrl: "" },
  };
}

function attributesOf(pairs: readonly KeyValue[]): Record<string, AttributeValue> {
  const into: Record<string, AttributeValue> = Object.create(null);
  for (const { key, value } of pairs) into[key ?? ""] = plainValue(value);
  return into;
}

function plainValue(of: AnyValue | null): AttributeValue {
  switch (of?.value) {
    case "stringValue":
      return of.stringValue ?? "";
    case "boolValue":
      return of.boolValue ?? false;
    case "doubleValue":
      return of.doubleValue ?? 0;
    case "intValue": {
      const { high, low } = of.intValue ?? { high: 0, low: 0 };
      const exact = BigInt.asIntN(64, (BigInt(high) << 32n) + BigInt(low >>> 0));
      const rounded = Number(exact);
      return Number.isSafeInteger(rounded) ? rounded : exact;
    }
    case "arrayValue":
      return (of.arrayValue?.values ?? []).map(plainValue);
    case "kvlistValue":
      return attributesOf(of.kvlistValue?.values ?? []);
    case "bytesValue":
      return Uint8Array.from(of.bytesValue ?? []);
    default:
      return null;
  }
}

/** To the nearest microsecond. */
function msOf(of: Fixed64 | null | undefined): number {
  if (of === null || of === undefined) return 0;
  const nanos = (BigInt(of.high >>> 0) << 32n) + BigInt(of.low >>> 0);
  return Number((nanos + 500n) / 1000n) / 1000;
}

function idOf(of: Uint8Array | null | undefined, bytes: number): string {
  if (of?.length !== bytes || of.every((byte) => byte === 0)) return "";
  return Buffer.from(of).toString("hex");
}
