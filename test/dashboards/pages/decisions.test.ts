import { createPages } from "@tiltmeter/dashboards";
import { expect, test } from "vitest";
import { actsOn } from "../fixture-acts.ts";
import { busyReads } from "../fixture-reads.ts";
import { fixtureRecords } from "../fixture-records.ts";

const PATH = "/nonconformities/NC-2026-0005/decisions";

function pages(actor: string | null = "mara") {
  const records = [...fixtureRecords()];
  return createPages(busyReads(records), {
    assetsBase: "/assets",
    actor: () => actor,
    decider: () => actor,
    act: actsOn(records),
  });
}

const send = (fields: readonly (readonly [string, string])[], actor: string | null = "mara") =>
  pages(actor).request(PATH, {
    method: "POST",
    body: new URLSearchParams(fields.map(([name, value]) => [name, value])),
    headers: { origin: "http://localhost", "content-type": "application/x-www-form-urlencoded" },
  });

test("decisions are ticked in a plain form, and the page says how many were recorded", async () => {
  const html = await (await pages().request(PATH)).text();
  expect(html).toContain(`<form class="form" method="post" action="${PATH}"`);
  expect(html.match(/type="checkbox" name="ids"/g)).toHaveLength(3);
  const done = await send([
    ["ids", "mail-1"],
    ["ids", "mail-2"],
    ["decided", "corrected"],
    ["which", "named"],
  ]);
  expect([done.status, done.headers.get("location")]).toEqual([303, `${PATH}?reviewed=2`]);
  const after = await (await pages().request(`${PATH}?reviewed=2`)).text();
  expect(after).toContain("2 decisions recorded as reviewed.");
  const all = await send([
    ["decided", "upheld"],
    ["which", "all_open"],
  ]);
  expect(all.headers.get("location")).toBe(`${PATH}?reviewed=812`);
});

test("what cannot be recorded comes back as the page, with the reason", async () => {
  const none = await send([["decided", "upheld"]]);
  expect(none.status).toBe(422);
  expect(await none.text()).toContain("Nothing was recorded: no decision was chosen.");
  const unknown = await send([
    ["ids", "mail-1"],
    ["decided", "forgotten"],
  ]);
  expect(await unknown.text()).toContain("choose what was decided");
  const injected = await (await pages().request(`${PATH}?reviewed=<script>`)).text();
  expect(injected).not.toContain("recorded as reviewed");
});

test("who may only read sees the list without a way to change it", async () => {
  const html = await (await pages(null).request(PATH)).text();
  expect(html).toContain("mail-1");
  expect(html).not.toContain("checkbox");
  expect((await send([["decided", "upheld"]], null)).status).toBe(403);
});
