import type { ControlSummary, InstanceStatus } from "@tiltmeter/dashboards";
import type { ControlState, Labels, Verdict } from "@tiltmeter/rules";
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
  const shared = {
    status: "enforce",
    everyMs: 15 * MINUTE,
    windowMs: 15 * MINUTE,
    revision: DIGEST,
  };
  return [
    {
      ...shared,
      id: "input-drift",
      title: "Live inputs drifted away from the data the model was validated on",
      requirement:
        "Each input feature shall stay comparable to the approved reference (PSI at most 0.20).",
      severity: "medium",
      measure: "psi",
      due: "at 14:47 UTC",
      text: MAIL_CONTROL_TEXT,
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
      ...shared,
      id: "override-rate",
      title: "People override the model more often than the approved baseline",
      requirement: "People shall not have to override more than 1.5 times as often as at approval.",
      severity: "high",
      measure: "override_rate",
      due: "at 15:00 UTC",
      text: "- id: override-rate\n  limit: { max_ratio: 1.5, of: baseline }\n",
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
      ...shared,
      id: "accuracy-floor",
      title: "Accuracy stays above its floor",
      requirement: "At least 92 % of labelled predictions shall be right.",
      severity: "high",
      everyMs: HOUR,
      windowMs: HOUR,
      measure: "accuracy",
      due: "after 412 more outcomes",
      text: "- id: accuracy-floor\n  limit: { min: 92% }\n",
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
      ...shared,
      id: "latency",
      title: "Answers come in time",
      requirement: "19 of 20 answers shall take at most 250 ms.",
      severity: "low",
      status: "shadow",
      measure: "latency_p95",
      due: "at 14:47 UTC",
      text: "- id: latency\n  limit: { max: 250ms }\n",
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
      ...shared,
      id: "parity",
      title: "Selection rates stay comparable between segments",
      requirement: "No segment's rate shall fall below 0.8 of the highest.",
      severity: "critical",
      everyMs: 24 * HOUR,
      windowMs: 7 * 24 * HOUR,
      measure: "selection_rate_ratio",
      due: "on 24 November at 00:02 UTC",
      text: "- id: parity\n  limit: { min: 0.80 }\n",
      instances: [],
    },
  ];
}
