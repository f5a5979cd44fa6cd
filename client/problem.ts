import type { components } from "./api.ts";

/** What a collector answers in place of success (RFC 9457). */
export type ProblemDocument = components["schemas"]["Problem"];

/**
 * A collector did not do what it was asked.
 *
 * `code` is for programs and keeps its meaning; `message` is the collector's own words. Where something
 * else answered, such as a proxy, `code` is null and the document has the status alone.
 */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  readonly code: ProblemDocument["code"] | null;
  /** Where the request was wrong, place by place. */
  readonly errors: NonNullable<ProblemDocument["errors"]>;
  /** Seconds after which the same request is welcome again; null where the collector does not say. */
  readonly retryAfterSeconds: number | null;
  /** All that was answered, with members of the route's own. */
  readonly document: Readonly<Record<string, unknown>>;

  constructor(response: Response, body: unknown) {
    const document = isDocument(body) ? body : null;
    super(document?.detail ?? `${response.url} answered ${response.status} without a reason`);
    this.status = response.status;
    this.code = document?.code ?? null;
    this.errors = document?.errors ?? [];
    const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
    this.retryAfterSeconds = Number.isNaN(seconds) ? null : seconds;
    this.document = document ?? { status: response.status };
  }
}

function isDocument(body: unknown): body is ProblemDocument {
  return typeof body === "object" && body !== null && "code" in body && "detail" in body;
}
