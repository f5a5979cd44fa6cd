import { STATUS_CODES } from "node:http";

/** An answer other than success: its status, and what is wrong, with which value, and what to do. */
export interface Problem {
  readonly status: number;
  readonly detail: string;
  /** Seconds after which the same request is welcome again. */
  readonly retryAfterS?: number;
  /** Further members of the problem document. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** The answer as `application/problem+json` (RFC 9457); `type` is about:blank, so `title` is the status in words. */
export function problemJson(problem: Problem): Response {
  const { status, detail, more } = problem;
  return new Response(
    `${JSON.stringify({ title: STATUS_CODES[status] ?? "Error", status, detail, ...more })}\n`,
    { status, headers: { "content-type": "application/problem+json", ...headersOf(problem) } },
  );
}

/** Headers that go with a problem, whatever its body. */
export function headersOf(problem: Problem): Record<string, string> {
  const headers: Record<string, string> = {};
  if (problem.status === 401) headers["www-authenticate"] = 'Bearer realm="tiltmeter"';
  if (problem.status === 413) headers["connection"] = "close";
  if (problem.retryAfterS !== undefined) headers["retry-after"] = String(problem.retryAfterS);
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
    case "SeriesRefused":
    case "EvidenceRefused":
      return { status: 400, detail };
    case "TooMuch":
    case "BodyTooLarge":
      return { status: 413, detail };
    case "BatchConflict":
      return { status: 409, detail };
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
