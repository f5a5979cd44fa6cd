import { retryAfterMs } from "./retry.ts";
import { serverWords } from "./server-words.ts";
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
    return { kind: "accepted", ...partial, message: serverWords(partial.message) };
  }
  if (status === 429 || status === 502 || status === 503 || status === 504) {
    return { kind: "overloaded", retryAfterMs: retryAfterMs(answer.retryAfter, nowMs), reason };
  }
  if (status === 401 || status === 403) return { kind: "unauthorised", reason };
  if (status < 400 || status === 404 || status === 405) return { kind: "wrong_url", reason };
  return status >= 500 ? { kind: "faulty", reason } : { kind: "refused", reason };
}

/**
 * The server's own words, where they are words: OTLP errors are a `Status`, our API's are problem+json. Of another body
 * nothing is told: it may be what was sent.
 */
function said(answer: HttpAnswer): string {
  const { contentType, body } = answer;
  const words = contentType.includes("protobuf")
    ? decodeStatusMessage(body)
    : contentType.includes("json")
      ? problemOf(Buffer.from(body).toString("utf8"))
      : null;
  const text = serverWords(words ?? "");
  return text === "" ? "" : `: ${text}`;
}

/** RFC 9457; null where it is none. */
function problemOf(json: string): string | null {
  try {
    // Its members are read as unknown.
    const { title, detail } = Object(JSON.parse(json)) as { title?: unknown; detail?: unknown };
    const words = [title, detail].filter((part) => typeof part === "string" && part !== "");
    return words.length === 0 ? null : words.join(": ");
  } catch {
    return null;
  }
}
