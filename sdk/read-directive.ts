import { InputError } from "./input-error.ts";
import { shown } from "./readers.ts";

/** What the collector said last, checked. */
export interface ReadDirective {
  readonly directive: "run" | "suspend";
  readonly since: string | null;
  readonly until: string | null;
  /** Unix milliseconds; null: it holds until the collector says otherwise. */
  readonly untilMs: number | null;
  readonly reason: string | null;
  readonly record: string | null;
  readonly etag: string;
}

/** Reads the answer of `GET /api/v1/directives/SYSTEM`. Throws a TypeError where it is none. */
export function readDirective(body: Uint8Array): ReadDirective {
  const value: unknown = JSON.parse(Buffer.from(body).toString());
  if (typeof value !== "object" || value === null) {
    throw new InputError(`a directive must be an object, got ${shown(value)}`);
  }
  const { directive, since, until, reason, record, etag } = value as Record<string, unknown>; // checked below
  if (directive !== "run" && directive !== "suspend") {
    throw new InputError(`a directive must be run or suspend, got ${shown(directive)}`);
  }
  // It goes into a header.
  if (typeof etag !== "string" || !/^[\x21\x23-\x7e]{1,128}$/.test(etag)) {
    throw new InputError(`a directive must have an etag, got ${shown(etag)}`);
  }
  const untilMs = typeof until === "string" ? Date.parse(until) : null;
  // An end that cannot be read is not "no end": the system would stand still for ever.
  if (Number.isNaN(untilMs) || (until !== null && untilMs === null)) {
    throw new InputError(`a directive's until must be an instant or null, got ${shown(until)}`);
  }
  return {
    directive,
    since: textOrNull(since),
    until: textOrNull(until),
    untilMs,
    reason: textOrNull(reason),
    record: textOrNull(record),
    etag,
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
