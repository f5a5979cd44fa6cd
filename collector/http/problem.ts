import { STATUS_CODES } from "node:http";
import { codeOf, type ProblemCode } from "./problem-codes.ts";

/** One mistake of a request: where it is, and which rule it breaks. */
export type Mistake =
  | { readonly pointer: string; readonly detail: string }
  /** Within a text of the body, from 1. */
  | {
      readonly pointer: string;
      readonly line: number;
      readonly column: number;
      readonly detail: string;
    }
  | { readonly parameter: string; readonly detail: string }
  | { readonly header: string; readonly detail: string };

/** An answer other than success: its status, and what is wrong, with which value, and what to do. */
export interface Problem {
  readonly status: number;
  readonly detail: string;
  /** Absent: the usual one of the status. */
  readonly code?: ProblemCode;
  /** Where the request is wrong; `pointer` is a JSON pointer (RFC 6901) into its body. */
  readonly errors?: readonly Mistake[];
  /** Seconds after which the same request is welcome again. */
  readonly retryAfterS?: number;
  /** Methods that the path takes, of a 405. */
  readonly allow?: readonly string[];
  /** Further members of the problem document. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/**
 * The answer as `application/problem+json` (RFC 9457). `type` is about:blank, so `title` is the status
 * in words; what programs tell problems apart by is `code`. `instance` is the path that was asked for.
 */
export function problemJson(problem: Problem, instance: string): Response {
  const { status, detail, code, errors, more } = problem;
  const document = {
    type: "about:blank",
    title: STATUS_CODES[status] ?? "Error",
    status,
    code: code ?? codeOf(status),
    detail,
    instance: instance.slice(0, 1_024),
    ...(errors === undefined ? {} : { errors }),
    ...more,
  };
  return new Response(`${JSON.stringify(document)}\n`, {
    status,
    headers: { "content-type": "application/problem+json", ...headersOf(problem) },
  });
}

/** A JSON pointer to a place in a body (RFC 6901). */
export function pointerTo(path: readonly PropertyKey[]): string {
  const escaped = (part: PropertyKey): string =>
    String(part).replaceAll("~", "~0").replaceAll("/", "~1");
  return path.map((part) => `/${escaped(part)}`).join("");
}

/** Headers that go with a problem, whatever its body. */
export function headersOf(problem: Problem): Record<string, string> {
  const headers: Record<string, string> = {};
  if (problem.status === 401) headers["www-authenticate"] = 'Bearer realm="tiltmeter"';
  if (problem.status === 413) headers["connection"] = "close";
  if (problem.retryAfterS !== undefined) headers["retry-after"] = String(problem.retryAfterS);
  if (problem.allow !== undefined) headers["allow"] = problem.allow.join(", ");
  return headers;
}

/**
 * Seconds to wait: 1, 2 or 3 by chance. Stock OpenTelemetry exporters drop a batch at once where
 * this is longer than what is left of their ten seconds.
 */
export function retryAfter(random: () => number): number {
  return 1 + Math.floor(random() * 3);
}

/**
 * What an error means to who asked; null where it is our own fault.
 *
 * Rooms do not import rooms, so the errors of the others are known by name.
 */
export function problemOf(error: unknown, random: () => number): Problem | null {
  if (!(error instanceof Error)) return null;
  const detail = error.message;
  switch (error.name) {
    case "Undecodable":
    case "BodyUnreadable":
      return { status: 400, detail };
    case "SeriesRefused":
    case "EvidenceRefused":
      return { status: 400, code: "invalid_parameter", detail };
    case "TooMuch":
    case "BodyTooLarge":
      return { status: 413, detail };
    case "BatchConflict":
      return { status: 409, detail };
    case "PasswordsBusy":
      return { status: 503, detail, retryAfterS: retryAfter(random) };
    case "Busy": {
      const ofKey = "limit" in error && error.limit === "key";
      return { status: ofKey ? 429 : 503, detail, retryAfterS: retryAfter(random) };
    }
    case "LogUnavailable":
    case "JournalFull":
    case "ReadFailed":
      return { status: 503, detail, retryAfterS: retryAfter(random) };
    default:
      return null;
  }
}
