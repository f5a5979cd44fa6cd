import { createHmac, timingSafeEqual } from "node:crypto";

/** What a signed link lets its reader do: acknowledge what one message to one channel said. */
export interface LinkSubject {
  readonly purpose: "acknowledge";
  readonly channel: string;
  readonly message: string;
  /** The record, and the index of the announcement; null: the message says several things. */
  readonly record: string | null;
  readonly index: number | null;
  readonly expiresMs: number;
}

export type ReadLink =
  | { readonly kind: "valid"; readonly subject: LinkSubject }
  /** Signed by us, and its time is over. */
  | { readonly kind: "expired"; readonly subject: LinkSubject }
  /** Signed by us for something else. */
  | { readonly kind: "other_purpose" }
  | { readonly kind: "forged" };

const VERSION = "v1";
/** A name of a channel, two ids and some numbers; what is longer is nobody's link. */
const TOKEN_CHARACTERS_MAX = 1000;

/**
 * A token for an address: what it is about, readable, and an HMAC-SHA-256 over that.
 *
 * The purpose is part of what is signed, so no token serves another one. It is no secret of the reader's:
 * whoever has the message has it.
 */
export function signLink(key: Uint8Array, subject: LinkSubject): string {
  const { purpose, channel, message, record, index, expiresMs } = subject;
  const said = JSON.stringify([purpose, channel, message, record, index, expiresMs]);
  const payload = Buffer.from(said).toString("base64url");
  return `${payload}.${mac(key, payload).toString("base64url")}`;
}

/** Reads a token. Whoever holds one that is not ours learns nothing, in no different time. */
export function readLink(key: Uint8Array, token: string, nowMs: number): ReadLink {
  const [payload = "", signature = "", more] = token.slice(0, TOKEN_CHARACTERS_MAX + 1).split(".");
  if (token.length > TOKEN_CHARACTERS_MAX || more !== undefined) return { kind: "forged" };
  const given = Buffer.from(signature, "base64url");
  const right = mac(key, payload);
  const isRight = given.length === right.length && timingSafeEqual(given, right);
  // One signature has several spellings in base64url; only ours is a link.
  if (!isRight || right.toString("base64url") !== signature) return { kind: "forged" };
  return readPayload(payload, nowMs);
}

/** Signed by this key: by us, of this version or another. */
function readPayload(payload: string, nowMs: number): ReadLink {
  const said: unknown = JSON.parse(Buffer.from(payload, "base64url").toString());
  if (!Array.isArray(said)) return { kind: "other_purpose" };
  const [purpose, channel, message, record, index, expiresMs] = said as readonly unknown[]; // looked at below
  if (purpose !== "acknowledge") return { kind: "other_purpose" };
  if (typeof channel !== "string" || typeof message !== "string") return { kind: "forged" };
  if (typeof expiresMs !== "number") return { kind: "forged" };
  const about = {
    record: typeof record === "string" ? record : null,
    index: typeof index === "number" ? index : null,
  };
  const subject = { purpose, channel, message, ...about, expiresMs } as const;
  return nowMs < expiresMs ? { kind: "valid", subject } : { kind: "expired", subject };
}

function mac(key: Uint8Array, payload: string): Buffer {
  return createHmac("sha256", key).update(`tiltmeter link ${VERSION}\n${payload}`).digest();
}
