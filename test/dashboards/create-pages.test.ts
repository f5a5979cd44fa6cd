import { createAssets, createPages, PAGE_POLICY, type PageActs } from "@tiltmeter/dashboards";
import type { Hono } from "hono";
import { expect, test } from "vitest";
import { actsOn } from "./fixture-acts.ts";
import { busyReads } from "./fixture-reads.ts";
import { fixtureRecords } from "./fixture-records.ts";

function desk(
  acts?: Partial<PageActs>,
  actor: string | null = "mara",
  decider: string | null = actor,
): { pages: Hono } {
  const records = [...fixtureRecords()];
  const act = { ...actsOn(records), ...acts };
  return {
    pages: createPages(busyReads(records), {
      assetsBase: "/assets",
      actor: () => actor,
      decider: () => decider,
      act,
    }),
  };
}

const RECORD = "/nonconformities/NC-2026-0008";

function post(
  pages: Hono,
  path: string,
  form: Record<string, string>,
  headers: Record<string, string> = { origin: "http://localhost" },
): Promise<Response> {
  const body = new URLSearchParams(form).toString();
  const type = { "content-type": "application/x-www-form-urlencoded" };
  return Promise.resolve(
    pages.request(path, { method: "POST", body, headers: { ...type, ...headers } }),
  );
}

const assessment = {
  to: "containing",
  version: "2",
  "field.assessment": "The filter <misses> a campaign & more",
  "field.severity": "high",
  "field.affected": "About 900 readers",
  "field.serious_incident": "no",
  reason: "",
};

test("a complete form moves the record and leads back to its page", async () => {
  const { pages } = desk();
  const answer = await post(pages, `${RECORD}/transitions`, assessment);
  expect(answer.status).toBe(303);
  expect(answer.headers.get("location")).toBe(`${RECORD}?done=moved`);
  const html = await (await pages.request(`${RECORD}?done=moved`)).text();
  expect(html).toContain("The record has moved on.");
  expect(html).toContain("Moved to containing");
  expect(html).toContain("The filter &lt;misses&gt; a campaign &amp; more");
});

test("a refused form comes back with what was written and the reason beside its field", async () => {
  const { pages } = desk();
  const { "field.affected": _, ...partial } = assessment;
  const answer = await post(pages, `${RECORD}/transitions`, { ...partial, reason: "for now" });
  const html = await answer.text();
  expect(answer.status).toBe(422);
  expect(html).toContain("Nothing was changed");
  expect(html).toContain(">The filter &lt;misses&gt; a campaign &amp; more</textarea>");
  expect(html).toContain(">for now</textarea>");
  expect(html).toMatch(/<option value="high" selected/);
  expect(html).toMatch(
    /id="move-containing-affected"[^>]*aria-invalid="true"[^>]*aria-describedby="move-containing-affected-problem"/,
  );
  expect(html).toMatch(/id="move-containing-affected-problem">[^<]*is required/);
});

test("a form about an older version is not carried out, and its words are kept", async () => {
  const { pages } = desk();
  const answer = await post(pages, `${RECORD}/transitions`, { ...assessment, version: "1" });
  const html = await answer.text();
  expect(answer.status).toBe(409);
  expect(html).toContain("someone else changed the record meanwhile");
  expect(html).toContain(">About 900 readers</textarea>");
  expect(html).toMatch(/name="version" value="2"/);
});

test("words written for a state that is out of reach are still shown", async () => {
  const { pages } = desk();
  const answer = await post(pages, `${RECORD}/transitions`, { ...assessment, to: "closed" });
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain("About 900 readers");
});

test("an act that cannot be recorded keeps the words and says why", async () => {
  const { pages } = desk({
    transition: () => Promise.reject(new Error("no space left on device")),
  });
  const answer = await post(pages, `${RECORD}/transitions`, assessment);
  const html = await answer.text();
  expect(answer.status).toBe(422);
  expect(html).toContain("it could not be recorded (no space left on device)");
  expect(html).toContain(">About 900 readers</textarea>");
});

test("a comment is added, and an empty one is refused", async () => {
  const { pages } = desk();
  expect((await post(pages, `${RECORD}/comments`, { text: " " })).status).toBe(422);
  expect((await post(pages, `${RECORD}/comments`, { text: "seen <b>" })).status).toBe(303);
  expect(await (await pages.request(RECORD)).text()).toContain("seen &lt;b&gt;");
});

test("nobody in particular reads everything and changes nothing", async () => {
  const { pages } = desk({}, null);
  const html = await (await pages.request(RECORD)).text();
  expect(html).toContain("You are reading only");
  expect(html).not.toContain('name="version"');
  expect((await post(pages, `${RECORD}/transitions`, assessment)).status).toBe(403);
  expect((await post(pages, `${RECORD}/comments`, { text: "x" })).status).toBe(403);
});

test("a form sent from a foreign origin is not carried out", async () => {
  const { pages } = desk();
  for (const headers of [
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    {},
  ]) {
    const answer = await post(pages, `${RECORD}/transitions`, assessment, headers);
    expect(answer.status).toBe(403);
  }
  expect(await (await pages.request(RECORD)).text()).toContain('name="version" value="2"');
});

test("every answer carries the policy", async () => {
  const { pages } = desk();
  for (const path of ["/", "/nowhere", RECORD]) {
    const { headers } = await pages.request(path);
    expect(headers.get("content-security-policy")).toBe(PAGE_POLICY);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cache-control")).toBe("no-store");
  }
});

test("the theme is kept in a cookie, and leads back to this site only", async () => {
  const { pages } = desk();
  const back = async (to: string): Promise<string | null> =>
    (await post(pages, "/theme", { theme: "dark", back: to })).headers.get("location");
  const answer = await post(pages, "/theme", { theme: "dark", back: "/controls?x=1" });
  expect(answer.headers.get("set-cookie")).toMatch(/^tiltmeter-theme=dark; .*SameSite=Lax/);
  expect(answer.headers.get("location")).toBe("/controls?x=1");
  for (const away of [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:1",
  ]) {
    expect(await back(away)).toBe("/");
  }
  const dark = await pages.request("/", { headers: { cookie: "tiltmeter-theme=dark" } });
  expect(await dark.text()).toContain('<html lang="en" data-theme="dark"');
});

test("a fault becomes a page that tells nothing of it, and is reported", async () => {
  const reported: Error[] = [];
  const reads = busyReads();
  const pages = createPages(
    {
      ...reads,
      nonconformity: async (id) => {
        const record = await reads.nonconformity(id);
        return record === null ? null : { ...record, episodes: JSON.parse("null") };
      },
    },
    {
      assetsBase: "/assets",
      actor: () => "mara",
      decider: () => "mara",
      act: actsOn([]),
      report: (error) => reported.push(error),
    },
  );
  const answer = await pages.request(RECORD);
  const html = await answer.text();
  expect(answer.status).toBe(500);
  expect(html).toContain("Something went wrong here");
  expect(html).not.toMatch(/TypeError|episodes/);
  expect(reported).toHaveLength(1);
});

test("names with slashes, spaces and per cents lead to their own pages", async () => {
  const reads = busyReads();
  for (const name of ["a/b", "50 % off", "ü?#&", "%2e%2e", "…"]) {
    const found = await reads.systems();
    const system = { ...found[0], id: name } as (typeof found)[number];
    const pages = createPages(
      {
        ...reads,
        systems: async () => [system],
        system: async (id) => (id === name ? system : null),
      },
      { assetsBase: "/assets", actor: () => null, decider: () => null, act: actsOn([]) },
    );
    const html = await (await pages.request("/")).text();
    const href = /<th scope="row"><a href="([^"]+)"/.exec(html)?.[1] ?? "";
    expect((await pages.request(href.replaceAll("&amp;", "&"))).status).toBe(200);
  }
});

test("the script and the style that a page links to are served, typed and cached for ever", async () => {
  const html = await (await desk().pages.request("/")).text();
  const linked = [...html.matchAll(/(?:src|href)="\/assets\/([^"]+)"/g)].map(([, name]) => name);
  const assets = createAssets();
  expect(linked).toHaveLength(3);
  for (const name of linked) {
    const answer = await assets.request(`/${name}`, { headers: { "accept-encoding": "gzip" } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toContain("immutable");
    expect(answer.headers.get("content-encoding")).toBe("gzip");
    expect(answer.headers.get("content-type")).toMatch(/javascript|css|svg/);
  }
  expect((await assets.request("/manifest.json")).status).toBe(404);
  expect((await assets.request("/..%2Fassets.js")).status).toBe(404);
});

test("all scripts of a page stay below 60 kB compressed", async () => {
  const html = await (await desk().pages.request("/")).text();
  const name = /src="\/assets\/([^"]+)"/.exec(html)?.[1] ?? "";
  const answer = await createAssets().request(`/${name}`, {
    headers: { "accept-encoding": "gzip" },
  });
  expect((await answer.arrayBuffer()).byteLength).toBeLessThan(60_000);
});
