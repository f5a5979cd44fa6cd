import { createHash } from "node:crypto";
import { parseControls, parseTests } from "@tiltmeter/rules";
import { runControlTest, type TestOutcome } from "tiltmeter/wiring/run-control-test";
import { expect, test } from "vitest";

const CONTROLS = `version: 1
set: credit
owner: team-credit
defaults: { status: enforce, data_delay: 2m, no_data: hold }
controls:
  - id: errors
    title: Predictions seldom fail
    requirement: At most one prediction in ten shall fail.
    clauses: { iso42001: ["9.1"] }
    severity: high
    measure: error_rate
    window: 1h
    every: 1h
    min_sample: 10
    limit: { max: 10% }
    proof: measured
    recover: { below: 10%, for: 2 windows }
    then: [{ raise: nonconformity }]
  - id: accuracy
    title: Decisions are right
    requirement: At least nine in ten decisions shall be right.
    clauses: { iso42001: ["9.1"] }
    severity: high
    measure: accuracy
    window: 24h
    every: 24h
    outcomes: { wait: 48h, min_coverage: 50%, late: restate_window }
    min_sample: 20
    limit: { min: 90% }
    proof: measured
    then: [{ raise: nonconformity }]
`;
const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
const { controls, findings } = parseControls(CONTROLS, "controls.yaml", hash);

async function ran(body: string): Promise<TestOutcome> {
  const { file, findings: wrong } = parseTests(
    `controls: [a]\ntests:\n  - name: a\n${body}`,
    "t.yaml",
  );
  const [parsed] = file?.tests ?? [];
  if (parsed === undefined) throw new Error(JSON.stringify(wrong));
  return runControlTest(parsed, controls);
}

function notMet({ checked, errors }: TestOutcome): readonly string[] {
  return [
    ...errors,
    ...checked
      .filter(({ isMet }) => !isMet)
      .map(({ text, detail }) => `${text}: ${detail.join("; ")}`),
  ];
}

const JUMP = `    given: { series: { system: credit }, decisions: 100x30, error_rate: 0.02x10 0.2x10 0.02x10 }\n`;

test("the controls of these tests are without errors", () => {
  expect(findings).toEqual([]);
});

test("an episode begins, recovers and ends as live, and raises once", async () => {
  const outcome = await ran(`${JUMP}    expect:
      - { at: 10h, control: errors, state: ok, verdict: pass }
      - { at: 11h, control: errors, state: firing, verdict: breach }
      - { at: 21h, control: errors, state: recovering }
      - { at: 22h, control: errors, state: ok }
      - { raised: { count: 1, control: errors, item: { severity: high, system: credit } } }
      - { resolved: 1 }
`);
  expect(notMet(outcome)).toEqual([]);
});

test("records that are lost are no pass; a restart delays, and changes nothing else", async () => {
  const gap = await ran(`${JUMP}    disturb: [{ at: 20h, gap: 5h }]
    expect:
      - { at: 24h, control: errors, state: firing, data: no_data }
      - { at: 27h, control: errors, state: ok }
`);
  expect(notMet(gap)).toEqual([]);
  const down = await ran(`${JUMP}    disturb: [{ at: 10h, restart: collector, down_for: 5h }]
    expect:
      - { at: 14h, control: errors, state: ok }
      - { at: 15h, control: errors, state: firing }
      - { raised: 1 }
`);
  expect(notMet(down)).toEqual([]);
});

test("a clock that jumps ahead judges windows before their data: no data, never a pass or an end", async () => {
  const outcome = await ran(`${JUMP}    disturb: [{ at: 15h, clock: +3h }]
    expect:
      - { at: 16h, control: errors, state: firing, data: no_data }
      - { by: 30h, control: errors, state: firing }
`);
  expect(notMet(outcome)).toEqual([]);
});

test("truths that come late make a second revision, and rewrite no verdict", async () => {
  const outcome = await ran(`    given:
      series: { system: credit }
      decisions: 10x120
      label_delay: 1h
      label_coverage: 0.8x120
      accuracy: 0.95x120
      late_batch: { at: 100h, from: 0h, to: 24h, accuracy: 50% }
    expect:
      - { at: 73h, control: accuracy, window: 24h, verdict: pass, revision: 1 }
      - { at: 102h, control: accuracy, window: 24h, verdict: breach, revision: 2 }
      - { at: 120h, control: accuracy, state: ok }
`);
  expect(notMet(outcome)).toEqual([]);
});

test("what the collector knows without telemetry, what is declared and what came first can be given", async () => {
  const outcome = await ran(`    given:
      series: { system: credit, risk_tier: high }
      decisions: 100x30
      error_rate: 0.05x30
      baseline: from first 5h
    expect: [{ at: 30h, control: errors, verdict: pass }]
`);
  expect(notMet(outcome)).toEqual([]);
});

test("an expectation of false alarms in a year has no place where series are given", async () => {
  const outcome = await ran(
    `${JUMP}    expect: [{ control: errors, false_alarms_per_year: "<= 1" }]\n`,
  );
  expect(notMet(outcome)).toEqual([expect.stringMatching(/write simulate in place of given/)]);
});
