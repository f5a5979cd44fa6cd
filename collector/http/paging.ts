import type { Request } from "./environment.ts";
import { Refusal } from "./refusal.ts";

const LIMIT_DEFAULT = 100;
const LIMIT_MAX = 1_000;

/**
 * One page of a list: `?limit=` (1–1,000, default 100) and `?cursor=` as the page before gave it.
 *
 * The cursor is the key of the last item given, so items that come meanwhile shift nothing.
 */
export function paged<Item, Json>(
  c: Request,
  items: readonly Item[],
  key: (item: Item) => string,
  json: (item: Item) => Json,
): { readonly items: readonly Json[]; readonly next: string | null } {
  const limit = limitOf(c);
  const cursor = c.req.query("cursor");
  const after = cursor === undefined ? null : Buffer.from(cursor, "base64url").toString();
  const found = after === null ? -1 : items.findIndex((item) => key(item) === after);
  if (after !== null && found === -1) {
    throw new Refusal({ status: 400, detail: "cursor is of no item here; begin without one" });
  }
  const shown = items.slice(found + 1, found + 1 + limit);
  const last = shown.at(-1);
  const isMore = found + 1 + limit < items.length && last !== undefined;
  return {
    items: shown.map(json),
    next: isMore ? Buffer.from(key(last)).toString("base64url") : null,
  };
}

/** `?limit=`. */
export function limitOf(c: Request): number {
  const limit = Number(c.req.query("limit") ?? LIMIT_DEFAULT);
  if (Number.isInteger(limit) && limit >= 1 && limit <= LIMIT_MAX) return limit;
  const detail = `limit must be 1–${LIMIT_MAX}, got ${JSON.stringify(c.req.query("limit"))}`;
  throw new Refusal({ status: 400, detail });
}
