import type { Sent } from "../channel.ts";
import type { OutgoingAnswer } from "../safe-fetch.ts";
import { retryAfterMs } from "../schedule.ts";

/** What an answer over HTTP means for the try, by its status alone. 410 is the one that ends a channel. */
export function answered(
  answer: Pick<OutgoingAnswer, "status" | "retryAfter">,
  nowMs: number,
): Sent {
  const { status } = answer;
  const common = { status, retryAfterMs: retryAfterMs(answer.retryAfter, nowMs) };
  if (status >= 200 && status < 300) {
    return { ...common, outcome: "delivered", detail: `answered ${status}` };
  }
  if (status === 410) {
    return { ...common, outcome: "gone", detail: "answered 410: wants no more messages" };
  }
  const why = status >= 300 && status < 400 ? "redirects are not followed" : WHY[status];
  const detail = why === undefined ? `answered ${status}` : `answered ${status}: ${why}`;
  return { ...common, outcome: "failed", detail };
}

/** What an operator does about it. */
const WHY: Readonly<Record<number, string>> = {
  400: "the message was not understood",
  401: "the credentials are not accepted",
  403: "the credentials do not allow this",
  404: "there is nothing at this address",
  413: "the message is too long",
  429: "too many messages",
};

/** A try without an answer. */
export function unanswered(error: unknown): Sent {
  return { outcome: "failed", status: null, detail: describe(error), retryAfterMs: null };
}

/** The code or the kind of a failure. Messages of the network may repeat what was sent, so they stay out. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return "failed";
  if (error.name === "CallRefused") return error.message;
  if (error.name === "TimeoutError" || error.name === "AbortError") return "no answer in time";
  if (!("code" in error) || typeof error.code !== "string") return error.name;
  const next = NEXT[error.code];
  return next === undefined ? error.code : `${error.code}: ${next}`;
}

const UNKNOWN_ISSUER =
  "nobody we know vouches for its certificate; give its authority's with NODE_EXTRA_CA_CERTS, for mail with ca_file";

/** What the usual codes mean, and what helps. */
const NEXT: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nobody listens there",
  ECONNRESET: "the connection was cut",
  ENOTFOUND: "the name is not known",
  EAI_AGAIN: "the name server does not answer",
  EHOSTUNREACH: "there is no way to it",
  CERT_HAS_EXPIRED: "its certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_ISSUER,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_ISSUER,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_ISSUER,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_ISSUER,
};

/** The body of an answer as JSON, or null where it is none. */
export function jsonOf(answer: Pick<OutgoingAnswer, "body">): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(answer.body));
  } catch {
    return null;
  }
}

/** A member of what came back as text, or null. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string | null {
  const found = at(value, ...path);
  return typeof found === "string" ? found : null;
}

/** A member of what came back, or undefined. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here = value;
  for (const key of path) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, key)) return undefined;
    here = Reflect.get(here, key);
  }
  return here;
}
