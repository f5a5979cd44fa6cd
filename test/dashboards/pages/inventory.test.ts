import type { InventoryEntry, Reads } from "@tiltmeter/dashboards";
import { expect, test } from "vitest";
import { inventory } from "../fixture-inventory.ts";
import { servedPage } from "../fixture-page.ts";
import { busyReads, emptyReads } from "../fixture-reads.ts";

async function html(reads: Reads, path: string): Promise<string> {
  return (await servedPage(path, reads)).html;
}

async function text(reads: Reads, path: string): Promise<string> {
  return (await servedPage(path, reads)).text;
}

async function systems(reads: Reads, path: string): Promise<readonly string[]> {
  const page = await html(reads, path);
  return [...page.matchAll(/data-fold="([^"]+)"/g)].map(([, id]) => id ?? "");
}

test("what needs somebody is said first, and stands first", async () => {
  const said = await text(busyReads(), "/inventory");
  expect(said).toMatch(
    /6 systems: support-assistant is not declared; translation is silent; fraud-2024 is heard of though planned or retired; 3 lack something/,
  );
  expect(await systems(busyReads(), "/inventory")).toEqual([
    "support-assistant",
    "fraud-2024",
    "translation",
    "mail-spam-filter",
    "credit-scoring",
    "resume-screening",
  ]);
});

test("a system tells who answers for it, what it lacks and how, and what was changed", async () => {
  const said = await text(busyReads(), "/inventory");
  expect(said).toMatch(/credit-scoring .*?team-credit-ml high risk complete/);
  expect(said).toMatch(/Overseen by credit officer/);
  expect(said).toMatch(/risk_tier limited high/);
  expect(said).toMatch(/For a deputy: name one as deputy: in systems\.yaml\./);
  expect(said).toMatch(/bayes-nightly version 2026-11-19 7,518 predictions not approved/);
});

test("a filter keeps to one standing, or to what is incomplete", async () => {
  expect(await systems(busyReads(), "/inventory?standing=silent")).toEqual(["translation"]);
  expect(await systems(busyReads(), "/inventory?standing=incomplete")).toHaveLength(3);
  expect(await text(busyReads(), "/inventory?standing=unheard")).toContain("No system stands so.");
});

test("a thousand systems are pages of a hundred", async () => {
  const [first] = inventory;
  if (first === undefined) throw new Error("there is no fixture system");
  const many = Array.from(
    { length: 1_000 },
    (_, i): InventoryEntry => ({
      ...first,
      id: `system-${String(i).padStart(4, "0")}`,
    }),
  );
  const reads = { ...busyReads(), inventory: async () => many };
  expect(await systems(reads, "/inventory")).toHaveLength(100);
  expect((await systems(reads, "/inventory?page=10")).at(-1)).toBe("system-0999");
});

test("an empty inventory teaches how a system is declared", async () => {
  expect(await text(emptyReads(), "/inventory")).toMatch(/declare it with its owner/);
});

test("where all is as declared, that is what is said", async () => {
  const reads = {
    ...busyReads(),
    inventory: async () => inventory.filter(({ id }) => id === "credit-scoring"),
  };
  expect(await text(reads, "/inventory")).toContain("1 system, all as declared and complete.");
});
