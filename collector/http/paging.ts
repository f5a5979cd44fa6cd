import { z } from "zod";
import type { Request } from "./environment.ts";
import { wholeText } from "./query.ts";
import { Refusal } from "./refusal.ts";

const LIMIT_DEFAULT = 100;
const LIMIT_MAX = 1_000;

/** `limit` and `cursor` of an object for `queryOf`. */
export const PAGE: {
  readonly limit: z.ZodType<number, string | undefined>;
  readonly cursor: z.ZodOptional<z.ZodString>;
} = {
  limit: wholeText({ min: 1, max: LIMIT_MAX, rule: `must be 1–${LIMIT_MAX}` })
    .prefault(String(LIMIT_DEFAULT))
    .describe("How many items a page has at most."),
  cursor: z
    .string()
    .max(2_048)
    .optional()
    .describe("`next` of the page before; absent: the first page."),
};

/** What `limit` and `cursor` ask for. */
export interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** The query of a list without filters. */
export const pageQuery: z.ZodType<PageQuery> = z.strictObject(PAGE);
/** The query of what takes no parameters. */
export const noQuery: z.ZodType<Readonly<Record<string, never>>> = z.strictObject({});

/** One page of a list, as it is answered. */
export interface Page<Json> {
  readonly items: readonly Json[];
  readonly next: string | null;
}

/** Where an item stands in its list: lists ascend by it, and no two items have the same. */
export type Place = readonly (string | number)[];

/**
 * One page of items that are at hand, ordered by their places.
 *
 * A cursor says the place of the last item, not its position: items that come meanwhile shift nothing,
 * and one whose item is gone goes on from where it was. Throws `Refusal` (400) for one of another list.
 */
export function paged<Item, Json>(
  query: PageQuery,
  items: readonly Item[],
  placeOf: (item: Item) => Place,
  json: (item: Item) => Json,
): Page<Json> {
  const placed = items.map((item) => ({ item, place: placeOf(item) }));
  placed.sort((a, b) => compare(a.place, b.place)); // mostly in order already, which takes one pass
  const after = query.cursor === undefined ? null : placeIn(query.cursor);
  const [any] = placed;
  if (after !== null && any !== undefined && !isAlike(after, any.place)) throw notOurs();
  const rest = after === null ? placed : placed.filter(({ place }) => compare(place, after) > 0);
  const shown = rest.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ item }) => json(item)),
    next: rest.length > shown.length && last !== undefined ? cursorAt(last.place) : null,
  };
}

/** A place as it travels: nothing that a client should look into. */
export function cursorAt(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

/** The place in a cursor. Throws `Refusal` (400) where it is none. */
export function placeIn(cursor: string): Place {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const isPart = (part: unknown): boolean =>
      typeof part === "string" || (typeof part === "number" && Number.isFinite(part));
    if (Array.isArray(place) && place.every(isPart)) return place;
  } catch {
    // Not ours: said below.
  }
  throw notOurs();
}

/** What a cursor of another list, or of none, is told. */
export function notOurs(): Refusal {
  return new Refusal({
    status: 400,
    code: "invalid_cursor",
    detail: "cursor is none of this list; begin without one",
    errors: [{ parameter: "cursor", detail: "must be the next of the page before" }],
  });
}

function isAlike(a: Place, b: Place): boolean {
  return a.length === b.length && a.every((part, i) => typeof part === typeof b[i]);
}

function compare(a: Place, b: Place): number {
  for (const [i, part] of a.entries()) {
    const other = b[i];
    if (other === undefined || part === other) continue;
    return part < other ? -1 : 1;
  }
  return 0;
}

/** Answers a page, with the address of the next one in `Link` too (RFC 8288). */
export function pageJson<Json>(
  c: Request,
  page: Page<Json>,
  more: Readonly<Record<string, unknown>> = {},
): Response {
  if (page.next !== null) {
    const next = new URL(c.req.url);
    next.searchParams.set("cursor", page.next);
    c.header("link", `<${next.pathname}${next.search}>; rel="next"`);
  }
  return c.json({ ...page, ...more });
}
