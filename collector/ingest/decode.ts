import { decodeJson } from "./decode-json.ts";
import { decodeProtobuf } from "./decode-protobuf.ts";
import type { DecodedLogs } from "./decoded.ts";
import { logRecord as jsonLog } from "./json-log.ts";
import { logRecord as protobufLog } from "./protobuf-log.ts";

export type Encoding = "protobuf" | "json";

/**
 * Decodes one `ExportLogsServiceRequest`.
 *
 * Throws `Undecodable` where the body is not one, and `TooMuch` beyond 10,000 records. A record
 * that breaks a limit of its own is decoded as far as the limit, with the `problem` named: the
 * others are none the worse.
 */
export function decodeLogs(body: Uint8Array, encoding: Encoding): DecodedLogs {
  return encoding === "protobuf"
    ? decodeProtobuf(body, protobufLog)
    : decodeJson(body, LOGS, jsonLog);
}

const LOGS = {
  groups: ["resourceLogs", "resource_logs"],
  scopes: ["scopeLogs", "scope_logs"],
  items: ["logRecords", "log_records"],
} as const;
