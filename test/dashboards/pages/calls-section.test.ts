import { createPages, type Reads } from "@tiltmeter/dashboards";
import { expect, test } from "vitest";
import { actsOn } from "../fixture-acts.ts";
import { CALLER } from "../fixture-calls.ts";
import { inventory } from "../fixture-inventory.ts";
import { busyReads } from "../fixture-reads.ts";

async function page(path: string, reads: Reads = busyReads()): Promise<string> {
  const pages = createPages(reads, {
    assetsBase: "/assets",
    actor: () => null,
    decider: () => null,
    act: actsOn([]),
  });
  const answer = await pages.request(path);
  expect(answer.status).toBe(200);
  return answer.text();
}

const visible = (html: string): string => html.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");

test("the page says first which model began to answer, and when", async () => {
  const text = visible(await page(`/systems/${CALLER}`));
  expect(text).toMatch(
    /Calls of hosted models gpt-4\.1-mini-2025-04-14 began to answer, \d\d:\d\d/,
  );
  expect(text).toMatch(/gpt-4o-mini-2024-07-18 .*? before, or with the first call/);
});

test("a model that nobody approved is told in words, where there is a list", async () => {
  const listed = inventory.map((entry) =>
    entry.id === CALLER ? { ...entry, approvedModels: ["gpt-4o-mini-2024-07-18"] } : entry,
  );
  const reads = { ...busyReads(), inventory: async () => listed };
  const text = visible(await page(`/systems/${CALLER}`, reads));
  expect(text).toContain("It is not on the list of approved models.");
  expect(text).toMatch(/gpt-4\.1-mini-2025-04-14 not approved/);
  expect(text).toMatch(/gpt-4o-mini-2024-07-18 approved/);
});

test("what no sum holds is said beside the sums", async () => {
  const text = visible(await page(`/systems/${CALLER}`));
  expect(text).toContain("The usage of 9 calls is unknown and in no sum of tokens or cost.");
  expect(text).toContain("11 calls without a price: openai/gpt-4.1-mini-2025-04-14 (11).");
});

test("every number of calls leads to how it was computed, of all and of one model", async () => {
  const html = await page(`/systems/${CALLER}`);
  for (const metric of ["input_tokens", "cost", "first_chunk_p95", "refusal_rate"]) {
    expect(html).toContain(`/systems/${CALLER}/how?metric=${metric}&amp;`);
  }
  expect(html).toContain("by=model_version&amp;value=gpt-4o-mini-2024-07-18");
});

test("a system without such calls learns how they are heard of, and nothing more", async () => {
  const html = await page("/systems/credit-scoring");
  expect(html).toContain("OTEL_EXPORTER_OTLP_ENDPOINT=");
  expect(visible(html)).not.toContain("Models over time");
});

test("what is compared with stands beside the numbers and in the charts", async () => {
  const html = await page(`/systems/${CALLER}?range=1h&compare=previous`);
  expect(visible(html)).toMatch(/Input tokens 402,110 the 1 h before: 402,110, now the same/);
});
