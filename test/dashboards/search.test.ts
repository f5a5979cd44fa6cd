import { expect, test } from "vitest";
import { type Found, searches } from "../../dashboards/search.ts";
import { busyReads } from "./fixture-reads.ts";

const open: Parameters<typeof searches>[2] = { mayOpen: () => true, views: [] };

async function found(text: string, of = open): Promise<readonly Found[]> {
  const all = searches(busyReads(), text, of);
  return (await Promise.all(all.map(({ find }) => find()))).filter(({ hits }) => hits.length > 0);
}

const first = async (text: string): Promise<string | undefined> =>
  (await found(text))[0]?.hits[0]?.href;

test("every kind of thing is found by its name, in any case and by parts of it", async () => {
  expect(await first("GOVERN")).toBe("/governance");
  expect(await first("credit-sc")).toBe("/systems/credit-scoring");
  expect(await first("input-drift")).toBe("/controls/input-drift");
  expect(await first("nc-2026-0007")).toBe("/nonconformities/NC-2026-0007");
  expect(await first("link_count")).toBe("/systems/mail-spam-filter/features/link_count");
});

test("every word has to be there, in the name or beside it", async () => {
  const both = await found("link mail-spam");
  expect(both.map(({ kind }) => kind)).toEqual(["Features"]);
  expect(await found("link credit")).toEqual([]);
});

test("the nearest stands first, and what is left out is counted", async () => {
  const reads = busyReads();
  const controls = await reads.controls();
  const [control] = controls;
  if (control === undefined) throw new Error("the fixture has no control");
  const named = (id: string) => ({ ...control, id, title: id });
  const many = Array.from({ length: 30 }, (_, i) => named(`some drift ${i}`));
  const all = searches(
    { ...reads, controls: async () => [...many, named("drift of all"), named("drift")] },
    "drift",
    open,
  );
  const hits = (await Promise.all(all.map(({ find }) => find()))).find(
    ({ kind }) => kind === "Controls",
  );
  expect(hits?.hits.slice(0, 2).map(({ title }) => title)).toEqual(["drift", "drift of all"]);
  expect([hits?.hits.length, hits?.total]).toEqual([8, 32]);
});

test("a page that one may not open is not found, and views are", async () => {
  const view = { id: "1", name: "Monday", address: "/controls", isShared: false, isMine: true };
  const shown = await found("o", { mayOpen: (href) => href !== "/governance", views: [view] });
  const hrefs = shown.flatMap(({ hits }) => hits.map(({ href }) => href));
  expect(hrefs).not.toContain("/governance");
  expect(hrefs).toContain("/controls");
  expect(shown.map(({ kind }) => kind)).toContain("Saved views");
});
