import type { ControlSummary, InstanceStatus } from "@tiltmeter/dashboards";
import type { ControlState, Labels, Verdict } from "@tiltmeter/rules";
import { summed, terms } from "./fixture-terms.ts";
import { DIGEST, HOUR, MINUTE, NOW, SHIFT } from "./fixture-world.ts";

export const MAIL_CONTROL_TEXT = `- id: input-drift
  title: Live inputs drifted away from the data the model was validated on
  requirement: Each input feature shall stay comparable to the approved reference (PSI at most 0.20).
  clauses: { iso42001: ["9.1", A.6.2.6, A.7.4], eu-ai-act: [Art. 15, Art. 72] }
  severity: medium
  status: enforce
  measure: psi
  by: [system, model_version, feature]
  baseline: approved
  window: 15m
  every: 15m
  min_sample: 80
  limit: { max: 0.20 }   # approved on 2 November
  recover: { below: 0.10, for: 2 windows }
  group_by: [system, model_version]
  then: [{ raise: nonconformity }]
`;

const measured = (value: number, lower: number, upper: number, n: number) =>
  ({ kind: "measured", value, lower, upper, n, detail: {} }) as const;

const firing: ControlState = {
  phase: "firing",
  episode: DIGEST,
  firstBreachMs: SHIFT + 15 * MINUTE,
  firedMs: SHIFT + 15 * MINUTE,
};

function instance(labels: Labels, state: ControlState, verdict: Verdict): InstanceStatus {
  return {
    control: "",
    labels,
    state,
    verdict,
    windowStartMs: NOW - 17 * MINUTE,
    windowEndMs: NOW - 2 * MINUTE,
  };
}

const mail = { system: "mail-spam-filter", model_version: "2026-11-19" };
const pass = (value: number): Verdict => ({
  kind: "pass",
  measured: measured(value, value * 0.8, value * 1.2, 412),
  recovered: true,
  warned: false,
});

/** Controls whose instances stand in every way that there is. */
export function fixtureControls(): readonly ControlSummary[] {
  const changed = { atMs: NOW - 5 * HOUR, by: "mara" };
  return [
    {
      ...summed(
        terms({
          id: "input-drift",
          title: "Live inputs drifted away from the data the model was validated on",
          requirement:
            "Each input feature shall stay comparable to the approved reference (PSI at most 0.20).",
          clauses: { iso42001: ["9.1", "A.6.2.6", "A.7.4"], "eu-ai-act": ["Art. 15", "Art. 72"] },
          measure: "psi",
          by: ["system", "model_version", "feature"],
          baseline: "approved",
          limit: { max: 0.2 },
          warn: { max: 0.1 },
          tiers: { high: { limit: { max: 0.1 } }, limited: { limit: { max: 0.2 } } },
          proof: { kind: "budget", alarms: 1, perMs: 365 * 24 * HOUR, correctFor: ["feature"] },
          recover: { limit: { max: 0.1 }, for: { windows: 2 } },
          blindSpots: ["slow seasonal change", "features that nobody sends"],
          runbook: "https://runbooks.example.com/input-drift",
          text: MAIL_CONTROL_TEXT,
        }),
      ),
      changed: { atMs: NOW - 50 * MINUTE, by: "jon" },
      due: "at 14:47 UTC",
      instances: [
        instance({ ...mail, feature: "link_count" }, firing, {
          kind: "breach",
          measured: measured(0.62, 0.51, 0.74, 412),
          bound: "at most 0.2",
        }),
        instance({ ...mail, feature: "html_share" }, firing, {
          kind: "breach",
          measured: measured(0.33, 0.27, 0.4, 412),
          bound: "at most 0.2",
        }),
        instance(
          { ...mail, feature: "sender_domain" },
          {
            phase: "recovering",
            episode: DIGEST,
            firstBreachMs: SHIFT + 15 * MINUTE,
            firedMs: SHIFT + 15 * MINUTE,
            recoveringSinceMs: NOW - 17 * MINUTE,
            windows: 1,
          },
          pass(0.08),
        ),
        instance({ ...mail, feature: "body_length" }, { phase: "ok" }, pass(0.07)),
        instance({ ...mail, feature: "exclamation_rate" }, { phase: "ok" }, pass(0.04)),
        instance(
          { ...mail, feature: "hour_of_day" },
          { phase: "ok" },
          { kind: "inconclusive", reason: "sample of 61 below 80", measured: null },
        ),
        instance(
          { system: "credit-scoring", model_version: "7", feature: "income" },
          { phase: "ok" },
          pass(0.02),
        ),
      ],
    },
    {
      ...summed(
        terms({
          id: "override-rate",
          title: "People override the model more often than the approved baseline",
          requirement:
            "People shall not have to override more than 1.5 times as often as at approval.",
          clauses: { iso42001: ["A.9.2", "A.9.3"], "eu-ai-act": ["Art. 14"] },
          severity: "high",
          measure: "override_rate",
          baseline: "approved",
          limit: { maxRatio: 1.5 },
          warn: { maxRatio: 1.1 },
          owner: "oversight-lead",
          raises: "candidate",
          text: "- id: override-rate\n  limit: { max_ratio: 1.5, of: baseline }\n",
        }),
      ),
      changed,
      due: "at 15:00 UTC",
      instances: [
        instance(mail, firing, {
          kind: "breach",
          measured: measured(0.118, 0.097, 0.142, 806),
          bound: "at most 4.7 %",
        }),
        instance(
          { system: "credit-scoring", model_version: "7" },
          { phase: "ok" },
          {
            kind: "pass",
            measured: measured(0.041, 0.03, 0.05, 300),
            recovered: true,
            warned: true,
          },
        ),
        instance(
          { system: "support-assistant", model_version: "1" },
          { phase: "ok" },
          { kind: "no_data", reason: "no decisions by people" },
        ),
      ],
    },
    {
      ...summed(
        terms({
          id: "accuracy-floor",
          title: "Accuracy stays above its floor",
          requirement: "At least 92 % of labelled predictions shall be right.",
          clauses: { iso42001: ["9.1", "A.6.2.6"] },
          severity: "high",
          measure: "accuracy",
          by: ["system"],
          everyMs: HOUR,
          windowMs: HOUR,
          outcomes: { waitMs: 30 * MINUTE, minCoverage: 0.8, late: "restate_window" },
          limit: { min: 0.92 },
          for: { windows: 2 },
          text: "- id: accuracy-floor\n  limit: { min: 92% }\n",
        }),
      ),
      changed,
      due: "after 412 more outcomes",
      instances: [
        instance(
          { system: "mail-spam-filter" },
          { phase: "pending", sinceMs: NOW - 2 * MINUTE, windows: 1 },
          { kind: "breach", measured: measured(0.871, 0.86, 0.882, 2_020), bound: "at least 92 %" },
        ),
        instance({ system: "credit-scoring" }, { phase: "ok" }, pass(0.95)),
      ],
    },
    {
      ...summed(
        terms({
          id: "latency",
          title: "Answers come in time",
          requirement: "19 of 20 answers shall take at most 250 ms.",
          severity: "low",
          status: "shadow",
          measure: "latency_p95",
          by: ["system"],
          limit: { max: 0.25 },
          text: "- id: latency\n  limit: { max: 250ms }\n",
        }),
      ),
      changed: null,
      due: "at 14:47 UTC",
      instances: [
        instance(
          { system: "credit-scoring" },
          { phase: "ok" },
          {
            kind: "error",
            reason: "the query took longer than 20 s",
          },
        ),
      ],
    },
    {
      ...summed(
        terms({
          id: "parity",
          title: "Selection rates stay comparable between segments",
          requirement: "No segment's rate shall fall below 0.8 of the highest.",
          clauses: { iso42001: ["A.5.4"], "eu-ai-act": ["Art. 10"] },
          severity: "critical",
          measure: "selection_rate_ratio",
          by: ["system", "segment.language"],
          favourable: "approve",
          everyMs: 24 * HOUR,
          windowMs: 7 * 24 * HOUR,
          limit: { min: 0.8 },
          text: "- id: parity\n  limit: { min: 0.80 }\n",
        }),
      ),
      changed,
      due: "on 24 November at 00:02 UTC",
      instances: [],
    },
    {
      ...summed(
        terms({
          id: "disclosure",
          title: "People are told that they talk to a machine",
          requirement: "Every conversation shall begin with a notice.",
          status: "draft",
          owner: "",
          measure: "error_rate",
          limit: { max: 0 },
          text: "- id: disclosure\n  status: draft\n",
        }),
      ),
      changed,
      due: "not in force",
      instances: [],
    },
    {
      ...summed(
        terms({
          id: "latency-2025",
          title: "Answers come in time, as it was agreed in 2025",
          requirement: "9 of 10 answers shall take at most 900 ms.",
          status: "retired",
          measure: "latency_p90",
          limit: { max: 0.9 },
          text: "- id: latency-2025\n  status: retired\n",
        }),
      ),
      changed,
      due: "not in force",
      instances: [],
    },
  ];
}
