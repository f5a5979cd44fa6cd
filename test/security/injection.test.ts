import { createAssets, createPages } from "@tiltmeter/dashboards";
import { Hono } from "hono";
import { describedRoutes } from "tiltmeter/http/api/described-routes";
import { JSON_ITEMS } from "tiltmeter/ingest/json-shapes";
import { afterEach, expect, test } from "vitest";
import { httpBench } from "../collector/http/http-bench.ts";
import { actsOn } from "../dashboards/fixture-acts.ts";
import { busyReads } from "../dashboards/fixture-reads.ts";
import { HOSTILE, leaks, POLLUTING } from "./hostile-strings.ts";
import { reviewedRights } from "./reviewed-rights.ts";

// Hostile text in every parameter and body of every route: refused or taken for the text that it is, never a fault,
// and nothing of our inside in the answer.

const pages = new Hono().route("/assets", createAssets()).route(
  "/",
  createPages(busyReads(), {
    ...{ assetsBase: "/assets", actor: () => "mara", decider: () => "mara", act: actsOn([]) },
    roadmapActor: () => "mara",
  }),
);
const bench = httpBench({ pages });
const rights = reviewedRights().filter(({ path }) => path !== "/api/v1/events");
const described = describedRoutes({ ingest: JSON_ITEMS });

/** What pages read behind `?`; programs' routes say theirs themselves. */
const PAGE_QUERY = [
  ...["range", "from", "to", "compare", "windows", "page", "state", "owner", "system", "standing"],
  ...[
    "source",
    "severity",
    "sample",
    "instance",
    "cursor",
    "at",
    "days",
    "set",
    "done",
    "q",
    "next",
  ],
  ...["another", "reviewed", "approve", "assess", "attest", "token", "concern", "sort", "by"],
];

afterEach(() => {
  expect(Reflect.get({}, "polluted")).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test("in every parameter of every path", async () => {
  for (const { method, path } of rights) {
    const places = path.match(/:\w+|\*/g) ?? [];
    for (const place of places) {
      for (const text of someOf(HOSTILE, OF_PATHS)) {
        const rest = path.replace(place, () => encoded(text));
        const address = rest.replace(/:\w+/g, "credit").replace("*", "000");
        await check(address, { method, headers: { "content-type": "application/json" } });
      }
    }
  }
}, 300_000);

test("in every parameter behind a question mark", async () => {
  for (const { method, path } of rights) {
    if (method !== "GET") continue;
    const schema = described[`${method} ${path}`]?.query;
    const names = namesOf(schema) ?? PAGE_QUERY;
    const address = path.replace(/:\w+/g, "credit").replace("*", "000");
    const own = path.startsWith("/api/") && schema === undefined ? [] : names;
    for (const name of own) {
      for (const text of someOf(HOSTILE, OF_QUERIES))
        await check(`${address}?${name}=${encoded(text)}`);
    }
    for (const text of someOf(HOSTILE, OF_QUERIES)) await check(`${address}?${encoded(text)}=1`);
  }
}, 300_000);

test("in every field of every body, and as the body", async () => {
  for (const { method, path } of rights) {
    if (method === "GET" || method === "DELETE") continue;
    const address = path.replace(/:\w+/g, "NC-2026-0042");
    const example = described[`${method} ${path}`]?.example ?? {};
    const json = { method, headers: { "content-type": "application/json", "if-match": '"1"' } };
    for (const text of someOf(HOSTILE, OF_BODIES)) {
      await check(address, { ...json, body: JSON.stringify(withText(example, text)) });
    }
    for (const body of POLLUTING) await check(address, { ...json, body });
    const form = { "content-type": "application/x-www-form-urlencoded" };
    if (path.startsWith("/api/") || path.startsWith("/v1/")) continue;
    for (const text of someOf(HOSTILE, OF_BODIES)) {
      const fields = FIELDS.map((name) => `${name}=${encoded(text)}`).join("&");
      const body = `${fields}&${encoded(text)}=x`;
      const length = { "content-length": String(Buffer.byteLength(body)) };
      await check(address, { method, headers: { ...form, ...length }, body });
    }
  }
}, 300_000);

test("in headers", async () => {
  const names = ["if-match", "if-none-match", "accept", "cookie", "authorization", "content-type"];
  const addresses = ["/", "/api/v1/systems", "/api/v1/nonconformities/NC-2026-0042", "/healthz"];
  for (const text of HOSTILE) {
    // Others cannot be sent at all.
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) continue;
    for (const name of [...names, "origin", "sec-fetch-site", "last-event-id", "x-forwarded-for"]) {
      for (const address of addresses) await check(address, { headers: { [name]: text } });
    }
  }
}, 300_000);

let turn = 0;

/** Each time others: in the end every one has been in many places, and nobody waits for all in all. */
function someOf<Item>(items: readonly Item[], share: number): readonly Item[] {
  turn += 1;
  return items.filter((_, i) => (i + turn) % share === 0);
}

/** A page takes milliseconds, and there are a hundred thousand names behind its `?` × texts. */
const OF_QUERIES = 32;
const OF_PATHS = 3;
const OF_BODIES = 3;

const FIELDS = [
  "act",
  "reason",
  "version",
  "to",
  "field.owner",
  "field.__proto__",
  "system",
  "back",
];

async function check(address: string, init: RequestInit = {}): Promise<void> {
  const headers = { authorization: `Bearer ${bench.keys.admin}`, ...init.headers };
  const answer = await bench.app.request(address, { ...init, headers });
  const text = await answer.text();
  const which = `${init.method ?? "GET"} ${address.slice(0, 200)} ${String(init.body ?? "").slice(0, 200)}`;
  expect(
    leaks({ status: answer.status, text }),
    `${which}\n${String(bench.reported.at(-1))}`,
  ).toEqual([]);
  expect(answer.headers.get("set-cookie") ?? "", which).not.toContain("injected");
  const to = answer.headers.get("location") ?? "/";
  expect(new URL(to, "http://localhost").host, `${which} leads to ${to}`).toBe("localhost");
}

function encoded(text: string): string {
  // Half a pair of surrogates has no bytes; whoever sends it sends these.
  return /[\ud800-\udfff]/u.test(text) ? "%ED%A0%80" : encodeURIComponent(text);
}

/** Names of what a description's object takes. */
function namesOf(schema: object | undefined): readonly string[] | null {
  return schema !== undefined && "shape" in schema ? Object.keys(schema.shape as object) : null; // zod's
}

/** Every text of a value is another. */
function withText(value: unknown, text: string): unknown {
  if (typeof value === "string") return text;
  if (Array.isArray(value)) return value.map((each) => withText(each, text));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, withText(each, text)]),
  );
}
