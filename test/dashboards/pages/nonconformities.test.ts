import { createPages } from "@tiltmeter/dashboards";
import type { Nonconformity } from "@tiltmeter/rules";
import { expect, test } from "vitest";
import { actsOn } from "../fixture-acts.ts";
import { busyReads } from "../fixture-reads.ts";
import { fixtureRecords } from "../fixture-records.ts";

const [base] = fixtureRecords();
if (base === undefined) throw new Error("the fixture has records");
const many = Array.from(
  { length: 120 },
  (_, i): Nonconformity => ({
    ...base,
    id: `NC-2026-${String(i + 1).padStart(4, "0")}`,
    severity: i % 2 === 0 ? "high" : "low",
    state: i < 100 ? "assessing" : "closed",
    owner: i % 3 === 0 ? null : "mara & co",
    source: i === 7 ? "complaint" : "control",
    raisedMs: base.raisedMs + i,
  }),
);

async function register(query: string): Promise<string> {
  const options = { assetsBase: "/assets", actor: () => "mara", decider: () => "mara" };
  const pages = createPages(busyReads(many), { ...options, act: actsOn([...many]) });
  return (await pages.request(`/nonconformities${query}`)).text();
}

const ids = (html: string): readonly string[] =>
  [...html.matchAll(/class="record-id">(NC-\d+-\d+)/g)].map(([, id]) => id ?? "");

test("the register is leafed through, the gravest and oldest first", async () => {
  const first = await register("");
  expect(ids(first)).toHaveLength(50);
  expect(ids(first)[0]).toBe("NC-2026-0001");
  expect(first).toMatch(/100 records, the gravest and oldest first: 1 to 50/);
  expect(first).toMatch(/rel="next" href="\/nonconformities\?state=open&amp;page=2"/);
  const second = await register("?page=2");
  expect(second).toMatch(/rel="prev" href="\/nonconformities\?state=open&amp;page=1"/);
  expect(second).not.toContain('rel="next"');
  expect(new Set([...ids(first), ...ids(second)]).size).toBe(100);
  expect(await register("?page=9")).toContain("There is no such page of these records");
});

test("it is narrowed by state, severity, owner and source, and the address keeps all of it", async () => {
  expect(ids(await register("?state=closed&severity=low"))).toHaveLength(10);
  expect(ids(await register("?source=complaint"))).toEqual(["NC-2026-0008"]);
  expect(ids(await register("?state=all&owner=nobody&severity=high"))).toHaveLength(20);
  const page = await register(`?owner=${encodeURIComponent("mara & co")}`);
  expect(page).toMatch(/owner=mara\+%26\+co&amp;page=2/);
  expect(page).toMatch(/<option value="mara &amp; co" selected/);
  // What nobody knows asks nothing.
  expect(ids(await register("?severity=hihg&page=x"))).toHaveLength(50);
});
