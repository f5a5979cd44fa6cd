import { decodeLogsJson } from "./decode-json.ts";
import { decodeLogsProtobuf } from "./decode-protobuf.ts";
import type { DecodedLogs } from "./decoded.ts";

export type Encoding = "protobuf" | "json";

/**
 * Decodes one `ExportLogsServiceRequest`.
 *
 * Throws `Undecodable` where the body is not one, and `TooMuch` beyond 10,000 records. A record
 * that breaks a limit of its own is decoded as far as the limit, with the `problem` named: the
 * others are none the worse.
 */
export function decodeLogs(body: Uint8Array, encoding: Encoding): DecodedLogs {
  return encoding === "protobuf" ? decodeLogsProtobuf(body) : decodeLogsJson(body);
}
