export type ProblemCode =
  | "malformed"
  | "invalid_parameter"
  | "invalid_cursor"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "no_route"
  | "method_not_allowed"
  | "not_acceptable"
  | "conflict"
  | "length_required"
  | "outdated"
  | "too_large"
  | "unsupported_media_type"
  | "misdirected"
  | "invalid_body"
  | "version_required"
  | "too_many"
  | "internal"
  | "unavailable";

/**
 * Every `code` that a problem can carry, with its status and what to do about it: for programs, which
 * should look at `code` and never at `detail`. Once published, a code keeps its meaning.
 */
export const PROBLEM_CODES: Readonly<
  Record<ProblemCode, { readonly status: number; readonly means: string }>
> = {
  malformed: { status: 400, means: "The body cannot be read as what its headers say it is." },
  invalid_parameter: {
    status: 400,
    means: "A parameter or header breaks its rule; `errors` names each.",
  },
  invalid_cursor: {
    status: 400,
    means: "The cursor is none of this list; begin again without one.",
  },
  unauthenticated: {
    status: 401,
    means: "No key, or one that is unknown, expired or revoked; send `Authorization: Bearer tm_…`.",
  },
  forbidden: {
    status: 403,
    means: "The key's role, or its systems, do not allow this; use another key.",
  },
  not_found: {
    status: 404,
    means: "There is nothing of that name, or the key may not know that there is.",
  },
  no_route: { status: 404, means: "The API has no such path." },
  method_not_allowed: { status: 405, means: "The path takes other methods; `Allow` lists them." },
  not_acceptable: { status: 406, means: "The route answers none of the media types in `Accept`." },
  conflict: { status: 409, means: "What stands does not allow it; `detail` says what does." },
  length_required: { status: 411, means: "The request must declare its `Content-Length`." },
  outdated: {
    status: 412,
    means: "It has changed since that version: read it again, decide anew, send its new `ETag`.",
  },
  too_large: { status: 413, means: "The body is larger than the route takes; send less at once." },
  unsupported_media_type: {
    status: 415,
    means: "The body's type or coding is not one that the route reads.",
  },
  misdirected: { status: 421, means: "The collector does not answer to that host name." },
  invalid_body: {
    status: 422,
    means: "The body breaks a rule; `errors` has a JSON pointer to each place.",
  },
  version_required: {
    status: 428,
    means: "Send the `ETag` of what you saw as `If-Match`, so that nobody's change is lost.",
  },
  too_many: { status: 429, means: "Too much at once; the same is welcome after `Retry-After`." },
  internal: { status: 500, means: "The collector failed; its log says how." },
  unavailable: {
    status: 503,
    means: "The store or the disk does not answer; the same is welcome after `Retry-After`.",
  },
};

/** The code of a status where the one who refuses names no other: the first of that status. */
export function codeOf(status: number): ProblemCode {
  const codes = Object.keys(PROBLEM_CODES) as ProblemCode[]; // its own keys
  return (
    codes.find((code) => PROBLEM_CODES[code].status === status) ??
    (status >= 500 ? "internal" : "malformed")
  );
}
