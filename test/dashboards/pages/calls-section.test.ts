import { expect, test } from "vitest";
import { CALLER } from "../fixture-calls.ts";
import { inventory } from "../fixture-inventory.ts";
import { servedPage } from "../fixture-page.ts";
import { busyReads } from "../fixture-reads.ts";

test("the page says first which model began to answer, and when", async () => {
  const { text } = await servedPage(`/systems/${CALLER}`);
  expect(text).toMatch(/ gpt-4\.1-mini-2025-04-14 began to answer, \d\d:\d\d/);
  expect(text).toMatch(/gpt-4o-mini-2024-07-18 .*? before, or with the first call/);
});

test("a model that nobody approved is told in words, where there is a list", async () => {
  const listed = inventory.map((entry) =>
    entry.id === CALLER ? { ...entry, approvedModels: ["gpt-4o-mini-2024-07-18"] } : entry,
  );
  const reads = { ...busyReads(), inventory: async () => listed };
  const { text } = await servedPage(`/systems/${CALLER}`, reads);
  expect(text).toContain("It is not on the list of approved models.");
  expect(text).toMatch(/gpt-4\.1-mini-2025-04-14 not approved/);
  expect(text).toMatch(/gpt-4o-mini-2024-07-18 approved/);
});

test("what no sum holds is said beside the sums", async () => {
  const { text } = await servedPage(`/systems/${CALLER}`);
  expect(text).toMatch(/Usage unknown for 2 calls \(11\.1.% of those that were answered\)/);
  expect(text).toContain("2 calls without a price: openai/gpt-4.1-mini-2025-04-14 (2).");
  expect(text).toMatch(/Input tokens 22,320 16,200 from a cache, 6,120 not/);
});

test("every number of calls leads to how it was computed, of all and of one model", async () => {
  const { html } = await servedPage(`/systems/${CALLER}`);
  for (const metric of ["calls", "input_tokens", "cost", "first_chunk_p95", "refusal_rate"]) {
    expect(html).toContain(`/systems/${CALLER}/how?metric=${metric}&amp;`);
  }
  expect(html).toContain("by=model_version&amp;value=gpt-4o-mini-2024-07-18");
});

test("a system without such calls learns how they are heard of, and nothing more", async () => {
  const { html, text } = await servedPage("/systems/credit-scoring");
  expect(html).toContain("OTEL_EXPORTER_OTLP_ENDPOINT=");
  expect(text).not.toContain("Models over time");
});

test("what is compared with stands beside the sums and in the charts", async () => {
  const { text } = await servedPage(`/systems/${CALLER}?range=1h&compare=previous`);
  expect(text).toMatch(/Output tokens 2,340 .*? the 1 h before: 2,340, now the same/);
});

test("how answers ended and which tools they asked for stand beside each model, each with its calls", async () => {
  const { html, text } = await servedPage(`/systems/${CALLER}`);
  expect(text).toMatch(
    /How answers ended .*? All gpt-4\.1-mini-2025-04-14 gpt-4o-mini-2024-07-18 stop/,
  );
  expect(html).toContain("&amp;finish=length");
  expect(html).toContain("&amp;tool=refund");
  expect(text).toMatch(/faithfulness gpt-4o-mini-2024-07-18 80 of 171 97\.5.% 2 did not/);
});

test("calls that clients counted and nothing told of are told first, also where no call is known", async () => {
  const { text } = await servedPage(`/systems/${CALLER}`);
  expect(text).toMatch(
    /Calls of hosted models 1,000 of 1,318 calls of openai gpt-4o-mini that clients counted were not told of/,
  );
  expect(text).not.toContain("openai o4-mini that clients counted");
  const none = { ...busyReads(), calls: async () => ({ prices: null, series: [] }) };
  expect((await servedPage(`/systems/${CALLER}`, none)).text).toContain("1,000 of 1,318 calls");
});
