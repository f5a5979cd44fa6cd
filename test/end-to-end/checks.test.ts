import { createMonitor } from "@tiltmeter/sdk";
import { expect, test } from "vitest";
import { type Collector, items, startCollector } from "./collector.ts";

const START_MS = Date.UTC(2026, 0, 5);
const HOUR_MS = 3_600_000;

// What detectors, reviewers and people say of a system, from the SDK to what is raised.
const common = `
    clauses: { iso42001: ["9.1"] }
    severity: high
    by: [system]
    window: 1h
    every: 1h
    proof: measured
    min_sample: 0
    then: [{ raise: nonconformity }]`;
const control = (id: string, ...lines: readonly string[]): string =>
  [`  - id: ${id}`, `title: ${id}`, `requirement: ${id} shall be kept.`, ...lines].join("\n    ") +
  common;
const CONTROLS = [
  "version: 1\nset: chat\nowner: team\ndefaults: { data_delay: 0s }\ncontrols:",
  control("pii", "measure: failed_check_rate", "check: pii", "limit: { max: 10% }"),
  control("toxic", "measure: failed_check_rate", "check: toxic", "limit: { max: 10% }"),
  control("models", "measure: response_model", "limit: { one_of: inventory.approved_models }"),
  control("reviewers", "measure: reviewer", "limit: { one_of: [ann] }"),
  control("unreviewed", "measure: unreviewed_rate", "limit: { max: 95% }"),
  control("late", "measure: late_review_rate", "within: 10m", "limit: { max: 10% }"),
  control("concerns", "measure: unacknowledged_concerns", "within: 30m", "limit: { max: 0 }"),
].join("\n");

async function tell(collector: Collector): Promise<void> {
  const ai = createMonitor({
    ...{ system: "chat", url: collector.url, key: collector.ingest },
    model: { name: "gpt-5-mini", version: "1" },
  });
  for (let i = 0; i < 20; i += 1) {
    const time = START_MS + i * 60_000;
    const model = i === 7 ? { name: "gpt-6", version: "1" } : { name: "gpt-5-mini", version: "1" };
    const id = ai.record({ id: `p-${i}`, label: "answer", model, time });
    ai.score(id, { name: "pii", passed: i % 4 > 0, source: "scanner", time });
    ai.score(id, { name: "toxic", value: 0.1, passed: true, time });
    if (i < 10) ai.review(id, { action: "confirm", by: "ann", time: time + (i + 6) * 60_000 });
  }
  ai.concern({ id: "seen", kind: "appeal", time: START_MS });
  ai.concern({ id: "seen", status: "acknowledged", by: "ombud", time: START_MS + HOUR_MS / 2 });
  ai.concern({ kind: "complaint", summary: "it knows my address", time: START_MS + 60_000 });
  expect(await ai.flush()).toBe(true);
  expect(ai.status()).toMatchObject({ rejected: 0, dropped: {} });
  await ai.close();
  await collector.app.settled();
}

test("each control of names, responses, checks and concerns raises what it should and no other does", async () => {
  await using collector = await startCollector({
    nowMs: START_MS + HOUR_MS,
    controls: CONTROLS,
    systems: [{ id: "chat", approvedModels: ["gpt-5-mini"] }],
  });
  await tell(collector);
  const { errors } = await collector.app.tick(collector.clock.nowMs);
  expect(errors).toEqual([]);
  const raised = items(await collector.api("/nonconformities")).map((each) => each["control"]);
  expect(raised.sort()).toEqual(["concerns", "late", "models", "pii"]);

  const concerns = items(await collector.api("/concerns?system=chat&standing=open"));
  expect(concerns).toMatchObject([{ summary: "it knows my address", standing: "open" }]);

  // An acknowledgement, however late, ends it.
  const id = concerns[0]?.["id"];
  const time = new Date(START_MS + HOUR_MS + 60_000).toISOString();
  await collector.api("/concerns", { system: "chat", id, status: "acknowledged", time });
  await collector.app.settled();
  collector.clock.nowMs += HOUR_MS;
  await collector.app.tick(collector.clock.nowMs);
  const evaluations = items(await collector.api("/controls/concerns/evaluations"));
  expect(evaluations).toMatchObject([
    { verdict: { kind: "pass" } },
    { verdict: { kind: "breach" } },
  ]);
});
