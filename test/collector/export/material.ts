import type { Nonconformity } from "@tiltmeter/rules";
import type { Material, RecordMaterial } from "tiltmeter/export/material";

export const DAY_MS = 86_400_000;
export const FROM_MS: number = Date.UTC(2026, 9, 1);
export const DIGEST = "ab".repeat(32);

/** A record in the middle of its life, unless told otherwise. */
export function record(of: Partial<Nonconformity> = {}): Nonconformity {
  const raisedMs = FROM_MS + 10 * DAY_MS;
  return {
    id: "NC-2026-0001",
    state: "acting",
    severity: "high",
    gravest: "high",
    source: "control",
    control: "errors",
    controlTitle: "Errors stay rare",
    controlRevision: DIGEST,
    requirement: "At most one decision in ten shall fail.",
    clauses: { iso42001: ["9.1", "A.6.2.6"] },
    system: "credit",
    group: { system: "credit" },
    statement: "Not fulfilled for credit: at most 10 %; it was 33.3 %.",
    raisedMs,
    firstBreachMs: raisedMs - DAY_MS,
    episodes: [
      {
        id: "e-1",
        instance: { system: "credit", model_version: "v7" },
        firstBreachMs: raisedMs - DAY_MS,
        firedMs: raisedMs,
        endedMs: null,
        value: -0.25,
        lower: -0.3,
        upper: null,
        n: 412,
      },
    ],
    evidence: DIGEST,
    reportedBy: null,
    concern: null,
    owner: "Mara",
    fields: { cause: "a supplier's outage", serious_incident: "no" },
    cycle: 1,
    actions: [
      {
        id: "A1",
        cycle: 1,
        what: "a second supplier",
        owner: "Jo",
        due: "2026-12-01",
        change: null,
        plannedMs: raisedMs + DAY_MS,
        done: null,
        dropped: null,
      },
    ],
    proposedDismissal: null,
    acceptedUntilMs: null,
    mergedInto: null,
    mergedFrom: [],
    recurrenceOf: null,
    refutedBy: null,
    postscripts: [],
    steps: [
      {
        ...{ atMs: raisedMs, by: "tiltmeter", kind: "raised", from: null, to: "raised" },
        ...{ text: "it breached", fields: {} },
      },
      {
        ...{ atMs: raisedMs + DAY_MS, by: "mara", kind: "moved", from: "analysing", to: "acting" },
        ...{ text: "", fields: { cause: "a supplier's outage" } },
      },
    ],
    version: 2,
    ...of,
  };
}

export function recordMaterial(of: Partial<Nonconformity> = {}): RecordMaterial {
  const it = record(of);
  return {
    record: it,
    recorded: it,
    entries: [
      { index: 7, entry: { type: "nonconformity_raised", atMs: it.raisedMs, by: "tiltmeter" } },
    ],
    evidence: new Map([
      [
        DIGEST,
        {
          window: { fromMs: it.raisedMs - DAY_MS, toMs: it.raisedMs },
          instances: [
            {
              labels: { system: "credit", feature: "income" },
              measurement: { kind: "measured", value: 0.4, lower: 0.3, upper: 0.5, n: 412 },
              bins: [
                { label: "up to 9", baseline: 40, current: 4 },
                { label: "over 9", baseline: 40, current: 36 },
              ],
            },
          ],
          baseline: { name: "validation", digest: DIGEST },
          predictions: ["p-1", "p-2"],
          engine: "chdb 26",
          query: { text: "psi from cells" },
          completeness: { expected: 10, stored: 10 },
          missing: [],
        },
      ],
    ]),
    clocks: [
      {
        name: "contain",
        title: "contain",
        startMs: it.raisedMs,
        dueMs: it.raisedMs + 3 * DAY_MS,
        standing: "breached",
        metMs: null,
        source: "own policy: the defaults",
        words: null,
      },
    ],
    deliveries: [],
  };
}

/** The material of a quarter with two systems and two controls, unless told otherwise. */
export function material(of: Partial<Material> = {}): Material {
  const records = of.records ?? [recordMaterial()];
  const verdicts = { pass: 20, breach: 4, inconclusive: 1, no_data: 0, error: 0 };
  return {
    origin: "acme.example/ai",
    generator: "tiltmeter 0.0.0",
    engine: "chdb 26",
    madeMs: FROM_MS + 93 * DAY_MS,
    by: "compliance",
    period: { fromMs: FROM_MS, toMs: FROM_MS + 92 * DAY_MS },
    systems: null,
    ledger: { size: 120, root: DIGEST },
    inventory: [
      {
        id: "credit",
        standing: "live",
        owner: "lending",
        deputy: null,
        purpose: "answers applications",
        riskTier: "high",
        oversightRole: null,
        suppliers: ["own"],
        approvedModels: ["scorer"],
        calendar: null,
        environments: ["production"],
        models: [{ name: "scorer", version: "v7", predictions: 100, approved: true }],
        predictions: 100,
        declaredMs: FROM_MS,
        firstSeenMs: FROM_MS,
        lastSeenMs: FROM_MS + DAY_MS,
        missing: [],
        history: [],
      },
    ],
    controls: [
      {
        id: "errors",
        revision: DIGEST,
        fromMs: FROM_MS,
        toMs: null,
        by: "tiltmeter",
        file: "controls.yaml",
        text: "{}",
        said: {
          title: "Errors stay rare",
          requirement: "At most one decision in ten shall fail.",
          severity: "high",
          status: "enforce",
          measure: "error_rate",
          everyMs: DAY_MS,
          windowMs: DAY_MS,
          clauses: { iso42001: ["9.1", "A.6.2.6"] },
        },
      },
    ],
    coverage: {
      range: { fromMs: FROM_MS, toMs: FROM_MS + 92 * DAY_MS },
      frameworks: [
        {
          id: "iso42001",
          name: "ISO/IEC 42001:2023",
          sources: ["a public list"],
          scheduled: 92,
          conclusive: 90,
          clauses: [
            {
              id: "9.1",
              title: "Monitoring",
              fit: "strong",
              records: "everything",
              confidence: "high",
              verifiedOn: "2026-11-27",
              controls: [
                {
                  id: "errors",
                  title: "Errors stay rare",
                  status: "enforce",
                  fit: "strong",
                  everyMs: DAY_MS,
                  lastConclusiveMs: FROM_MS + 91 * DAY_MS,
                  lastVerdict: "pass",
                },
              ],
            },
            {
              id: "A.7.3",
              title: "Acquisition of data",
              fit: "none",
              records: null,
              confidence: "unconfirmed",
              verifiedOn: "2026-11-27",
              controls: [],
            },
          ],
        },
      ],
    },
    counts: [
      {
        control: "errors",
        scheduled: 26,
        judged: 25,
        backFilled: 0,
        evaluations: 25,
        conclusive: 24,
        lastConclusiveMs: FROM_MS + 91 * DAY_MS,
      },
    ],
    days: [
      {
        ...{ control: "errors", system: "credit", dayMs: FROM_MS, windows: 25, backFilled: 0 },
        verdicts,
      },
    ],
    maintenance: [],
    register: records,
    records,
    oversight: [],
    diverted: [],
    changes: [],
    completeness: [{ system: "credit", of: null }],
    entriesByType: new Map(),
    reviews: [],
    roadmap: { applicability: null, suppliers: null, oversight: null, risks: null },
    sample: null,
    unproven: 0,
    missing: [],
    ...of,
  };
}
