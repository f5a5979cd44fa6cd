import protobuf from "protobufjs";

const { root } = protobuf.parse(`
  syntax = "proto3";
  message Response { PartialSuccess partial_success = 1; }
  message PartialSuccess { int64 rejected_log_records = 1; string error_message = 2; }
  message Status { int32 code = 1; string message = 2; }
`);

/** An ExportLogsServiceResponse, read by protobufjs' reflection. */
export function readPartialSuccess(body: ArrayBuffer): { rejected: number; message: string } {
  const type = root.lookupType("Response");
  const { partialSuccess } = type.toObject(type.decode(new Uint8Array(body)), { longs: Number });
  return {
    rejected: partialSuccess?.rejectedLogRecords ?? 0,
    message: partialSuccess?.errorMessage ?? "",
  };
}

/** A google.rpc.Status. */
export function readStatus(body: ArrayBuffer): { code: number; message: string } {
  const type = root.lookupType("Status");
  const { code, message } = type.toObject(type.decode(new Uint8Array(body)));
  return { code, message };
}
