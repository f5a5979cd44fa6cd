import { createHash } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import type { Environment } from "./environment.ts";

/** 96 bits: two answers of one address never have the same by chance. */
const HASH_CHARACTERS = 16;
/** What a handler gives as the version of what it shows. */
const VERSION = /^"(\d+)"$/;

/**
 * Gives every JSON answer to a read an `ETag`, and answers 304 where `If-None-Match` has it already.
 *
 * The tag is of the bytes, so whatever changes in the answer changes it. Where the handler said the
 * version of what it shows, that comes first, `"3-pK0…"`: a change sends the tag back as `If-Match`, of
 * which the version alone counts. Handlers that wait for news give tags of their own, which stay.
 */
export function etags(): MiddlewareHandler<Environment> {
  return async (c, next) => {
    await next();
    const isRead = c.req.method === "GET" || c.req.method === "HEAD";
    const type = c.res.headers.get("content-type") ?? "";
    if (!isRead || c.res.status !== 200 || !type.startsWith("application/json")) return;
    const own = c.res.headers.get("etag");
    const [, version] = VERSION.exec(own ?? "") ?? [];
    // A file is read as it is sent, never here.
    if ((own !== null && version === undefined) || c.res.headers.has("content-disposition")) return;
    const body = await c.res.text();
    const hash = createHash("sha256").update(body).digest("base64url").slice(0, HASH_CHARACTERS);
    const etag = version === undefined ? `"${hash}"` : `"${version}-${hash}"`;
    const headers = new Headers(c.res.headers);
    headers.set("etag", etag);
    const isKnown = isAmong(etag, c.req.header("if-none-match"));
    if (isKnown) headers.delete("content-type");
    else headers.set("content-length", String(Buffer.byteLength(body)));
    c.res = undefined; // without it the new answer would get the old one's headers besides its own
    c.res = isKnown
      ? new Response(null, { status: 304, headers })
      : new Response(body, { status: 200, headers });
  };
}

/** Compared weakly: what compresses an answer on its way makes its tag a weak one (RFC 9110, 13.1.2). */
function isAmong(etag: string, header: string | undefined): boolean {
  if (header === undefined) return false;
  const tags = header.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag) || tags.includes("*");
}
