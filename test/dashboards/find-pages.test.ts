import { createPages } from "@tiltmeter/dashboards";
import type { Hono } from "hono";
import { expect, test } from "vitest";
import { actsOn } from "./fixture-acts.ts";
import { busyReads, failingReads } from "./fixture-reads.ts";
import { viewsOf } from "./fixture-views.ts";

function pages(reads = busyReads()): Hono {
  return createPages(reads, {
    ...{ assetsBase: "/assets", actor: () => "mara", decider: () => null, act: actsOn([]) },
    views: viewsOf(),
  });
}

async function text(app: Hono, path: string, init?: RequestInit): Promise<string> {
  return (await app.request(path, init)).text();
}

function posted(of: Record<string, string>): RequestInit {
  return {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", origin: "http://localhost" },
    body: new URLSearchParams(of).toString(),
  };
}

test("the search page finds without scripts, teaches where nothing is found, and says what it could not read", async () => {
  expect(await text(pages(), "/search?q=link")).toContain(
    'href="/systems/mail-spam-filter/features/link_count"',
  );
  expect(await text(pages(), "/search?q=nothing-of-the-kind")).toContain(
    "Nothing is called nothing-of-the-kind",
  );
  const unread = await text(pages(failingReads()), "/search?q=link");
  expect(unread).toContain("Could not read the controls.");
  expect(unread).not.toContain("connection refused</h1>");
});

test("what is shown is kept under a name by links and a form, stands beside every page, and is forgotten", async () => {
  const app = pages();
  const page = await text(app, "/controls?status=enforce");
  const [, link] = /href="(\/views\?name=[^"]+)"/.exec(page) ?? [];
  const form = await text(app, (link ?? "").replaceAll("&amp;", "&"));
  expect(form).toContain('value="/controls?status=enforce"');
  const answer = await app.request(
    "/views",
    posted({ name: "In force", address: "/controls?status=enforce", shared: "yes" }),
  );
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/views?done=kept"]);
  expect(await text(app, "/ledger")).toContain(">In force</a>");
  const list = await text(app, "/views?done=kept");
  expect(list).toContain("The view is saved.");
  // Another's is shown, and has no button.
  expect(list.match(/Forget</g)).toHaveLength(1);
  await app.request("/views/forget", posted({ id: "1" }));
  expect(await text(app, "/ledger")).not.toContain("In force");
});

test("a refused view comes back with what was written, and why", async () => {
  const app = pages();
  const answer = await app.request("/views", posted({ name: "Away", address: "https://x.test" }));
  const page = await answer.text();
  expect(answer.status).toBe(422);
  expect(page).toContain('value="https://x.test"');
  expect(page).toContain("Address: begins with /");
});

test("a kept address that leads away leads to the overview", async () => {
  const view = { id: "1", name: "Away", isShared: true, isMine: false };
  const app = createPages(busyReads(), {
    ...{ assetsBase: "/assets", actor: () => null, decider: () => null, act: actsOn([]) },
    views: viewsOf([{ ...view, address: "//evil.example/" }]),
  });
  expect(await text(app, "/views")).not.toContain('href="//evil');
});

test("what waits stands in the navigation, and a page is shown without where it cannot be read", async () => {
  expect(await text(pages(), "/ledger")).toMatch(/3<span class="visually-hidden"> open/);
  expect((await pages(failingReads()).request("/ledger")).status).toBe(200);
});
