import { retryAfterMs } from "./retry.ts";
import type { HttpAnswer } from "./transport.ts";
import { decodeExportResponse, decodeStatusMessage } from "./wire/export-response.ts";

/** What a collector's answer means for the batch that it answers. */
export type Answer =
  | { readonly kind: "accepted"; readonly rejected: number; readonly message: string }
  | { readonly kind: "overloaded"; readonly retryAfterMs: number; readonly reason: string }
  | { readonly kind: "unauthorised"; readonly reason: string }
  | { readonly kind: "wrong_url"; readonly reason: string }
  /** A fault of the server's that another attempt may or may not pass. */
  | { readonly kind: "faulty"; readonly reason: string }
  /** These bytes will never be taken. */
  | { readonly kind: "refused"; readonly reason: string };

export function interpret(answer: HttpAnswer, nowMs: number): Answer {
  const { status } = answer;
  const isPage = answer.contentType.includes("html");
  const reason = isPage ? `HTTP ${status} with a web page` : `HTTP ${status}${said(answer)}`;
  if (status >= 200 && status < 300) {
    if (isPage) return { kind: "wrong_url", reason };
    // A body that is no protobuf says nothing of the records; the status says that they are stored.
    const partial = decodeExportResponse(answer.body) ?? { rejected: 0, message: "" };
    return { kind: "accepted", ...partial };
  }
  if (status === 429 || status === 502 || status === 503 || status === 504) {
    return { kind: "overloaded", retryAfterMs: retryAfterMs(answer.retryAfter, nowMs), reason };
  }
  if (status === 401 || status === 403) return { kind: "unauthorised", reason };
  if (status < 400 || status === 404 || status === 405) return { kind: "wrong_url", reason };
  return status >= 500 ? { kind: "faulty", reason } : { kind: "refused", reason };
}

/** The server's own words, where they are words: OTLP errors are a `Status`, our API's are problem+json. */
function said(answer: HttpAnswer): string {
  const isStatus = answer.contentType.includes("protobuf");
  const status = isStatus ? decodeStatusMessage(answer.body) : null;
  const text = (status ?? Buffer.from(answer.body).toString("latin1"))
    .replace(/[^\x21-\x7e]+/g, " ")
    .trim()
    .slice(0, 200);
  return text === "" ? "" : `: ${text}`;
}
