import { decodeJson } from "./decode-json.ts";
import { decodeProtobuf } from "./decode-protobuf.ts";
import type { DecodedLogs, DecodedMetrics, DecodedSpans } from "./decoded.ts";
import { logRecord as jsonLog } from "./json-log.ts";
import { metricReader as jsonMetric } from "./json-metric.ts";
import { span as jsonSpan } from "./json-span.ts";
import type { PlainReader } from "./plain/plain-reader.ts";
import { logReader } from "./protobuf-log.ts";
import { metricReader as protobufMetric } from "./protobuf-metric.ts";
import { span as protobufSpan } from "./protobuf-span.ts";

export type Encoding = "protobuf" | "json";

/**
 * Decodes one `ExportLogsServiceRequest`.
 *
 * Throws `Undecodable` where the body is not one, and `TooMuch` beyond 10,000 records. A record
 * that breaks a limit of its own is decoded as far as the limit, with the `problem` named: the
 * others are none the worse.
 *
 * `plain` has begun with this body; records of protobuf that it takes are not among those decoded.
 */
export function decodeLogs(
  body: Uint8Array,
  encoding: Encoding,
  plain: PlainReader | null = null,
): DecodedLogs {
  return encoding === "protobuf"
    ? decodeProtobuf(body, logReader(plain), (resource, problem) => plain?.group(resource, problem))
    : decodeJson(body, LOGS, jsonLog);
}

const LOGS = {
  groups: ["resourceLogs", "resource_logs"],
  scopes: ["scopeLogs", "scope_logs"],
  items: ["logRecords", "log_records"],
} as const;

/**
 * Decodes one `ExportTraceServiceRequest`, of each span what the dialects read of it. What is too long of a
 * span is left out of it. Throws as `decodeLogs` does.
 */
export function decodeSpans(body: Uint8Array, encoding: Encoding): DecodedSpans {
  return encoding === "protobuf"
    ? decodeProtobuf(body, protobufSpan)
    : decodeJson(body, SPANS, jsonSpan);
}

const SPANS = {
  groups: ["resourceSpans", "resource_spans"],
  scopes: ["scopeSpans", "scope_spans"],
  items: ["spans", "spans"],
} as const;

/**
 * Decodes one `ExportMetricsServiceRequest`: the data points of metrics about calls of generative models, and how many
 * others there are. Throws as `decodeLogs` does; points that are not read count for no limit.
 */
export function decodeMetrics(body: Uint8Array, encoding: Encoding): DecodedMetrics {
  let foreign = 0;
  const others = (points: number): void => {
    foreign += points;
  };
  const decoded =
    encoding === "protobuf"
      ? decodeProtobuf(body, protobufMetric(others))
      : decodeJson(body, METRICS, jsonMetric(others));
  return { ...decoded, foreign };
}

const METRICS = {
  groups: ["resourceMetrics", "resource_metrics"],
  scopes: ["scopeMetrics", "scope_metrics"],
  items: ["metrics", "metrics"],
} as const;
