import { createPages } from "@tiltmeter/dashboards";
import { expect, test } from "vitest";
import { actsOn } from "../fixture-acts.ts";
import { busyReads } from "../fixture-reads.ts";
import { fixtureRecords } from "../fixture-records.ts";

const visible = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .replaceAll("&#39;", "'");

function pagesOf(actor: string | null) {
  const records = fixtureRecords().map((record, i) =>
    i === 1 ? { ...record, owner: "mara" } : record,
  );
  const options = { assetsBase: "/assets", actor: () => actor, decider: () => actor };
  return createPages(busyReads(records), { ...options, act: actsOn([...records]) });
}

test("the worklist shows what falls due, mine first, reports among it, and filters in its address", async () => {
  const pages = pagesOf("mara");
  const read = async (path: string): Promise<string> =>
    visible(await (await pages.request(path)).text());
  const all = await read("/duties");
  expect(all).toMatch(/ Mine .* Others' /);
  expect(all).toContain("Report: Regulation (EU) 2024/1689 (AI Act), Art. 73(4)");
  expect(all).toContain("Evidence of 1 system is held");
  const mine = await read("/duties?owner=me");
  expect(mine).toContain(" Mine ");
  expect(mine).not.toContain(" Others' ");
  expect(await read("/duties?system=nobody")).toContain("Nothing fits this filter.");
});

test("for who has no key to act with, nothing is theirs", async () => {
  const html = visible(await (await pagesOf(null).request("/duties")).text());
  expect(html).toContain(" Everybody's ");
  expect(html).not.toContain(" Mine ");
});
