import { FRESH, type Nonconformity } from "@tiltmeter/rules";
import { findingsOf } from "./fixture-findings.ts";
import { DIGEST, HOUR, MINUTE, NOW, SHIFT } from "./fixture-world.ts";

const mail = { system: "mail-spam-filter", model_version: "2026-11-19" };

const episode = (feature: string, value: number, endedMs: number | null) => ({
  id: `${DIGEST.slice(0, 56)}${feature.slice(0, 8)}`,
  instance: { ...mail, feature },
  firstBreachMs: SHIFT + 15 * MINUTE,
  firedMs: SHIFT + 15 * MINUTE,
  endedMs,
  value,
  lower: value * 0.82,
  upper: value * 1.2,
  n: 412,
});

/** Records in several states, as a busy week would leave them. */
export function fixtureRecords(): readonly Nonconformity[] {
  const drift: Nonconformity = {
    ...FRESH,
    gravest: "medium",
    id: "NC-2026-0007",
    state: "raised",
    severity: "medium",
    control: "input-drift",
    controlTitle: "Live inputs drifted away from the data the model was validated on",
    controlRevision: DIGEST,
    requirement:
      "Each input feature shall stay comparable to the approved reference (PSI at most 0.20).",
    clauses: { iso42001: ["9.1", "A.6.2.6", "A.7.4"], "eu-ai-act": ["Art. 15", "Art. 72"] },
    system: "mail-spam-filter",
    group: mail,
    statement:
      "Not fulfilled for mail-spam-filter, model version 2026-11-19: each input feature shall stay comparable to the approved reference (PSI at most 0.20). Population stability index shall be at most 0.2; it was 0.62 for feature link_count (bounds 0.508 to 0.744, sample 412); 0.33 for feature html_share (bounds 0.271 to 0.396, sample 412); 0.21 for feature sender_domain (bounds 0.172 to 0.252, sample 412). First breach in the window that ended 13:12 UTC.",
    raisedMs: SHIFT + 17 * MINUTE,
    firstBreachMs: SHIFT + 15 * MINUTE,
    episodes: [
      episode("link_count", 0.62, null),
      episode("html_share", 0.33, null),
      episode("sender_domain", 0.21, NOW - 17 * MINUTE),
    ],
    evidence: DIGEST,
    owner: null,
    fields: {},
    steps: [
      {
        atMs: SHIFT + 17 * MINUTE,
        by: "tiltmeter",
        kind: "raised",
        from: null,
        to: "raised",
        text: "",
        fields: {},
      },
      {
        atMs: SHIFT + 30 * MINUTE,
        by: "mara",
        kind: "commented",
        from: "raised",
        to: null,
        text: "The newsletter campaign began at one o'clock. Looks related.",
        fields: {},
      },
      {
        atMs: NOW - 17 * MINUTE,
        by: "tiltmeter",
        kind: "episode_ended",
        from: "raised",
        to: null,
        text: "recovered",
        fields: {},
      },
    ],
    version: 3,
  };
  const records: readonly Nonconformity[] = [
    drift,
    {
      ...drift,
      id: "NC-2026-0008",
      state: "assessing",
      severity: "high",
      control: "override-rate",
      controlTitle: "People override the model more often than the approved baseline",
      requirement: "People shall not have to override more than 1.5 times as often as at approval.",
      statement:
        "Not fulfilled for mail-spam-filter, model version 2026-11-19: people override the model more often than the approved baseline. Override rate shall be at most 4.65 %; it was 11.8 % (bounds 9.7 % to 14.2 %, sample 806).",
      raisedMs: NOW - 48 * MINUTE,
      firstBreachMs: NOW - 50 * MINUTE,
      episodes: [
        { ...episode("", 0.118, null), instance: mail, lower: 0.097, upper: 0.142, n: 806 },
      ],
      owner: "mara",
      fields: { owner: "mara" },
      steps: [
        ...drift.steps.slice(0, 1),
        {
          atMs: NOW - 40 * MINUTE,
          by: "mara",
          kind: "moved",
          from: "raised",
          to: "assessing",
          text: "I take this one.",
          fields: { owner: "mara" },
        },
      ],
      evidence: "0".repeat(64),
      version: 2,
    },
    {
      ...drift,
      id: "NC-2026-0005",
      state: "verifying",
      severity: "low",
      controlTitle: "Answers come in time",
      control: "latency",
      raisedMs: NOW - 26 * HOUR,
      firstBreachMs: NOW - 27 * HOUR,
      owner: "jon",
      fields: { owner: "jon", action_owner: "jon" },
      version: 9,
    },
    {
      ...drift,
      id: "NC-2026-0002",
      state: "closed",
      severity: "critical",
      system: "credit-scoring",
      group: { system: "credit-scoring" },
      control: "parity",
      controlTitle: "Selection rates stay comparable between segments",
      raisedMs: NOW - 400 * HOUR,
      firstBreachMs: NOW - 401 * HOUR,
      owner: "ada",
      version: 14,
    },
  ];
  return records.map(findingsOf);
}
