import { createHash } from "node:crypto";
import { type Control, type EvidenceRecord, parseControls } from "@tiltmeter/rules";
import { seededRandom } from "../../rules/profile/seeded-random.ts";

export const HOUR = 3_600_000;
export const START: number = Date.UTC(2026, 10, 23);

/** What happened to a few systems, when it was received, and the controls that watch. */
export interface History {
  readonly hours: number;
  readonly controls: readonly Control[];
  /** The controls as their file says them. */
  readonly text: string;
  /** In the order in which they were received. */
  readonly received: readonly { readonly atMs: number; readonly record: EvidenceRecord }[];
  /** The live process starts again then. */
  readonly restarts: readonly number[];
  readonly tickEveryMs: number;
}

export const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

/**
 * A history of its own for every seed: rates that rise and fall, gaps, a new model version, late and
 * out-of-order records (with `lateMaxMs` 0: none), and controls of several measures and kinds of proof.
 */
export function randomHistory(
  seed: number,
  of: { readonly lateMaxMs: number; readonly hours?: number },
): History {
  const random = seededRandom(seed);
  const pick = <T>(...all: readonly [T, ...T[]]): T =>
    all[Math.floor(random() * all.length)] ?? all[0];
  const drawn = 18 + Math.floor(random() * 10);
  const hours = of.hours ?? drawn;
  const systems = random() < 0.3 ? ["credit", "fraud"] : ["credit"];
  const received = systems.flatMap((system) =>
    storyOf(system, { lateMaxMs: of.lateMaxMs, hours, random, pick }),
  );
  return {
    hours,
    ...controlsOf(random, pick),
    received: received.sort((a, b) => a.atMs - b.atMs),
    restarts: Array.from({ length: pick(0, 1, 3) }, () => START + random() * hours * HOUR),
    tickEveryMs: pick(2 * 60_000, 5 * 60_000, 7 * 60_000, HOUR),
  };
}

type Pick = <T>(...all: readonly [T, ...T[]]) => T;

function storyOf(
  system: string,
  of: {
    readonly hours: number;
    readonly random: () => number;
    readonly pick: Pick;
    readonly lateMaxMs: number;
  },
): History["received"] {
  const { random, pick } = of;
  const all: { atMs: number; record: EvidenceRecord }[] = [];
  const origin = { system, environment: "production" };
  const replacedAt = random() < 0.4 ? Math.floor(random() * of.hours) : of.hours;
  let [errorRate, overrideRate, accuracy, silent] = [0.05, 0.1, 0.9, 0];
  for (let hour = 0; hour < of.hours; hour++) {
    if (random() < 0.2) errorRate = pick(0.02, 0.1, 0.3);
    if (random() < 0.2) overrideRate = pick(0.05, 0.2, 0.5);
    if (random() < 0.2) accuracy = pick(0.95, 0.8, 0.5);
    if (silent === 0 && random() < 0.06) silent = pick(1, 2, 5);
    if (silent > 0) {
      silent -= 1;
      continue;
    }
    const count = pick(4, 10, 14);
    for (let i = 0; i < count; i++) {
      const timeMs = START + hour * HOUR + Math.floor(random() * HOUR);
      const lateMs = random() < 0.15 ? Math.floor(random() * of.lateMaxMs) : 0;
      const id = `${hour}-${i}`;
      const label = pick("yes", "no");
      const other = label === "yes" ? "no" : "yes";
      const add = (statement: EvidenceRecord["statement"], happenedMs: number): void => {
        all.push({ atMs: happenedMs + lateMs, record: { origin, statement } });
      };
      add(
        {
          kind: "prediction",
          id,
          timeMs,
          model: { version: hour < replacedAt ? "v1" : "v2" },
          task: "classification",
          label,
          score: null,
          value: null,
          latency: random() * (errorRate > 0.2 ? 4 : 1),
          status: random() < errorRate ? "error" : "ok",
          numericFeatures: {},
          categoricalFeatures: {},
          segment: {},
        },
        timeMs,
      );
      const truth = random() < accuracy ? label : other;
      add(
        { kind: "outcome", id, timeMs: timeMs + 60_000, label: truth, value: null },
        timeMs + 60_000,
      );
      const isOverride = random() < overrideRate;
      add(
        {
          kind: "oversight",
          id,
          timeMs: timeMs + 30_000,
          action: isOverride ? "override" : "confirm",
          from: label,
          to: isOverride ? other : label,
          role: "",
          reviewSeconds: 5 + Math.floor(random() * 60),
        },
        timeMs + 30_000,
      );
    }
  }
  return all;
}

/** Two to four controls, written as users write them. */
function controlsOf(
  random: () => number,
  pick: Pick,
): {
  readonly controls: readonly Control[];
  readonly text: string;
} {
  const measures = [
    { measure: "error_rate", limit: "max: 12%", recover: "below: 10%", hasBudget: true },
    { measure: "override_rate", limit: "max: 25%", recover: "below: 20%", hasBudget: true },
    { measure: "accuracy", limit: "min: 75%", recover: "above: 80%", hasBudget: true },
    { measure: "latency_p95", limit: "max: 1.5", recover: "below: 1.2", hasBudget: false },
    { measure: "count", limit: "min: 10", recover: "above: 12", hasBudget: false },
    { measure: "silence", limit: "max: 45m", recover: "below: 40m", hasBudget: false },
  ];
  const chosen = measures.filter(() => random() < 0.5).slice(0, 4);
  const all = chosen.length > 0 ? chosen : measures.slice(0, 2);
  const texts = all.map(({ measure, limit, recover, hasBudget }) => {
    const isFact = measure === "count" || measure === "silence";
    const proof = isFact
      ? "measured"
      : pick(
          "measured",
          "{ confidence: 80% }",
          hasBudget ? "{ false_alarms: 1 per 7d }" : "measured",
        );
    const every = pick("1h", "1h", "2h");
    const window = proof.startsWith("{ false") ? every : pick(every, "4h");
    return `
  - id: ${measure.replace("_", "-")}
    title: ${measure}
    requirement: It shall be so.
    clauses: { iso42001: ["9.1"] }
    severity: ${pick("low", "high")}
    status: enforce
    measure: ${measure}
    window: ${window}
    every: ${every}
    data_delay: ${pick("0s", "2m", "10m")}
    min_sample: ${isFact ? 0 : pick(5, 10)}${measure === "accuracy" ? "\n    outcomes: { wait: 1h, min_coverage: 50% }" : ""}
    limit: { ${limit} }
    proof: ${proof}
    for: ${proof.startsWith("{ false") ? "0s" : pick("0s", "2 windows", "3h")}
    recover: { ${recover}, for: ${pick("1 windows", "2 windows", "3h")} }
    no_data: ${pick("hold", "hold", "breach")}
    then: [{ raise: ${pick("nonconformity", "observation")} }]`;
  });
  const text = `version: 1\nset: random\nowner: team\ncontrols:${texts.join("")}\n`;
  const { controls, findings } = parseControls(text, "random.yaml", hash);
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(`${JSON.stringify(errors)}\n${text}`);
  return { controls, text };
}
