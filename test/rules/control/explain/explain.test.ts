import { expect, test } from "vitest";
import { explainControl, parseControls } from "../../../../rules/index.ts";
import { controlOf } from "../../control-of.ts";
import { sha256 } from "../../hash.ts";

const nowMs = Date.UTC(2026, 10, 27, 10, 30);
const answers = (lines: string): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    explainControl(controlOf(lines), { nowMs }).map(({ about, lines: said }) => [about, said]),
  );

test("a control is told from what is required to what it cannot see", () => {
  expect(
    answers(`requirement: Errors stay rare.
clauses: { iso42001: [A.6.2.6] }
applies_to: { risk_tier: [high, limited], environment: production }
measure: error_rate
window: 1h
data_delay: 2m
limit: { high: { max: 1% }, limited: { max: 5% } }
min_sample: { high: 500, other: 100 }
for: 2 windows
then: [{ raise: candidate }, { propose: suspend }]
blind_spots: [what fails silently]`),
  ).toEqual({
    required: ["Errors stay rare.", "iso42001: A.6.2.6"],
    where: ["every system of high and limited risk in production; in force"],
    measured: ["Error rate (error_rate), for each system and model version, over 1h, every 1h"],
    limit: [
      "high risk: at most 1 %; an episode ends once it is at most 1 %",
      "limited risk: at most 5 %; an episode ends once it is at most 5 %",
    ],
    "how sure": [
      "a breach and a pass are each proven with 95 % confidence; between them the verdict is inconclusive",
    ],
    raises: [
      "a candidate of medium severity once a breach lasts 2 windows, one for each system and model version; above 200 instances one for all",
      "it recovers after 1 window of passes inside the limit for it; nothing else ends an episode",
      "it proposes to suspend a system, and a person decides",
    ],
    "no data": ["keeps the state as it is, and says so; it never ends an episode"],
    "first verdict": [
      "not before 2026-11-27T11:02:00Z: the first window with new data ends at 2026-11-27T11:00:00Z, and 2m for late data",
    ],
    sample: [
      "at least 100 and 500 for high risk in a window; with fewer the verdict is inconclusive",
      "it takes 299 to prove a pass when all are well",
      "with 299, at most 0 % proves a pass and at least 2.34 % a breach",
    ],
    costs: [
      "about 480 values a day (10 systems × 2 versions, 24 windows); features, segments and versions are guessed",
    ],
    "blind to": ["what fails silently"],
    runbook: ["none"],
  });
});

test("an objective, a list of names, a fact and a budget each say how they are judged", () => {
  const said = (lines: string): string => JSON.stringify(answers(lines));
  expect(
    said(`measure: { good: "status = ok and latency <= 1.5s" }
limit: { objective: 99.5%, over: 30d, burn: [{ spend: 2%, in: 1h, confirm: 5m }] }`),
  ).toMatch(
    /without an error and within 1\.5 s.*at most 7\.2 %, which spends 2 % of the 30d budget of 99\.5 % good answers/,
  );
  expect(said("measure: silence\nlimit: { max: 15m }")).toContain("it is a fact");
  const budget = said(
    "measure: error_rate\nwindow: 1h\nlimit: { max: 2% }\nproof: { false_alarms: 1 per year }",
  );
  expect(budget).toContain("at most 1 false alarm per year is to be expected");
});

test("every control of the library is told in full", async () => {
  const { readFileSync, readdirSync } = await import("node:fs");
  const folder = new URL("../../../../rules/library/", import.meta.url);
  for (const name of readdirSync(folder).filter((file) => /(?<!\.test)\.yaml$/.test(file))) {
    const { controls } = parseControls(readFileSync(new URL(name, folder), "utf8"), name, sha256);
    expect(controls.length).toBeGreaterThan(0);
    for (const control of controls) {
      for (const { about, lines } of explainControl(control, { nowMs })) {
        expect(lines.length).toBeGreaterThan(0);
        // The author's own words may say anything.
        if (about === "required" || about === "blind to") continue;
        for (const line of lines) expect(line).not.toMatch(/undefined|null|NaN|^\s|\s$/);
      }
    }
  }
});
