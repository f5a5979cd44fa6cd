import fc from "fast-check";
import { Hono } from "hono";
import type { Environment } from "tiltmeter/http/environment";
import { type Page, paged, pageJson, pageQuery } from "tiltmeter/http/paging";
import { queryOf } from "tiltmeter/http/query";
import { expect, test } from "vitest";
import { httpBench } from "./http-bench.ts";

interface Item {
  readonly at: number;
  readonly id: string;
}
const lists = fc.uniqueArray(
  fc.record({ at: fc.integer({ min: -3, max: 3 }), id: fc.string({ maxLength: 3 }) }),
  { selector: ({ at, id }) => `${at} ${id}`, maxLength: 30 },
);
const pageOf = (items: readonly Item[], limit: number, cursor: string | null): Page<Item> =>
  paged(
    { limit, ...(cursor === null ? {} : { cursor }) },
    items,
    ({ at, id }) => [-at, id],
    (item) => item,
  );

test("pages put together are the list, in its order", () => {
  fc.assert(
    fc.property(lists, fc.integer({ min: 1, max: 9 }), (items, limit) => {
      const [seen, whole]: [Item[], Item[]] = [[], [...pageOf(items, 1000, null).items]];
      for (let cursor: string | null = null, isMore = true; isMore; isMore = cursor !== null) {
        const page = pageOf(items, limit, cursor);
        seen.push(...page.items);
        cursor = page.next;
      }
      expect(seen).toEqual(whole);
      expect(seen).toHaveLength(items.length);
      expect(seen.every(({ at }, i) => i === 0 || (seen[i - 1]?.at ?? at) >= at)).toBe(true);
    }),
  );
});

test("what comes and goes between two pages, the last item too, shifts nothing", () => {
  fc.assert(
    fc.property(lists, lists, fc.integer({ min: 1, max: 5 }), (items, others, limit) => {
      const first = pageOf(items, limit, null);
      if (first.next === null) return;
      const last = first.items.at(-1);
      const later = pageOf(items, 1000, first.next).items;
      const known = new Set(items.map(({ at, id }) => `${at} ${id}`));
      const come = others.filter(({ at, id }) => !known.has(`${at} ${id}`));
      const now = [...items.filter((item) => item !== last), ...come];
      const rest = pageOf(now, 1000, first.next).items;
      expect(rest.filter((item) => !come.includes(item))).toEqual(later);
    }),
  );
});

test("the next page has an address, and a cursor of another list is refused", async () => {
  const bench = httpBench();
  const get = (path: string): Promise<Response> => bench.request(path, { key: bench.keys.viewer });
  const page = await get("/api/v1/systems?limit=2");
  const [, address = ""] = /^<(.+)>; rel="next"$/.exec(page.headers.get("link") ?? "") ?? [];
  expect(address).toMatch(/^\/api\/v1\/systems\?limit=2&cursor=/);
  const next = await get(address);
  expect((await next.json()).items.map(({ id }: Item) => id)).toEqual(["triage"]);
  expect(next.headers.get("link")).toBeNull();
  const [, cursor = ""] = /cursor=(.+)$/.exec(address) ?? [];
  for (const path of ["/api/v1/nonconformities", "/api/v1/duties", "/api/v1/evaluations"]) {
    const answer = await get(`${path}?cursor=${cursor}`);
    expect([answer.status, (await answer.json()).code], path).toEqual([400, "invalid_cursor"]);
  }
});

test("a limit is what it says", async () => {
  const app = new Hono<Environment>().get("/", (c) =>
    pageJson(c, { items: [queryOf(c, pageQuery).limit], next: null }),
  );
  const limit = async (text: string): Promise<unknown> => {
    const answer = await app.request(`/?limit=${text}`);
    return answer.ok ? (await answer.json()).items[0] : answer.status;
  };
  expect(await Promise.all(["1", "1000"].map(limit))).toEqual([1, 1000]);
  for (const text of ["0", "1001", "1e2", "-1", "+5", " 5", "1.0", "", "٣"]) {
    expect(await limit(encodeURIComponent(text)), text).toBe(500);
  }
});
