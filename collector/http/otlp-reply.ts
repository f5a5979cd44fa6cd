import protobuf from "protobufjs/minimal.js";
import { headersOf, type Problem } from "./problem.ts";

export type OtlpEncoding = "protobuf" | "json";

const CONTENT_TYPE: Readonly<Record<OtlpEncoding, string>> = {
  protobuf: "application/x-protobuf",
  json: "application/json",
};

/** The encoding that a content type names; null where OTLP has no such. */
export function encodingOf(contentType: string | undefined): OtlpEncoding | null {
  const [type] = (contentType ?? "").split(";");
  switch (type?.trim().toLowerCase()) {
    case "application/x-protobuf":
      return "protobuf";
    case "application/json":
      return "json";
    default:
      return null;
  }
}

/** What an `ExportLogsServiceResponse`, or that of another signal, says beside success. */
export interface PartialSuccess {
  readonly rejected: number;
  /** Empty where there is nothing to say. */
  readonly message: string;
}

/** The responses of the signals differ in this name alone, and in protobuf not at all. */
const REJECTED = {
  logs: "rejectedLogRecords",
  traces: "rejectedSpans",
  metrics: "rejectedDataPoints",
} as const;

/** 200 with the response of a signal. */
export function otlpSuccess(
  of: PartialSuccess,
  { encoding, signal }: { readonly encoding: OtlpEncoding; readonly signal: keyof typeof REJECTED },
  headers: Readonly<Record<string, string>>,
): Response {
  const silent = of.rejected === 0 && of.message === "";
  const body =
    encoding === "protobuf"
      ? silent
        ? new Uint8Array()
        : partialSuccess(of)
      : JSON.stringify(
          silent
            ? {}
            : // proto3 JSON writes an int64 as text.
              {
                partialSuccess: { [REJECTED[signal]]: `${of.rejected}`, errorMessage: of.message },
              },
        );
  return new Response(body, { headers: { "content-type": CONTENT_TYPE[encoding], ...headers } });
}

function partialSuccess(of: PartialSuccess): Uint8Array<ArrayBuffer> {
  const writer = protobuf.Writer.create().uint32(10).fork();
  if (of.rejected > 0) writer.uint32(8).int64(of.rejected);
  if (of.message !== "") writer.uint32(18).string(of.message);
  return Uint8Array.from(writer.ldelim().finish());
}

/** An error as `google.rpc.Status`, in the encoding of the request (JSON where that is unknown). */
export function otlpProblem(problem: Problem, encoding: OtlpEncoding | null): Response {
  const code = CODES[problem.status] ?? UNKNOWN;
  const form = encoding ?? "json";
  const body =
    form === "protobuf"
      ? Uint8Array.from(
          protobuf.Writer.create().uint32(8).int32(code).uint32(18).string(problem.detail).finish(),
        )
      : JSON.stringify({ code, message: problem.detail });
  return new Response(body, {
    status: problem.status,
    headers: { "content-type": CONTENT_TYPE[form], ...headersOf(problem) },
  });
}

const UNKNOWN = 2;
/** HTTP status → `google.rpc.Code`. */
const CODES: Readonly<Record<number, number>> = {
  400: 3, // INVALID_ARGUMENT
  401: 16, // UNAUTHENTICATED
  403: 7, // PERMISSION_DENIED
  404: 12, // UNIMPLEMENTED
  409: 3,
  413: 3,
  415: 3,
  429: 8, // RESOURCE_EXHAUSTED
  500: 13, // INTERNAL
  503: 14, // UNAVAILABLE
};
